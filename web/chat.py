"""The chat contract: POST /api/chat and POST /api/chat/forget."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.json_log import log_event
from bot.safety import (
    CAUTION_TYPE,
    QUESTION_TYPE,
    CrisisAssessment,
    assess,
    doubt,
    is_despairing,
    question,
    reply,
)
from bot.safety.language import detect
from web.console.review_room import REVIEW
from web.counselling.dialogue import Visit
from web.counselling.rooms import DESK
from web.directory import MUNICIPALITIES
from web.engine import Engine, EngineUnavailable, Replies, Understanding
from web.errors import ApiError, refuse
from web.json_body import json_object
from web.proxies import client_address
from web.questioned import Questioned
from web.rate_limit import RateLimiter
from web.security import SETTINGS
from web.sessions import is_session, new_session, sender_id

ENGINE = web.AppKey("engine", Engine)
QUESTIONED = web.AppKey("questioned", Questioned)
RATE_LIMITER = web.AppKey("rate_limiter", RateLimiter)
LONGEST_MESSAGE = 2000
LANGUAGES = ("da", "en")
# Nobody in a crisis waits for a slow engine: its reply would hold the same numbers.
LONGEST_WAIT_IN_A_CRISIS = 3.0
_NO_OFFERS = "Jeg kan ikke vise tilbud lige nu. Prøv igen om lidt."

logger = logging.getLogger("guide.chat")


@dataclass(frozen=True)
class ChatRequest:
    """One message as the contract has it."""

    message: str
    session: str | None
    municipality: str
    language: str


@dataclass(frozen=True)
class _EngineForOne:
    """The engine, for one citizen's conversation."""

    engine: Engine
    sender: str
    asked: ChatRequest
    longest_wait: float | None

    async def ask(self, text: str) -> Replies:
        """Say something in the conversation."""
        return await self.engine.say(
            self.sender, text, self.asked.municipality, self.asked.language, longest_wait=self.longest_wait
        )

    async def understand(self, text: str) -> Understanding:
        """Ask what words mean; no conversation has them."""
        return await self.engine.understand(text)


async def chat(request: web.Request) -> web.Response:
    """Answer one message. A crisis is answered even when nothing else works, and whatever else is wrong with it."""
    wait = _seconds_to_wait(request)
    body = await json_object(request)
    try:
        asked = _admit(request, body, wait)
    except ApiError:
        if answer := _crisis_answer(request, body):
            return answer
        raise
    return await _answer(request, asked)


def _admit(request: web.Request, body: dict[str, Any], wait: float) -> ChatRequest:
    """Return the message that may go to the engine; refuse with 429, 400 or 404."""
    _refuse_while_waiting(wait)
    asked = parse_chat_request(body, request.app[SETTINGS].default_municipality)
    if asked.municipality not in request.app[MUNICIPALITIES]:
        refuse(404, "unknown_municipality")
    return asked


def _crisis_answer(request: web.Request, body: dict[str, Any]) -> web.Response | None:
    """Return the reply to a message that tells of a crisis but is refused: from here alone, and None for any other."""
    message, session, municipality = body.get("message"), body.get("session"), body.get("municipality")
    if not isinstance(message, str):
        return None
    if not isinstance(session, str) or not is_session(session):
        session = new_session()
    sender = sender_id(session, request.app[SETTINGS].secret_key)
    crisis = assess(_beginning_and_end(_readable(message)), asked=request.app[QUESTIONED].is_asked(sender))
    if crisis is None:
        return None
    request.app[QUESTIONED].take(sender)
    lives_in = municipality if isinstance(municipality, str) and municipality in request.app[MUNICIPALITIES] else None
    return web.json_response({"session": session, "messages": [_crisis_reply(crisis, lives_in)]})


async def _answer(request: web.Request, asked: ChatRequest) -> web.Response:
    session = asked.session or new_session()
    sender = sender_id(session, request.app[SETTINGS].secret_key)
    was_asked = request.app[QUESTIONED].take(sender)
    crisis = assess(asked.message, asked=was_asked)
    visit = Visit(asked.message, request.app[MUNICIPALITIES][asked.municipality], crisis, was_asked)
    longest_wait = LONGEST_WAIT_IN_A_CRISIS if crisis else None
    engine = _EngineForOne(request.app[ENGINE], sender, asked, longest_wait)
    async with request.app[DESK].turn_of(session):
        messages = await _replies(request.app, session, visit, engine)
    messages = question_first(_crisis_first(messages, crisis, asked))
    request.app[QUESTIONED].note(sender, messages)
    return web.json_response({"session": session, "messages": messages})


