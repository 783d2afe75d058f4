"""The audit log for administrators: what was done, and whether the log is whole."""

from __future__ import annotations

import asyncio

from aiohttp import web

from web.console.desk import DESK
from web.console.pages import render
from web.console.permission import requires
from web.console.visit import Visit

ENTRIES = 50


@requires("administrator", records="log_viewed")
async def log_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: the newest entries; `?foer=NUMBER` those before."""
    return await _log_page(request, visit, None)


@requires("administrator", records="log_verified")
async def verify_log(request: web.Request, visit: Visit) -> web.Response:
    """POST: reads the whole log and says whether it is as it was written."""
    verification = await asyncio.to_thread(request.app[DESK].personnel.audit.verify)
    return await _log_page(request, visit, verification)


async def _log_page(request: web.Request, visit: Visit, verification: object) -> web.Response:
    personnel, before = request.app[DESK].personnel, request.query.get("foer", "")
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    entries = await asyncio.to_thread(personnel.audit.entries, ENTRIES, start)
    names = {account.id: account.name for account in await asyncio.to_thread(personnel.accounts.all)}
    older = entries[-1].number if len(entries) == ENTRIES else None
    return render(request, "log.html", visit, entries=entries, names=names, older=older, verification=verification)
