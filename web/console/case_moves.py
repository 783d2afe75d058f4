"""Who has a case, and whether it is open: taking, giving back, handing over, closing."""

from __future__ import annotations

import asyncio
import uuid

from aiohttp import web

from web.console.case_door import INBOX, Entered, name_of, of_case, path_of, record
from web.console.csrf import text_field
from web.console.desk import DESK
from web.console.pages import go_to, refuse
from web.console.permission import requires
from web.console.visit import Visit
from web.counselling.rooms import CASE_STORE


@requires("counsellor")
@of_case
async def claim(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: takes a case that nobody has; who comes second is told who was first."""
    if await asyncio.to_thread(request.app[CASE_STORE].claim, entered.case.id, visit.account.id):
        await record(request, visit, "case_claimed", entered.case.id)
        return go_to(path_of(entered.case.id), "taget")
    return await _too_late(request, visit, entered)


@requires("counsellor")
@of_case
async def take_over(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: takes a case from the colleague who has it; the log says so."""
    holder = entered.facts.claimed_by
    if not entered.is_anothers or holder is None:
        return go_to(path_of(entered.case.id))
    if not await asyncio.to_thread(request.app[CASE_STORE].take_over, entered.case.id, visit.account.id, holder):
        return await _too_late(request, visit, entered)
    await record(request, visit, "case_taken_over", entered.case.id)
    return go_to(path_of(entered.case.id), "taget")


@requires("counsellor")
@of_case
async def release(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: gives the case back to all."""
    if not await asyncio.to_thread(request.app[CASE_STORE].release, entered.case.id, visit.account.id):
        return await _too_late(request, visit, entered)
    await record(request, visit, "case_released", entered.case.id)
    return go_to(INBOX, "frigivet")


@requires("counsellor")
@of_case
async def hand_over(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: gives the case to a colleague of its municipality. Their public key is genuine, or they have none."""
    readers = await asyncio.to_thread(request.app[DESK].personnel.key_pairs.public_keys, entered.facts.municipality)
    colleague_id = _id(await text_field(request, "colleague"))
    if colleague_id is None or colleague_id not in readers or colleague_id == visit.account.id:
        return refuse(request, "Vælg en kollega", "Gå tilbage, og vælg, hvem der skal have den.", 422, visit)
    await asyncio.to_thread(entered.case.hand_over, colleague_id, readers[colleague_id])
    await record(request, visit, "case_handed_over", entered.case.id)
    await record(request, visit, "case_given", colleague_id)
    return go_to(INBOX, "givet")


@requires("counsellor")
@of_case
async def close(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: closes the case; it is deleted sooner."""
    if not await asyncio.to_thread(request.app[CASE_STORE].close, entered.case.id, visit.account.id):
        return await _too_late(request, visit, entered)
    await record(request, visit, "case_closed", entered.case.id)
    return go_to(INBOX, "lukket")


@requires("counsellor")
@of_case
async def reopen(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: opens a closed case again, for oneself."""
    if not await asyncio.to_thread(request.app[CASE_STORE].reopen, entered.case.id, visit.account.id):
        return await _too_late(request, visit, entered)
    await record(request, visit, "case_reopened", entered.case.id)
    return go_to(path_of(entered.case.id), "aabnet")


async def _too_late(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """Say who has the case now, or that it has changed."""
    facts = await asyncio.to_thread(entered.case.facts)
    if facts.claimed_by in (None, visit.account.id):
        return go_to(path_of(entered.case.id))
    name = await name_of(request, facts.claimed_by)
    text = f"{name} har den nu. Tak, fordi du også var klar til at hjælpe."
    return refuse(request, "En kollega nåede det først", text, 409, visit)


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
