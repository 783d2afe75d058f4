"""The mailbox over HTTP, /api/postkasse: entered with the receipt, then known by a token that the page holds.

The receipt and the token stand in bodies and in the Authorization header, never in an address, and no cookie is set.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.json_log import log_event
from intake.form import load_form
from intake.open_case import CaseGone, OpenCase
from intake.sealing import Tampered
from intake.texts import CITIZEN, Message
from web.counselling.rooms import CASE_STORE, PROOF
from web.counselling.sending import PURPOSE as SEND
from web.counselling.stretched import stretcher
from web.directory import MUNICIPALITIES
from web.errors import refuse
from web.json_body import json_object
from web.mailbox.alerts import alert_for
from web.mailbox.fields import check_proof, receipt_of, text_of, token_of
from web.mailbox.unlocked import UnlockedCases

UNLOCKED = web.AppKey("unlocked_cases", UnlockedCases)
ENTER = "enter"
_BEARER = "Bearer "
ForCase = Callable[[web.Request, OpenCase], Awaitable[web.StreamResponse]]

logger = logging.getLogger("guide.mailbox")


def with_cases(handler: Handler) -> Handler:
    """Answer in Danish what can go wrong with a sealed case; nothing of it but its kind is logged."""

    @functools.wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except CaseGone:
            refuse(410, "case_gone")
        except Tampered:
            log_event(logger, "case_damaged", logging.ERROR)
            refuse(500, "case_damaged")
        except SQLAlchemyError as error:
            log_event(logger, "cases_unavailable", logging.ERROR, reason=type(error).__name__)
            refuse(503, "cases_unavailable", Retry_After="30")

    return guarded


def unlocked(handler: ForCase) -> Handler:
    """Hand over the case that the request's token has opened; refuse with 401 if it has been closed."""

    @with_cases
    @functools.wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        scheme, token = request.headers.get("Authorization", "")[: len(_BEARER)], _token(request)
        case = request.app[UNLOCKED].get(token) if scheme == _BEARER else None
        if case is None:
            refuse(401, "mailbox_locked", WWW_Authenticate="Bearer")
        return await handler(request, case)

    return guarded


async def challenge(request: web.Request) -> web.Response:
    """GET: what a browser must compute before it tries a receipt."""
    given = request.app[PROOF].challenge(ENTER)
    return web.json_response({"challenge": given.challenge, "bits": given.bits})


@with_cases
async def enter(request: web.Request) -> web.Response:
    """POST: open the case of a receipt; the answer has a token and all messages."""
    body = await json_object(request)
    receipt = receipt_of(body)
    check_proof(request, body, ENTER)
    case = await stretcher.run(request.app[CASE_STORE].enter_with_receipt, receipt)
    if case is None:
        refuse(404, "unknown_receipt")
    view = await _view(request, case)
    cases = request.app[UNLOCKED]
    return web.json_response({"token": cases.open(case), "idle_seconds": cases.idle_seconds, "case": view})


@unlocked
async def read(request: web.Request, case: OpenCase) -> web.Response:
    """GET: all messages. The mailbox stays open for its time from now."""
    return web.json_response({"case": await _view(request, case)})


@unlocked
async def write(request: web.Request, case: OpenCase) -> web.Response:
    """POST: write more. It is sent whatever it says; of a crisis the answer says whom to ring."""
    body = await json_object(request)
    text = text_of(body)
    check_proof(request, body, SEND)
    await asyncio.to_thread(case.write, CITIZEN, text)
    view = await _view(request, case)
    return web.json_response({"case": view, "alert": alert_for(text, view["municipality"]["code"])})


@unlocked
async def delete(request: web.Request, case: OpenCase) -> web.Response:
    """DELETE: all of it, now, for both sides."""
    await asyncio.to_thread(case.delete)
    request.app[UNLOCKED].close_case(case.id)
    return web.Response(status=204)


async def leave(request: web.Request) -> web.Response:
    """POST: lock the mailbox. A page that is being left can send no header, so the token is in the body."""
    request.app[UNLOCKED].close(token_of(await json_object(request)))
    return web.Response(status=204)


def _token(request: web.Request) -> str:
    return request.headers.get("Authorization", "")[len(_BEARER) :]


async def _view(request: web.Request, case: OpenCase) -> dict[str, Any]:
    return await asyncio.to_thread(_read, case, request.app[MUNICIPALITIES])


def _read(case: OpenCase, municipalities: Any) -> dict[str, Any]:
    facts = case.facts()
    known = municipalities.get(facts.municipality)
    return {
        "municipality": {"code": facts.municipality, "name": known.name if known else facts.municipality},
        "closed": facts.state == "closed",
        "kept_until": facts.kept_until.isoformat(),
        "answers": [{"label": label, "answer": words} for label, words in load_form().described(case.answers())],
        "messages": [_message(each) for each in case.read()],
    }


def _message(message: Message) -> dict[str, str]:
    return {"author": message.author, "text": message.text, "at": message.at.isoformat(timespec="seconds")}
