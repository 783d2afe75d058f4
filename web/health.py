"""Alive, and ready: a real message has been answered."""

from __future__ import annotations

import logging
import secrets

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.json_log import log_event
from web.chat import ENGINE
from web.counselling.purging import PURGE_JOB
from web.engine import EngineUnavailable
from web.security import SETTINGS
from web.sessions import sender_id

logger = logging.getLogger("guide.web")


async def healthz(_: web.Request) -> web.Response:
    """The process is alive."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """200 when engine and actions answer a message now, else 503. The probe's conversation is deleted again.

    `retention` and `cases` tell an operator how the deletion of old conversations, and of cases and drafts, goes; a
    backlog makes the guide no less ready.
    """
    settings = request.app[SETTINGS]
    sender = sender_id(secrets.token_urlsafe(32), settings.secret_key)
    try:
        await request.app[ENGINE].say(sender, "rygestop", settings.default_municipality, "da")
        await request.app[ENGINE].forget(sender)
        retention = await request.app[ENGINE].retention()
    except EngineUnavailable as error:
        return web.json_response({"status": "starting", "reason": str(error)}, status=503)
    return web.json_response({"status": "ready", "retention": retention, "cases": await _cases(request.app)})


async def _cases(app: web.Application) -> dict[str, object] | None:
    """Return how the deletion of cases and drafts goes; None if their database does not answer: the chat still does."""
    try:
        return await app[PURGE_JOB].backlog()
    except SQLAlchemyError as error:
        log_event(logger, "cases_unavailable", logging.ERROR, reason=type(error).__name__)
        return None
