"""The form of its own page, /api/anonym: the page holds all answers and sends them once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from intake.form import TEXT, Form, Step, load_form
from intake.instruments import DISCLAIMER, Instrument, instrument_for, load_instruments
from intake.sealing import TooLong
from web.chat import limit_rate
from web.counselling.dialogue import TESTED_TOPICS
from web.counselling.draft import Draft
from web.counselling.rooms import SENDER
from web.counselling.sending import PURPOSE as SEND
from web.counselling.wording import CLOSED
from web.directory import MUNICIPALITIES
from web.errors import refuse
from web.json_body import json_object
from web.mailbox.alerts import alert_for
from web.mailbox.fields import (
    accepted_answers,
    answers_of,
    check_proof,
    chosen_of,
    municipality_of,
    results_of,
    text_of,
)
from web.mailbox.postbox import with_cases


@with_cases
async def form(request: web.Request) -> web.Response:
    """GET: the questions, and which municipalities have a counsellor who would read the answers."""
    limit_rate(request)
    sender = request.app[SENDER]
    municipalities = [
        {"code": each.code, "name": each.name, "phone": each.phone, "open": await sender.is_open(each.code)}
        for each in request.app[MUNICIPALITIES].values()
    ]
    steps = [_step(step, sender.kept_days) for step in load_form().steps]
    tests = {answer: test.name for answer, topic in TESTED_TOPICS.items() if (test := instrument_for(topic))}
    return web.json_response({"municipalities": municipalities, "steps": steps, "selftests": tests})


async def challenge(request: web.Request) -> web.Response:
    """GET: what a browser must compute before it sends something to a counsellor."""
    given = request.app[SENDER].challenge()
    return web.json_response({"challenge": given.challenge, "bits": given.bits})


async def check(request: web.Request) -> web.Response:
    """POST: whether a text tells of a crisis. Nothing of it is kept. Who is refused is told when sending."""
    limit_rate(request)
    body = await json_object(request)
    return web.json_response({"alert": alert_for(text_of(body), _known_municipality(request, body))})


async def selftest(request: web.Request) -> web.Response:
    """POST: the next question of a self-test after the answers given, or its result. Nothing of it is kept."""
    body = await json_object(request)
    name = body.get("instrument")
    if not isinstance(name, str) or name not in load_instruments():
        refuse(400, "bad_request")
    instrument = load_instruments()[name]
    chosen = _in_full(instrument, chosen_of(body.get("chosen")))
    number = instrument.next_number(chosen)
    if number is not None:
        return web.json_response({"question": _question(instrument, number), "result": None})
    return web.json_response({"question": None, "result": _result(instrument, chosen)})


@with_cases
async def send(request: web.Request) -> web.Response:
    """POST: seal the answers to the counsellors of a municipality; the answer has the receipt, shown only now."""
    body, known = await json_object(request), load_form()
    answers, results, municipality = answers_of(body, known), results_of(body), _known_municipality(request, body)
    check_proof(request, body, SEND)
    draft = _draft(known, answers, results)
    try:
        sent = await request.app[SENDER].send(known, draft, municipality)
    except TooLong:
        refuse(400, "text_too_long")
    if sent is None:
        name = request.app[MUNICIPALITIES][municipality].name
        refuse(409, "mailbox_closed", text=CLOSED.format(municipality=name))
    alert = alert_for(draft.answers.get(TEXT, ""), municipality)
    receipt = {"receipt": sent.receipt, "kept_until": sent.kept_until.isoformat(), "alert": alert}
    return web.json_response(receipt, status=201)


def _known_municipality(request: web.Request, body: dict[str, Any]) -> str:
    municipality = municipality_of(body)
    if municipality not in request.app[MUNICIPALITIES]:
        refuse(404, "unknown_municipality")
    return municipality


def _draft(known: Form, answers: dict[str, str], results: dict[str, list[int]]) -> Draft:
    """Return what is sent as the chat would have it; refuse with 409 what is empty, unfinished or no number."""
    instruments = load_instruments()
    finished = {name: _in_full(instruments[name], chosen) for name, chosen in results.items()}
    if any(instruments[name].next_number(chosen) is not None for name, chosen in finished.items()):
        refuse(409, "bad_answer")
    draft = Draft(answers=accepted_answers(known, answers, bool(finished)), results=finished)
    if not known.kept(draft.answers, bool(finished)):
        refuse(409, "nothing_to_send")
    return draft


def _in_full(instrument: Instrument, chosen: Sequence[int]) -> tuple[int | None, ...]:
    """Return the answers with None for questions that are left out; refuse with 409 what answers no question."""
    answered: tuple[int | None, ...] = ()
    for option in chosen:
        number = instrument.next_number(answered)
        if number is None or option >= len(instrument.questions[number - 1].options):
            refuse(409, "bad_answer")
        answered = instrument.with_answer(answered, option)
    return answered


def _step(step: Step, kept_days: int) -> dict[str, Any]:
    return {
        "name": step.name,
        "kind": step.kind,
        "label": step.label,
        "question": step.question,
        "hint": step.hint.replace("{kept_days}", str(kept_days)),
        "question_with_result": step.question_with_result,
        "hint_with_result": step.hint_with_result,
        "options": [{"value": each.value, "title": each.title, "result": each.result} for each in step.options],
        "when": {name: list(values) for name, values in step.when.items()},
        "with_result": step.with_result,
        "accepts": step.accepts,
        "longest": step.longest,
    }


def _question(instrument: Instrument, number: int) -> dict[str, Any]:
    question = instrument.questions[number - 1]
    return {
        "title": instrument.title,
        "introduction": instrument.introduction if number == 1 else None,
        "number": number,
        "of": len(instrument.questions),
        "question": question.question,
        "options": [option.title for option in question.options],
    }


def _result(instrument: Instrument, chosen: Sequence[int | None]) -> dict[str, Any]:
    result = instrument.result(chosen)
    return {
        "title": instrument.title,
        "score": result.score,
        "maximum": result.maximum,
        "band_title": result.band.title,
        "meaning": result.band.meaning,
        "disclaimer": DISCLAIMER,
        "asks_gently": result.band.asks_gently,
    }
