"""One conversation: as the citizen saw it, how it was understood, and what reviewers add to it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

from aiohttp import web

from bot.privacy.redactor import redact
from review.conversations import MOST_LABELS, Conversation, Conversations
from staff.account import Account
from web.chat import question_first
from web.console.conversation_list import CONVERSATIONS, REVIEWER
from web.console.csrf import text_field
from web.console.desk import DESK
from web.console.pages import go_to, render
from web.console.permission import id_in, requires
from web.console.review_room import REVIEW
from web.console.visit import Visit
from web.directory import MUNICIPALITIES
from web.proxies import is_over_tls
from web.security import SETTINGS

TURNS_ON_A_PAGE = 100
SUBJECT = "conversation"
# What a form or a self-test shows: nothing of it is in the engine's log.
_PRIVATE = ("intake_", "selftest_")


@requires(REVIEWER, records="conversation_opened", subject=SUBJECT)
async def conversation_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: the newest turns; `?foer=PLACE` those before."""
    room, place = request.app[REVIEW], request.query.get("foer", "")
    before = int(place) if place.isascii() and place.isdecimal() and len(place) < 10 else None
    conversation = None
    if await room.is_current(id_in(request, SUBJECT)):
        conversation = await asyncio.to_thread(
            room.conversations.open, id_in(request, SUBJECT), visit.account.municipalities, before, TURNS_ON_A_PAGE
        )
    if conversation is None:
        raise web.HTTPNotFound
    return await _page(request, visit, conversation)


@requires(REVIEWER, records="conversation_noted", subject=SUBJECT)
async def add_note(request: web.Request, visit: Visit) -> web.Response:
    """POST: a note, redacted like all that is written here."""
    text = redact((await text_field(request, "note")).replace("\r\n", "\n").strip())
    if not text:
        return _back(request)
    return await _change(
        request, visit, lambda store, which, scope: store.add_note(which, scope, visit.account.id, text)
    )


@requires(REVIEWER, records="conversation_note_deleted", subject=SUBJECT)
async def delete_note(request: web.Request, visit: Visit) -> web.Response:
    """POST: takes one's own note away."""
    note = id_in(request, "note")
    return await _change(
        request, visit, lambda store, which, scope: store.delete_note(which, scope, visit.account.id, note)
    )


@requires(REVIEWER, records="conversation_labelled", subject=SUBJECT)
async def set_label(request: web.Request, visit: Visit) -> web.Response:
    """POST: puts a label on, or takes it off."""
    label, on = redact(await text_field(request, "label")), request.match_info["state"] == "saet"
    return await _change(request, visit, lambda store, which, scope: store.set_label(which, scope, label, on=on))


@requires(REVIEWER, records="conversation_reviewed", subject=SUBJECT)
async def set_reviewed(request: web.Request, visit: Visit) -> web.Response:
    """POST: reviewed as far as the page showed it, or not reviewed after all."""
    sent = await text_field(request, "turns")
    turns = int(sent) if sent.isascii() and sent.isdecimal() and 0 < len(sent) < 10 else None
    return await _change(
        request, visit, lambda store, which, scope: store.set_reviewed(which, scope, visit.account.id, turns)
    )


@requires(REVIEWER, records="conversation_assigned", subject=SUBJECT)
async def assign(request: web.Request, visit: Visit) -> web.Response:
    """POST: to a reviewer who may see it, or to nobody."""
    sent, colleagues = await text_field(request, "account"), await _reviewers(request)
    chosen = next((account.id for account in colleagues if str(account.id) == sent), None)
    if sent and chosen is None:
        raise web.HTTPNotFound
    return await _change(request, visit, lambda store, which, scope: store.assign(which, scope, chosen))


async def _change(
    request: web.Request, visit: Visit, change: Callable[[Conversations, uuid.UUID, frozenset[str]], bool]
) -> web.Response:
    which, scope = id_in(request, SUBJECT), visit.account.municipalities
    if not await asyncio.to_thread(change, request.app[REVIEW].conversations, which, scope):
        raise web.HTTPNotFound
    return _back(request, "samtale")


def _back(request: web.Request, notice: str | None = None) -> web.Response:
    return go_to(f"{CONVERSATIONS}/{id_in(request, SUBJECT)}", notice)


async def _reviewers(request: web.Request) -> list[Account]:
    accounts = await asyncio.to_thread(request.app[DESK].personnel.accounts.all)
    return [account for account in accounts if account.active and REVIEWER in account.roles]


async def _page(request: web.Request, visit: Visit, conversation: Conversation) -> web.Response:
    summary, known = conversation.summary, request.app[MUNICIPALITIES]
    accounts = await asyncio.to_thread(request.app[DESK].personnel.accounts.all)
    return render(
        request,
        "conversation.html",
        visit,
        conversation=conversation,
        summary=summary,
        turns=[(turn, _replies(turn.replies)) for turn in conversation.turns],
        municipality=next((each.name for code, each in known.items() if code == summary.municipality), None),
        municipalities=[
            {"code": each.code, "name": each.name, "phone": each.phone, "url": each.url, "fictional": each.fictional}
            for each in known.values()
        ],
        names={account.id: account.name for account in accounts},
        colleagues=[each for each in await _reviewers(request) if _may_see(each, summary.municipality)],
        labels=await asyncio.to_thread(request.app[REVIEW].conversations.labels),
        most_labels=MOST_LABELS,
        link=_link(request),
    )


def _replies(replies: list[dict[str, object]]) -> list[dict[str, object]]:
    """The replies in the citizen's order; of what was private only that it began."""
    shown = []
    for reply in question_first(replies):
        custom = reply.get("custom") or {}
        is_private = isinstance(custom, dict) and str(custom.get("type")).startswith(_PRIVATE)
        shown.append({**reply, "custom": None if is_private else custom, "private": is_private})
    return shown


def _may_see(account: Account, municipality: str | None) -> bool:
    return not account.municipalities or municipality in account.municipalities


def _link(request: web.Request) -> str:
    """The page's own address, to be sent to a colleague: it opens for those who may see it only."""
    scheme = "https" if is_over_tls(request, request.app[SETTINGS].trusted_proxies) else "http"
    return f"{scheme}://{request.host}{request.path}"
