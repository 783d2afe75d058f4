"""The fields of what is sent to mailbox and own page, checked; what does not fit is refused with 400."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from intake.form import EXPLANATION, SKIPPED, TEXT, Form, Step, load_form
from intake.instruments import load_instruments
from web.counselling.rooms import PROOF
from web.errors import refuse

# A body may have 64 kB: as many characters of four bytes fit, as browsers send them.
LONGEST_TEXT = load_form().step(TEXT).longest
LONGEST_RECEIPT = 200
MOST_CHOSEN = 20
_BREAKING = {"Cc", "Cs"}
_INVISIBLE = {*_BREAKING, "Zl", "Zp", "Zs"}
_CHALLENGE = re.compile(r"[A-Za-z0-9._-]{1,200}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def check_proof(request: web.Request, body: Mapping[str, Any], purpose: str) -> None:
    """Refuse with 403 a proof of work that is not right, for this purpose, fresh and new."""
    challenge, number = proof_of(body)
    if not request.app[PROOF].verify(purpose, challenge, number):
        refuse(403, "bad_proof")


def proof_of(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return challenge and number of the field `proof`."""
    proof = body.get("proof")
    if not isinstance(proof, dict):
        refuse(400, "bad_request")
    challenge, number = proof.get("challenge"), proof.get("number")
    if not isinstance(challenge, str) or not isinstance(number, str):
        refuse(400, "bad_request")
    if not _CHALLENGE.fullmatch(challenge) or not _NUMBER.fullmatch(number):
        refuse(400, "bad_request")
    return challenge, number


def receipt_of(body: Mapping[str, Any]) -> str:
    """Return the field `receipt` as it was typed."""
    receipt = body.get("receipt")
    if not isinstance(receipt, str) or len(receipt) > LONGEST_RECEIPT:
        refuse(400, "bad_request")
    return receipt


def token_of(body: Mapping[str, Any]) -> str:
    """Return the field `token`."""
    token = body.get("token")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        refuse(400, "bad_request")
    return token


def text_of(body: Mapping[str, Any]) -> str:
    """Return the field `text`: what somebody wrote."""
    text = body.get("text")
    if not isinstance(text, str):
        refuse(400, "bad_request")
    if len(text) > LONGEST_TEXT:
        refuse(400, "text_too_long")
    if not (readable := _readable(text)):
        refuse(400, "empty_message")
    return readable


def municipality_of(body: Mapping[str, Any]) -> str:
    """Return the field `municipality`, a code that may be known or not."""
    municipality = body.get("municipality")
    if not isinstance(municipality, str):
        refuse(400, "bad_request")
    return municipality


def answers_of(body: Mapping[str, Any], form: Form) -> dict[str, str]:
    """Return the field `answers`: values of options or texts, by step; "" for a step that was skipped."""
    answers = body.get("answers")
    if not isinstance(answers, dict):
        refuse(400, "bad_request")
    return {name: _answer(form, name, value) for name, value in answers.items()}


def results_of(body: Mapping[str, Any]) -> dict[str, list[int]]:
    """Return the field `results`, which may be missing: the options chosen in self-tests, by instrument."""
    results = body.get("results", {})
    if not isinstance(results, dict) or not results.keys() <= load_instruments().keys():
        refuse(400, "bad_request")
    return {name: chosen_of(chosen) for name, chosen in results.items()}


def chosen_of(chosen: Any) -> list[int]:
    """Return the indices of the options chosen so far in a self-test, in the order of the questions asked."""
    if not isinstance(chosen, list) or len(chosen) > MOST_CHOSEN or not all(map(_is_index, chosen)):
        refuse(400, "bad_request")
    return [int(each) for each in chosen]


def _is_index(value: Any) -> bool:
    """To JSON 1.0 is a whole number and true is none; to Python it is the other way around."""
    return type(value) in (int, float) and 0 <= value < MOST_CHOSEN and value == int(value)


def _answer(form: Form, name: str, value: Any) -> str:
    if not isinstance(value, str) or not form.knows(name) or name == EXPLANATION:
        refuse(400, "bad_request")
    step = form.step(name)
    if value != SKIPPED and step.kind == "choice" and value not in {option.value for option in step.options}:
        refuse(400, "bad_request")
    if step.kind == "text" and len(value) > step.longest:
        refuse(400, "text_too_long")
    return _readable(value)


def accepted_answers(form: Form, answers: Mapping[str, str], has_result: bool) -> dict[str, str]:
    """Return the answers as they are kept; refuse with 409 those that do not go together."""
    return {name: _accepted(form.step(name), value, has_result) for name, value in answers.items()}


def _accepted(step: Step, value: str, has_result: bool) -> str:
    if value == SKIPPED:
        return value
    if step.kind == "choice":
        if value not in {option.value for option in step.choices(has_result)}:
            refuse(409, "bad_answer")
        return value
    accepted = step.accepted(value)
    if accepted is None:
        refuse(409, "not_a_number" if step.accepts else "bad_answer")
    return accepted


def _readable(text: str) -> str:
    """Return a text without control characters and lone surrogates; "" if nothing but spaces is left.

    They mean nothing and break what reads them later.
    """
    kept = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _BREAKING)
    return kept.strip() if any(unicodedata.category(sign) not in _INVISIBLE for sign in kept) else ""
