"""Henvendelser: the cases of a counsellor's municipalities by who has to do something now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from intake import inbox as states
from intake.form import load_form
from intake.hours import utc_now
from intake.inbox import CaseSummary
from intake.models import CLOSED
from staff.account import Account
from web.console.danger import Danger, dangers_in
from web.console.desk import DESK
from web.console.pages import render
from web.console.permission import requires
from web.console.visit import Visit
from web.counselling.rooms import CASE_STORE
from web.directory import MUNICIPALITIES


@dataclass(frozen=True)
class Tab:
    """A list of cases in one state; `key` stands in the address."""

    key: str
    title: str
    state: str
    empty: str


@dataclass(frozen=True)
class Row:
    """A case as the list shows it: `topic`, `about` and `urgency` in the form's words, None if skipped."""

    case: CaseSummary
    dangers: Sequence[Danger]
    topic: str | None
    about: str | None
    urgency: str | None

    @property
    def since(self) -> datetime:
        """When somebody last wrote: what its age is counted from."""
        return self.case.last_message


TABS = (
    Tab("nye", "Nye", states.NEW, "Der er ingen nye henvendelser."),
    Tab("mine", "Mine", states.MINE, "Ingen venter på svar fra dig."),
    Tab("venter", "Venter", states.WAITING, "Du venter ikke på svar fra nogen."),
    Tab("kolleger", "Hos kolleger", states.TAKEN, "Ingen kollega har en åben henvendelse."),
    Tab("lukkede", "Lukkede", CLOSED, "Ingen henvendelser er lukket."),
)
_BY_KEY = {tab.key: tab for tab in TABS}


@requires("counsellor", records="inbox_viewed")
async def inbox_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: one tab, `?fane=`; without it the new ones."""
    chosen = _BY_KEY.get(request.query.get("fane", ""), TABS[0])
    rows = await asyncio.to_thread(_rows, request, visit)
    personnel, counts = request.app[DESK].personnel, request.app[DESK].case_counts
    accounts = await asyncio.to_thread(personnel.accounts.all)
    unshared = await asyncio.to_thread(counts.not_sealed_to, visit.account.id, visit.account.municipalities)
    by_tab = {tab.key: [row for row in rows if row.case.state == tab.state] for tab in TABS}
    return render(
        request,
        "inbox.html",
        visit,
        tabs=TABS,
        chosen=chosen,
        by_tab=by_tab,
        rows=by_tab[chosen.key],
        oldest=min((row.since for row in by_tab[chosen.key]), default=None),
        endangered={tab.title: tab for tab in TABS[:-1] if any(row.dangers for row in by_tab[tab.key])},
        locked=sum(row.case.state == states.LOCKED for row in rows),
        unshared=unshared,
        names={account.id: account.name for account in accounts},
        municipalities=request.app[MUNICIPALITIES],
        now=utc_now(),
    )


def _rows(request: web.Request, visit: Visit) -> list[Row]:
    """All cases that the account may see, dangers first; the store has put the urgent ones first, then the oldest."""
    if visit.private_key is None:
        return []
    urgencies = [option.value for option in load_form().step(states.URGENCY).options]
    cases = request.app[CASE_STORE].inbox(visit.account.id, visit.private_key, urgencies)
    rows = [_row(case) for case in cases if _is_of(visit.account, case)]
    return sorted(rows, key=lambda row: not row.dangers)


def _is_of(account: Account, case: CaseSummary) -> bool:
    return case.municipality in account.municipalities


def _row(case: CaseSummary) -> Row:
    form = load_form()
    words = {step: form.step(step).title_of(value) for step, value in case.answers.items() if form.knows(step)}
    # What is closed has been dealt with.
    dangers = dangers_in(case.written) if case.state != CLOSED else []
    return Row(case, dangers, words.get("topic"), words.get(states.ABOUT), words.get(states.URGENCY))
