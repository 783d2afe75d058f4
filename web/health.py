"""Alive, and ready: a real message has been answered."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.json_log import log_event
from intake.retention import PurgeJob
from web.engine import Engine, EngineUnavailable
from web.sessions import sender_id
from web.settings import Settings

ASK_EVERY_SECONDS = 2.0

logger = logging.getLogger("guide.web")


async def healthz(_: web.Request) -> web.Response:
    """The process is alive."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """200 when engine and actions answered a message just now, else 503.

    `retention` and `cases` tell an operator how the deletion of old conversations, and of cases and drafts, goes; a
    backlog makes the guide no less ready.
    """
    status, body = await request.app[READINESS].current()
    return web.json_response(body, status=status)


class Readiness:
    """Whether a message is answered, asked anew at most every ASK_EVERY_SECONDS, however many want to know."""

    def __init__(self, engine: Engine, purge_job: PurgeJob, settings: Settings) -> None:
        self._engine, self._purge_job, self._settings = engine, purge_job, settings
        self._lock = asyncio.Lock()
        self._asked_at = float("-inf")
        self._answer: tuple[int, dict[str, Any]] = (503, {})

    async def current(self) -> tuple[int, dict[str, Any]]:
        """Return status and body. Who comes while the engine is being asked waits for that answer."""
        async with self._lock:
            if time.monotonic() - self._asked_at > ASK_EVERY_SECONDS:
                self._answer = await self._ask()
                self._asked_at = time.monotonic()
            return self._answer

    async def _ask(self) -> tuple[int, dict[str, Any]]:
        """Send a message and read how deletion goes. The probe's conversation is deleted again."""
        sender = sender_id(secrets.token_urlsafe(32), self._settings.secret_key)
        try:
            await self._engine.say(sender, "rygestop", self._settings.default_municipality, "da")
            await self._engine.forget(sender)
            retention = await self._engine.retention()
        except EngineUnavailable as error:
            return 503, {"status": "starting", "reason": str(error)}
        return 200, {"status": "ready", "retention": retention, "cases": await self._cases()}

    async def _cases(self) -> dict[str, object] | None:
        """Return how the deletion of cases and drafts goes; None if their database is silent: the chat still works."""
        try:
            return await self._purge_job.backlog()
        except SQLAlchemyError as error:
            log_event(logger, "cases_unavailable", logging.ERROR, reason=type(error).__name__)
            return None


READINESS = web.AppKey("readiness", Readiness)
