"""Alive, and ready: a real message has been answered."""

from __future__ import annotations

import secrets

from aiohttp import web

from web.chat import ENGINE
from web.engine import EngineUnavailable
from web.security import SETTINGS
from web.sessions import sender_id


async def healthz(_: web.Request) -> web.Response:
    """The process is alive."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """200 when engine and actions answer a message now, else 503. The probe's conversation is deleted again.

    `retention` tells an operator how the deletion of old conversations goes; a backlog makes the guide no less ready.
    """
    settings = request.app[SETTINGS]
    sender = sender_id(secrets.token_urlsafe(32), settings.secret_key)
    try:
        await request.app[ENGINE].say(sender, "rygestop", settings.default_municipality, "da")
        await request.app[ENGINE].forget(sender)
        retention = await request.app[ENGINE].retention()
    except EngineUnavailable as error:
        return web.json_response({"status": "starting", "reason": str(error)}, status=503)
    return web.json_response({"status": "ready", "retention": retention})