async def _replies(app: web.Application, session: str, visit: Visit, engine: _EngineForOne) -> list[dict[str, Any]]:
    """Return the replies of form, self-test or engine, whichever the message is for."""
    desk = app[DESK]
    try:
        messages = await desk.answer(session, visit, engine)
        if messages is not None:
            return messages
        try:
            return await desk.take_over(session, visit, engine, await engine.ask(visit.text))
        except EngineUnavailable as error:
            log_event(logger, "engine_unavailable", logging.ERROR, reason=str(error))
            begun = await desk.begin_by_words(session, visit, engine) if visit.crisis is None else None
            return begun if begun is not None else _without_engine(visit.crisis, engine.asked)
    except SQLAlchemyError as error:
        # Not on to the engine: without the draft nobody knows whether this is an answer, which it must not have.
        log_event(logger, "cases_unavailable", logging.ERROR, reason=type(error).__name__)
        return _without_engine(visit.crisis, engine.asked)


async def forget(request: web.Request) -> web.Response:
    """Delete a conversation. The answer is the same whether it existed or not."""
    limit_rate(request)
    session = (await json_object(request)).get("session")
    if not isinstance(session, str) or not is_session(session):
        refuse(400, "bad_session")
    sender = sender_id(session, request.app[SETTINGS].secret_key)
    request.app[QUESTIONED].take(sender)
    try:
        async with request.app[DESK].turn_of(session):
            await request.app[DESK].forget(session)
        await request.app[ENGINE].forget(sender)
        # After the engine: what it has deleted no pass can read again.
        await request.app[REVIEW].forget(sender)
    except (EngineUnavailable, SQLAlchemyError):
        refuse(503, "engine_unavailable", text="Samtalen er ikke slettet endnu: guiden svarer ikke. Prøv igen om lidt.")
    return web.Response(status=204)


def parse_chat_request(body: dict[str, Any], default_municipality: str) -> ChatRequest:
    """Check a request's fields; refuse with 400 what is missing, of a wrong type or too long."""
    message, session = body.get("message"), body.get("session")
    municipality, language = body.get("municipality", default_municipality), body.get("language", "da")
    if not isinstance(message, str) or not isinstance(municipality, str) or language not in LANGUAGES:
        refuse(400, "bad_request")
    if not message.strip():
        refuse(400, "empty_message")
    if len(message) > LONGEST_MESSAGE:
        refuse(400, "message_too_long")
    if session is not None and not (isinstance(session, str) and is_session(session)):
        refuse(400, "bad_session")
    readable = _readable(message)
    if not readable.strip():
        refuse(400, "empty_message")
    return ChatRequest(readable, session, municipality, language)


def _readable(message: str) -> str:
    """Leave out control characters and lone surrogates: they mean nothing and break what reads the message later."""
    return "".join(sign for sign in message if sign.isprintable() or sign in "\n\t")


def _beginning_and_end(message: str) -> str:
    """Return as much of an over-long message as the gate can read without holding up others; all of any other."""
    if len(message) <= 2 * LONGEST_MESSAGE:
        return message
    return f"{message[:LONGEST_MESSAGE]} . {message[-LONGEST_MESSAGE:]}"


def _without_engine(crisis: CrisisAssessment | None, asked: ChatRequest) -> list[dict[str, Any]]:
    """Return what can be said all the same: nothing before a crisis reply, the question to despair; else refuse."""
    if crisis is not None:
        return []
    if is_despairing(asked.message):
        return [{"text": _NO_OFFERS, "buttons": []}, question(asked.municipality, detect(asked.message))]
    # Nothing else can be said now, so a doubt is enough.
    if doubted := doubt(asked.message):
        return [_crisis_reply(doubted, asked.municipality)]
    refuse(503, "engine_unavailable", Retry_After="10")


def _crisis_first(
    messages: list[dict[str, Any]], crisis: CrisisAssessment | None, asked: ChatRequest
) -> list[dict[str, Any]]:
    """Return the messages; if a crisis was heard and none of them answers it, the crisis reply alone."""
    if crisis is None or any((message.get("custom") or {}).get("type") == "crisis" for message in messages):
        return messages
    return [_crisis_reply(crisis, asked.municipality)]


def _crisis_reply(crisis: CrisisAssessment, municipality: str | None) -> dict[str, Any]:
    return {"buttons": [], **reply(crisis, municipality)}


def question_first(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the messages with question or caution after the welcome: below three cards they would not be seen."""
    order = {"welcome": 0, QUESTION_TYPE: 1, CAUTION_TYPE: 1}
    return sorted(messages, key=lambda message: order.get(str((message.get("custom") or {}).get("type")), 2))


def limit_rate(request: web.Request) -> None:
    """Refuse with 429 who asks more often than is allowed."""
    _refuse_while_waiting(_seconds_to_wait(request))


def _seconds_to_wait(request: web.Request) -> float:
    """Count the request; return 0, or how long its client must wait."""
    address = client_address(request, request.app[SETTINGS].trusted_proxies)
    return request.app[RATE_LIMITER].seconds_to_wait(address)


def _refuse_while_waiting(wait: float) -> None:
    if wait > 0:
        refuse(429, "too_many_requests", Retry_After=str(int(wait) + 1))
