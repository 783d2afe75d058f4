"""The list of conversations, and the inbox of those that a person should look at."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from offers_db.offer import Municipality
from offers_db.topics import TOPICS
from review.conversations import Summary
from web.console import conversation_wording
from web.console.conversation_filters import Asked, asked
from web.console.desk import DESK
from web.console.pages import render
from web.console.permission import requires
from web.console.review_room import REVIEW
from web.console.visit import Visit
from web.directory import MUNICIPALITIES

REVIEWER = "reviewer"
CONVERSATIONS = "/personale/samtaler"
INBOX = "/personale/gennemgang"
ON_A_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """What both pages show. `older`: the address of the next page; `names`: of accounts."""

    asked: Asked
    conversations: Sequence[Summary]
    older: str | None
    names: Mapping[uuid.UUID, str]
    municipalities: Mapping[str, Municipality]


@requires(REVIEWER, records="conversations_listed")
async def list_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: conversations, newest activity first; the filters and the place in the list stand in the address."""
    room, wanted = request.app[REVIEW], asked(request.query, visit.account)
    await room.update()
    found = await asyncio.to_thread(room.conversations.page, wanted.filters, wanted.before, ON_A_PAGE + 1)
    return render(
        request,
        "conversations.html",
        visit,
        listing=await _listing(request, wanted, found, CONVERSATIONS),
        topics=TOPICS,
        intents=conversation_wording.INTENTS,
        signs=conversation_wording.SIGNS,
        languages=conversation_wording.LANGUAGES,
        label_options=[(label, label) for label in await asyncio.to_thread(room.conversations.labels)],
        places=_places(request, visit),
    )


@requires(REVIEWER, records="conversations_listed")
async def inbox_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: what nobody has reviewed and somebody should, for one reason or any."""
    room, wanted = request.app[REVIEW], asked(request.query, visit.account)
    await room.update()
    waiting = replace(wanted.filters, reviewed=False, urgency=wanted.filters.urgency or 0)
    found = await asyncio.to_thread(room.conversations.page, waiting, wanted.before, ON_A_PAGE + 1)
    return render(
        request,
        "conversation_inbox.html",
        visit,
        listing=await _listing(request, wanted, found, INBOX),
        reasons=conversation_wording.URGENCIES,
        waiting=await asyncio.to_thread(room.conversations.waiting, visit.account.municipalities),
    )


async def _listing(request: web.Request, wanted: Asked, found: list[Summary], path: str) -> Listing:
    shown = found[:ON_A_PAGE]
    older = wanted.address(path, shown[-1].key) if len(found) > ON_A_PAGE else None
    accounts = await asyncio.to_thread(request.app[DESK].personnel.accounts.all)
    return Listing(
        wanted, shown, older, {account.id: account.name for account in accounts}, request.app[MUNICIPALITIES]
    )


def _places(request: web.Request, visit: Visit) -> dict[str, str]:
    """The municipalities that one may choose from."""
    own, known = visit.account.municipalities, request.app[MUNICIPALITIES]
    return {code: each.name for code, each in known.items() if not own or code in own}
