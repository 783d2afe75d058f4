"""One case: what the citizen answered and wrote, what counsellors noted, and the boxes to write in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from intake.case_keys import MESSAGE, NOTE
from intake.form import SELFTEST, load_form
from intake.keeping import Keeping
from intake.models import OPEN
from intake.open_case import NotYours, OpenCase
from intake.reply_templates import reply_templates
from intake.texts import CITIZEN, COUNSELLOR, Message, Note
from web.console import begun
from web.console.case_door import Entered, name_of, of_case, path_of, record
from web.console.csrf import text_field
from web.console.danger import danger_in, dangers_in
from web.console.desk import DESK
from web.console.pages import go_to, render
from web.console.permission import requires
from web.console.visit import Visit
from web.directory import MUNICIPALITIES

LONGEST = 8000
_TEMPLATES = {template.id: template for template in reply_templates()}
# Answers that stand on their own above the others.
_SHOWN_APART = {"alias", "phone", SELFTEST}


@dataclass(frozen=True)
class CallBack:
    """A wish to be rung up, with what was given."""

    alias: str | None
    phone: str | None


@dataclass(frozen=True)
class Contents:
    """Everything in a case, opened. `begun` holds what its reader has not sent yet, by kind."""

    answers: Mapping[str, str]
    messages: list[Message]
    notes: list[Note]
    begun: Mapping[str, str]

    @property
    def described(self) -> list[tuple[str, str]]:
        """The answers in the form's order and words."""
        return load_form().described({step: said for step, said in self.answers.items() if step not in _SHOWN_APART})

    @property
    def selftest(self) -> str | None:
        """The result of a self-test, in words, if the citizen sent it along."""
        return self.answers.get(SELFTEST)

    @property
    def call_back(self) -> CallBack | None:
        """Whether and where to ring."""
        if self.answers.get("reply") != "callback":
            return None
        return CallBack(self.answers.get("alias"), self.answers.get("phone"))


@requires("counsellor")
@of_case
async def case_page(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """GET: the case, or who has it."""
    return await _page(request, visit, entered)


@requires("counsellor", keeps=partial(begun.keep, kind=MESSAGE))
@of_case
async def answer(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: sends an answer (`do=send`), keeps it for later (`keep`) or puts a template below it (`insert`)."""
    text, wish = begun.plain(await text_field(request, "answer")), await text_field(request, "do")
    if not entered.is_mine:
        # A colleague has taken it over meanwhile; what was written may be needed yet.
        await asyncio.to_thread(begun.put, request.app[DESK], entered.case.id, visit.account.id, MESSAGE, text)
        raise NotYours
    if wish == "insert":
        template = _TEMPLATES.get(await text_field(request, "template"))
        joined = "\n\n".join(part for part in (text, template.text if template else "") if part)
        return await _page(request, visit, entered, texts={MESSAGE: joined})
    if errors := _errors("answer", text, "Skriv et svar."):
        return await _page(request, visit, entered, errors, {MESSAGE: text})
    if wish == "keep":
        await asyncio.to_thread(begun.put, request.app[DESK], entered.case.id, visit.account.id, MESSAGE, text)
        return go_to(path_of(entered.case.id), "kladde-gemt")
    await asyncio.to_thread(entered.case.write, COUNSELLOR, text)
    await record(request, visit, "case_answered", entered.case.id)
    await asyncio.to_thread(request.app[DESK].begun.drop, entered.case.id, visit.account.id, MESSAGE)
    return go_to(path_of(entered.case.id), "svar")


@requires("counsellor", keeps=partial(begun.keep, kind=NOTE))
@of_case
async def add_note(request: web.Request, visit: Visit, entered: Entered) -> web.Response:
    """POST: adds an internal note."""
    text = begun.plain(await text_field(request, "note"))
    if entered.is_anothers:
        raise NotYours
    if errors := _errors("note", text, "Skriv et notat."):
        return await _page(request, visit, entered, errors, {NOTE: text})
    await asyncio.to_thread(entered.case.add_note, text)
    await record(request, visit, "case_note_written", entered.case.id)
    await asyncio.to_thread(request.app[DESK].begun.drop, entered.case.id, visit.account.id, NOTE)
    return go_to(path_of(entered.case.id), "notat")


def _errors(field: str, text: str, missing: str) -> dict[str, str]:
    if not text:
        return {field: missing}
    return {field: f"Teksten er for lang. Den må højst have {LONGEST} tegn."} if len(text) > LONGEST else {}


async def _page(
    request: web.Request,
    visit: Visit,
    entered: Entered,
    errors: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> web.Response:
    """The case's page; `texts` stand in the boxes in place of what was kept there."""
    holder = await name_of(request, entered.facts.claimed_by)
    if entered.is_anothers:
        return render(request, "case_taken.html", visit, case=entered.facts, holder=holder)
    await record(request, visit, "case_opened", entered.case.id)
    contents = await asyncio.to_thread(_contents, request, visit, entered.case)
    said = [(message, danger_in(message.text) if message.author == CITIZEN else None) for message in contents.messages]
    return render(
        request,
        "case.html",
        visit,
        status=422 if errors else 200,
        errors=errors,
        case=entered.facts,
        is_mine=entered.is_mine,
        is_open=entered.facts.state == OPEN,
        contents=contents,
        messages=said,
        dangers=dangers_in(message.text for message in contents.messages if message.author == CITIZEN),
        texts={**contents.begun, **(texts or {})},
        was_begun=MESSAGE in contents.begun and not texts,
        templates=reply_templates(),
        colleagues=await asyncio.to_thread(_colleagues, request, visit, entered),
        names=await asyncio.to_thread(_names, request),
        municipality=request.app[MUNICIPALITIES].get(entered.facts.municipality),
        begun=begun.proof(request.app[DESK], visit.account.id, entered.case.id),
        longest=LONGEST,
        closed_days=Keeping.from_environment().closed_days,
    )


def _contents(request: web.Request, visit: Visit, case: OpenCase) -> Contents:
    assert visit.private_key is not None
    kept = request.app[DESK].begun.of(case.id, visit.account.id, visit.private_key)
    return Contents(case.answers(), case.read(), case.notes(), kept)


def _colleagues(request: web.Request, visit: Visit, entered: Entered) -> dict[str, str]:
    """Who can be given the case: those it would be sealed to if it were new."""
    personnel = request.app[DESK].personnel
    ids = set(personnel.key_pairs.public_keys(entered.facts.municipality)) - {visit.account.id}
    return {str(account.id): account.name for account in personnel.accounts.all() if account.id in ids}


def _names(request: web.Request) -> dict[object, str]:
    return {account.id: account.name for account in request.app[DESK].personnel.accounts.all()}
