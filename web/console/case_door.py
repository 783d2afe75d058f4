"""The way into one case: who may, what is said to who may not, and the entry in the log."""

from __future__ import annotations

import asyncio
import functools
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from intake.open_case import CaseGone, Facts, NotYours, OpenCase
from intake.sealing import Tampered
from web.console.desk import DESK
from web.console.pages import refuse
from web.console.permission import Page, id_in
from web.console.visit import Visit
from web.counselling.rooms import CASE_STORE

INBOX = "/personale/henvendelser"
_GONE = "Den er slettet, eller den hører til en kommune, som du ikke arbejder for."
_LOCKED = (
    "Din nøgle kan ikke åbne den. Det sker, når man har fået en ny adgangskode uden den gamle. "
    "Bed dem, der driver serveren, om at bruge gendannelsesnøglen. En kollega kan læse den imens."
)
_NOT_YOURS = (
    "En kollega har den, eller ingen har taget den. Var du i gang med et svar, er det gemt. "
    "Det står i henvendelsen, hvis du får den."
)


@dataclass(frozen=True)
class Entered:
    """A case that its visitor has opened. `facts` are those of now."""

    case: OpenCase
    facts: Facts
    visitor: uuid.UUID

    @property
    def is_mine(self) -> bool:
        """Whether the visitor has it."""
        return self.facts.claimed_by == self.visitor

    @property
    def is_anothers(self) -> bool:
        """Whether a colleague has it: then it stays shut."""
        return self.facts.claimed_by not in (None, self.visitor)


CasePage = Callable[[web.Request, Visit, Entered], Awaitable[web.StreamResponse]]


def of_case(page: CasePage) -> Page:
    """Open the case in the address for a page under `@requires("counsellor")`, or say why it stays shut."""

    @functools.wraps(page)
    async def handler(request: web.Request, visit: Visit) -> web.StreamResponse:
        case_id = id_in(request, "case")
        try:
            entered = await asyncio.to_thread(_enter, request, visit, case_id)
            if entered is None:
                raise CaseGone
            return await page(request, visit, entered)
        except CaseGone:
            await record(request, visit, "case_refused", case_id)
            return refuse(request, "Du kan ikke se den henvendelse", _GONE, 404, visit)
        except Tampered:
            await record(request, visit, "case_refused", case_id)
            return refuse(request, "Henvendelsen er låst", _LOCKED, 409, visit)
        except NotYours:
            return refuse(request, "Henvendelsen er ikke din", _NOT_YOURS, 409, visit)

    return handler


async def record(request: web.Request, visit: Visit, action: str, subject_id: uuid.UUID | None) -> None:
    """Write into the log what this visitor did."""
    await asyncio.to_thread(request.app[DESK].personnel.audit.record, visit.account.id, action, subject_id)


async def name_of(request: web.Request, account_id: uuid.UUID | None) -> str:
    """A colleague's login name."""
    account = await asyncio.to_thread(request.app[DESK].personnel.accounts.get, account_id) if account_id else None
    return account.name if account else "En kollega"


def path_of(case_id: uuid.UUID) -> str:
    """The address of a case's page."""
    return f"{INBOX}/{case_id}"


def _enter(request: web.Request, visit: Visit, case_id: uuid.UUID) -> Entered | None:
    if visit.private_key is None:
        return None
    me = visit.account.id
    case = request.app[CASE_STORE].enter_as_counsellor(case_id, me, visit.private_key)
    facts = case.facts() if case else None
    # Keys of a municipality that one has left are deleted soon after; until then the account decides.
    if case is None or facts is None or facts.municipality not in visit.account.municipalities:
        return None
    return Entered(case, facts, me)
