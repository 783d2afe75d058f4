"""Logging in: name and password on one page, the code on the next. Wrong is wrong: nothing tells which."""

from __future__ import annotations

import asyncio
import math
import secrets

from aiohttp import web

from staff.account import Account, normalised_name
from staff.sessions import StaffSession
from web.console import cookies, csrf
from web.console.csrf import text_field
from web.console.desk import DESK
from web.console.logins import HalfLogin
from web.console.pages import go_to, render
from web.console.permission import LOGIN, NEW_PASSWORD, requires
from web.console.visit import Visit

START = "/personale"
CODE = "/personale/login/kode"
_WRONG = "Navn, adgangskode eller kode er forkert. Begynd forfra, og vent på en ny kode."
_TOO_OLD = "Siden var for gammel. Skriv navn og adgangskode igen."


async def name_page(request: web.Request) -> web.Response:
    """GET: asks for name and password."""
    return _name_page(request)


async def name_given(request: web.Request) -> web.Response:
    """POST: remembers them until the code comes; they are checked then, all three at once."""
    cookie = cookies.read(request, cookies.LOGIN)
    if cookie is None or not await csrf.is_sent(request, cookie):
        return _name_page(request, {"name": _TOO_OLD}, 403)
    name, password = await text_field(request, "name"), await text_field(request, "password")
    missing = {"name": "Skriv dit navn."} if not name.strip() else {}
    missing |= {"password": "Skriv din adgangskode."} if not password else {}
    if missing:
        return _name_page(request, missing, 422)
    request.app[DESK].half_logins.put(cookie, name, password)
    return go_to(CODE)


async def code_page(request: web.Request) -> web.Response:
    """GET: asks for the code."""
    cookie = cookies.read(request, cookies.LOGIN)
    if cookie is None or request.app[DESK].half_logins.get(cookie) is None:
        return go_to(LOGIN)
    return _code_page(request, cookie)


async def code_given(request: web.Request) -> web.Response:
    """POST: checks all, and opens the session."""
    cookie, desk = cookies.read(request, cookies.LOGIN), request.app[DESK]
    half = desk.half_logins.get(cookie) if cookie else None
    if cookie is None or half is None or not await csrf.is_sent(request, cookie):
        return _name_page(request, {"name": _TOO_OLD}, 403)
    code = await text_field(request, "code")
    if not code.strip():
        return _code_page(request, cookie, {"code": "Skriv koden fra din telefon."}, 422)
    if wait := desk.throttle.attempt(normalised_name(half.name)):
        return _code_page(request, cookie, {"code": waiting(wait)}, 429)
    desk.half_logins.drop(cookie)
    async with desk.verifying:
        account = await asyncio.to_thread(desk.personnel.accounts.verify_login, half.name, half.password, code)
    if account is None:
        return _name_page(request, {"name": _WRONG}, 403)
    desk.throttle.succeeded(normalised_name(half.name))
    return await _open(request, account, half)


@requires(at_first_login=True)
async def log_out(request: web.Request, visit: Visit) -> web.Response:
    """POST: ends the session and forgets its key."""
    desk = request.app[DESK]
    desk.keys.lock(visit.session.id)
    await asyncio.to_thread(desk.personnel.sessions.end, visit.account.id, visit.session.id)
    response = go_to(LOGIN, "ud")
    cookies.delete(request, response, cookies.SESSION)
    return response


def waiting(seconds: float) -> str:
    """What somebody reads who has tried too often."""
    return f"Der er prøvet for mange gange. Vent {math.ceil(seconds)} sekunder, og prøv igen."


async def _open(request: web.Request, account: Account, half: HalfLogin) -> web.Response:
    desk = request.app[DESK]
    token = await asyncio.to_thread(desk.personnel.sessions.open, account.id)
    session: StaffSession | None = await asyncio.to_thread(desk.personnel.sessions.find, token)
    if session is None:
        return _name_page(request, {"name": _WRONG}, 403)
    await asyncio.to_thread(desk.keys.unlock, session, half.password)
    response = go_to(NEW_PASSWORD if account.must_change_password else START)
    cookies.delete(request, response, cookies.LOGIN)
    cookies.write(request, response, cookies.SESSION, token)
    return response


def _name_page(request: web.Request, errors: dict[str, str] | None = None, status: int = 200) -> web.Response:
    cookie = cookies.read(request, cookies.LOGIN) or secrets.token_urlsafe(32)
    page = render(request, "login.html", status=status, errors=errors, csrf=csrf.token(request, cookie))
    cookies.write(request, page, cookies.LOGIN, cookie)
    return page


def _code_page(
    request: web.Request, cookie: str, errors: dict[str, str] | None = None, status: int = 200
) -> web.Response:
    return render(request, "code.html", status=status, errors=errors, csrf=csrf.token(request, cookie))
