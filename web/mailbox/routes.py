"""The addresses of mailbox and own page, and what they need while the application runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from web.mailbox import own_form, pages, postbox
from web.mailbox.unlocked import UnlockedCases
from web.security import SETTINGS


def add_routes(app: web.Application) -> None:
    """To be added before `/{municipality}`."""
    router = app.router
    router.add_get("/postkasse", pages.mailbox_page)
    router.add_get("/anonym", pages.own_page)
    router.add_get("/api/postkasse/challenge", postbox.challenge)
    router.add_post("/api/postkasse/enter", postbox.enter)
    router.add_get("/api/postkasse/messages", postbox.read)
    router.add_post("/api/postkasse/messages", postbox.write)
    router.add_delete("/api/postkasse/case", postbox.delete)
    router.add_post("/api/postkasse/leave", postbox.leave)
    router.add_get("/api/anonym/form", own_form.form)
    router.add_get("/api/anonym/challenge", own_form.challenge)
    router.add_post("/api/anonym/check", own_form.check)
    router.add_post("/api/anonym/selftest", own_form.selftest)
    router.add_post("/api/anonym/send", own_form.send)


async def mailbox_context(app: web.Application) -> AsyncIterator[None]:
    """Lock idle mailboxes until the application stops."""
    app[postbox.UNLOCKED] = UnlockedCases(app[SETTINGS].mailbox_idle)
    locking = asyncio.create_task(app[postbox.UNLOCKED].keep_forgetting())
    yield
    locking.cancel()
