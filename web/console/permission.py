"""Who may open a page: `@requires("counsellor")` above its handler."""

from __future__ import annotations

import asyncio
import functools
import uuid
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from web.console import cookies, csrf
from web.console.counsellor_keys import COUNSELLOR
from web.console.desk import DESK
from web.console.pages import go_to, refuse
from web.console.visit import Visit

LOGIN = "/personale/login"
NEW_PASSWORD = "/personale/ny-adgangskode"
Page = Callable[[web.Request, Visit], Awaitable[web.StreamResponse]]
# Keeps what was typed in a form whose sender is not logged in any more; tells whether it did.
Keeper = Callable[[web.Request], Awaitable[bool]]


_TOO_OLD = "Siden var for gammel. Gå tilbage, og prøv igen."
_TOO_OLD_BUT_KEPT = "Siden var for gammel. Det, du skrev, er gemt. Åbn henvendelsen igen, så står det der."


def requires(
    *roles: str,
    records: str | None = None,
    subject: str | None = None,
    at_first_login: bool = False,
    keeps: Keeper | None = None,
) -> Callable[[Page], Handler]:
    """Let in who is logged in and has one of the roles (none named: anybody logged in); others are sent to log in or
    refused. A POST must carry the form's secret.

    `records` is an action that is written to the audit log before the page is made: nothing is seen without an entry.
    `subject` names the part of the address that holds the id it is about. `at_first_login`: also with a one-time
    password, when nothing else is open. `keeps` saves what was typed when the session has ended meanwhile.
    """

    def decorate(page: Page) -> Handler:
        @functools.wraps(page)
        async def handler(request: web.Request) -> web.StreamResponse:
            visit = await _visit(request)
            if visit is None:
                is_kept = keeps is not None and await keeps(request)
                return _to_login(request, "kladde" if is_kept else None)
            if visit.account.must_change_password and not at_first_login:
                return go_to(NEW_PASSWORD)
            if request.method == "POST" and not await csrf.is_sent(request, _cookie(request)):
                is_kept = keeps is not None and await keeps(request)
                return refuse(request, "Prøv igen", _TOO_OLD_BUT_KEPT if is_kept else _TOO_OLD, 403, visit)
            if roles and not visit.account.roles & set(roles):
                return refuse(request, "Ingen adgang", "Din konto har ikke adgang til den her side.", 403, visit)
            if records is not None:
                about = _subject(request, subject)
                audit = request.app[DESK].personnel.audit
                await asyncio.to_thread(audit.record, visit.account.id, records, about)
            return await page(request, visit)

        return handler

    return decorate


async def _visit(request: web.Request) -> Visit | None:
    """Who asks; None without a session, and for a counsellor whose key is not unlocked (after a restart, or new)."""
    token, desk = _cookie(request), request.app[DESK]
    session = await asyncio.to_thread(desk.personnel.sessions.find, token) if token else None
    if session is None:
        return None
    key = desk.keys.of(session.id)
    if key is None and COUNSELLOR in session.account.roles and not session.account.must_change_password:
        return None
    waiting = 0
    if key is not None:
        counts, account = desk.case_counts, session.account
        waiting = await asyncio.to_thread(counts.to_look_at, account.id, account.municipalities)
    return Visit(session, csrf.token(request, token), key, waiting)


def _to_login(request: web.Request, notice: str | None) -> web.Response:
    response = go_to(LOGIN, notice)
    if _cookie(request):
        cookies.delete(request, response, cookies.SESSION)
    return response


def _cookie(request: web.Request) -> str:
    return cookies.read(request, cookies.SESSION) or ""


def _subject(request: web.Request, part: str | None) -> uuid.UUID | None:
    """The id in the address; 404 if it is none."""
    if part is None:
        return None
    return id_in(request, part)


def id_in(request: web.Request, part: str) -> uuid.UUID:
    """The id in a part of the address; 404 if it is none."""
    try:
        return uuid.UUID(request.match_info[part])
    except ValueError as error:
        raise web.HTTPNotFound from error
