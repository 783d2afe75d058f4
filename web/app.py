"""The web application, put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from web import chat, directory, health, pages, policies
from web.console import desk, new_case_mail, review_room
from web.console import routes as console
from web.counselling import purging, rooms
from web.engine import Engine
from web.errors import access_log_middleware, error_middleware
from web.mailbox import routes as mailbox
from web.questioned import Questioned
from web.rate_limit import RateLimiter
from web.security import SETTINGS, add_headers, preflight_middleware
from web.settings import Settings
from web.unreadable import answer_unreadable_requests

# A message of 2000 characters in JSON escapes is at most 24 kB.
LARGEST_BODY = 64 * 1024


def init_app(settings: Settings) -> web.Application:
    """Return the application; it opens its database and its engine client when it starts."""
    app = web.Application(
        middlewares=[access_log_middleware, preflight_middleware, error_middleware], client_max_size=LARGEST_BODY
    )
    answer_unreadable_requests()
    app.on_response_prepare.append(add_headers)
    app[SETTINGS] = settings
    app[chat.QUESTIONED] = Questioned()
    app[chat.RATE_LIMITER] = RateLimiter(settings.rate_limit)
    app.cleanup_ctx.append(directory.municipalities_context)
    app.cleanup_ctx.append(policies.shelf_context)
    app.cleanup_ctx.append(desk.desk_context)
    app.cleanup_ctx.append(new_case_mail.new_case_mail_context)
    app.cleanup_ctx.append(review_room.review_context)
    app.cleanup_ctx.append(rooms.counselling_context)
    app.cleanup_ctx.append(purging.purging_context)
    app.cleanup_ctx.append(_engine_context)
    app.cleanup_ctx.append(mailbox.mailbox_context)
    app.cleanup_ctx.append(_forgetting_context)
    app.router.add_post("/api/chat", chat.chat)
    app.router.add_post("/api/chat/forget", chat.forget)
    app.router.add_get("/api/municipalities", directory.municipalities)
    app.router.add_get("/healthz", health.healthz)
    app.router.add_get("/readyz", health.readyz)
    app.router.add_get("/", pages.citizen_page)
    app.router.add_get("/tilgaengelighed", pages.accessibility_page)
    app.router.add_get("/was", pages.accessibility_page)
    app.router.add_get("/privatliv", pages.privacy_page)
    policies.add_routes(app)
    console.add_routes(app)
    mailbox.add_routes(app)
    app.router.add_get(r"/static/{name:[a-z0-9_-]+\.(?:js|css|svg|html|png)}", pages.asset)
    app.router.add_get(r"/{municipality:[a-z]+}", pages.citizen_page)
    return app


async def _engine_context(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    async with Engine(settings.engine_url, settings.engine_timeout, settings.internal_secret) as engine:
        app[chat.ENGINE] = engine
        app[health.READINESS] = health.Readiness(engine, app[purging.PURGE_JOB], settings)
        yield


async def _forgetting_context(app: web.Application) -> AsyncIterator[None]:
    forgetting = asyncio.create_task(app[chat.RATE_LIMITER].keep_forgetting())
    yield
    forgetting.cancel()
