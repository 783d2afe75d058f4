"""Min konto: a person's own password and sessions."""

from __future__ import annotations

import asyncio

from aiohttp import web

from staff.passwords import FEWEST_CHARACTERS, WeakPassword
from web.console.csrf import text_field
from web.console.desk import DESK
from web.console.login import START, waiting
from web.console.pages import go_to, render
from web.console.permission import id_in, requires
from web.console.visit import Visit

OWN = "/personale/konto"


@requires()
async def own_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: who one is, a form for a new password, and where one is logged in."""
    return await _own_page(request, visit)


@requires()
async def change_password(request: web.Request, visit: Visit) -> web.Response:
    """POST: a new password, given the old one."""
    errors = await _password_errors(request, visit, old_too=True)
    if errors:
        return await _own_page(request, visit, errors)
    return go_to(OWN, "adgangskode")


@requires(at_first_login=True)
async def new_password_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: the first own password; all other pages lead here until it is chosen."""
    if not visit.account.must_change_password:
        return go_to(START)
    return render(request, "new_password.html", visit, fewest=FEWEST_CHARACTERS)


@requires(at_first_login=True)
async def new_password_given(request: web.Request, visit: Visit) -> web.Response:
    """POST: takes the place of the one-time password, and makes a counsellor's key pair."""
    if not visit.account.must_change_password:
        return go_to(START)
    errors = await _password_errors(request, visit, old_too=False)
    if errors:
        return render(request, "new_password.html", visit, status=422, errors=errors, fewest=FEWEST_CHARACTERS)
    return go_to(START, "adgangskode")


@requires()
async def revoke_session(request: web.Request, visit: Visit) -> web.Response:
    """POST: ends one of one's own sessions elsewhere."""
    session_id, desk = id_in(request, "session"), request.app[DESK]
    if not await asyncio.to_thread(desk.personnel.sessions.revoke, visit.account.id, session_id):
        return go_to(OWN)
    desk.keys.lock(session_id)
    return go_to(OWN, "login")


async def _password_errors(request: web.Request, visit: Visit, *, old_too: bool) -> dict[str, str]:
    """Change the password, or return what is wrong with the form."""
    desk, account = request.app[DESK], visit.account
    new, again = await text_field(request, "new"), await text_field(request, "again")
    if new != again:
        return {"again": "De to nye adgangskoder er ikke ens."}
    async with desk.verifying:
        if old_too:
            # The same delay as at the login: a browser left open must not be a place to guess at.
            if wait := desk.throttle.attempt(account.name):
                return {"old": waiting(wait)}
            old = await text_field(request, "old")
            if not await asyncio.to_thread(desk.personnel.accounts.verify_password, account.id, old):
                return {"old": "Den nuværende adgangskode er forkert."}
            desk.throttle.succeeded(account.name)
            if new == old:
                return {"new": "Den nye adgangskode er den samme som den gamle."}
        elif await asyncio.to_thread(desk.personnel.accounts.verify_password, account.id, new):
            return {"new": "Vælg en anden adgangskode end den, du har fået."}
        try:
            await asyncio.to_thread(desk.keys.choose_password, visit.session, new)
        except WeakPassword as weak:
            return {"new": str(weak)}
    # The other sessions have ended with the old password.
    desk.keys.lock_all_but(await asyncio.to_thread(desk.personnel.sessions.live_ids))
    return {}


async def _own_page(request: web.Request, visit: Visit, errors: dict[str, str] | None = None) -> web.Response:
    sessions = await asyncio.to_thread(request.app[DESK].personnel.sessions.of_account, visit.account.id)
    return render(
        request,
        "own_account.html",
        visit,
        status=422 if errors else 200,
        errors=errors,
        sessions=sessions,
        fewest=FEWEST_CHARACTERS,
    )
