"""Kolleger: the counsellors of one's municipalities, and sharing one's open cases with somebody new."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass

from aiohttp import web

from staff.account import Account
from web.console.case_door import record
from web.console.counsellor_keys import COUNSELLOR
from web.console.desk import DESK, Desk
from web.console.pages import go_to, refuse, render
from web.console.permission import id_in, requires
from web.console.visit import Visit
from web.counselling.rooms import CASE_STORE
from web.directory import MUNICIPALITIES

COLLEAGUES = "/personale/kolleger"


@dataclass(frozen=True)
class Colleague:
    """A counsellor with whom one shares `municipalities`; `missing` open cases of those are not sealed to them."""

    account: Account
    municipalities: list[str]
    has_key: bool
    missing: int


@requires("counsellor", records="colleagues_viewed")
async def colleagues_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: who there is and who lacks access."""
    colleagues = await asyncio.to_thread(_colleagues, request.app[DESK], visit.account)
    return render(request, "colleagues.html", visit, colleagues=colleagues, municipalities=request.app[MUNICIPALITIES])


@requires("counsellor")
async def share(request: web.Request, visit: Visit) -> web.Response:
    """POST: seals the open cases that one can read to a colleague too."""
    colleague_id = id_in(request, "account")
    found = {each.account.id: each for each in await asyncio.to_thread(_colleagues, request.app[DESK], visit.account)}
    colleague = found.get(colleague_id)
    if colleague is None or not colleague.has_key or visit.private_key is None:
        text = "Din kollega skal være rådgiver i din kommune og have valgt sin egen adgangskode."
        return refuse(request, "Det kan ikke lade sig gøre", text, 409, visit)
    await asyncio.to_thread(_share, request, visit, colleague)
    await record(request, visit, "cases_shared", colleague_id)
    return go_to(COLLEAGUES, "delt")


def _share(request: web.Request, visit: Visit, colleague: Colleague) -> None:
    pair = request.app[DESK].personnel.key_pairs.of(colleague.account.id)
    if pair is None or visit.private_key is None:
        return
    request.app[CASE_STORE].share_open_cases(
        visit.account.id, visit.private_key, colleague.account.id, pair.public_key, colleague.municipalities
    )


def _colleagues(desk: Desk, me: Account) -> list[Colleague]:
    keyed: set[uuid.UUID] = set()
    for code in me.municipalities:
        keyed |= desk.personnel.key_pairs.public_keys(code).keys()
    return [_colleague(desk, each, me, each.id in keyed) for each in desk.personnel.accounts.all() if _works(each, me)]


def _works(account: Account, me: Account) -> bool:
    is_counsellor = account.active and COUNSELLOR in account.roles
    return is_counsellor and account.id != me.id and bool(account.municipalities & me.municipalities)


def _colleague(desk: Desk, account: Account, me: Account, has_key: bool) -> Colleague:
    shared = sorted(account.municipalities & me.municipalities)
    return Colleague(account, shared, has_key, desk.case_counts.not_sealed_to(account.id, shared))
