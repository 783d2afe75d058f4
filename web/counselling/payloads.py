"""What the buttons of form and self-tests send: a closed list, which web reads and the engine never sees."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

START_FORM = "/start_counselling"
START_TEST = "/take_selftest"
BACK, SKIP, STOP, CONTINUE = "/intake_back", "/intake_skip", "/intake_stop", "/intake_continue"
# What words meant that were no clear answer: a question to the guide, a part of what is told, or nothing.
QUESTION, PART, DROP = "/intake_question", "/intake_part", "/intake_drop"
SEND = "/intake_send"
ANSWER, CHANGE, TEST_ANSWER = "/intake_answer", "/intake_change", "/selftest_answer"

_WITH_VALUES = "|".join(
    (
        r'/take_selftest{"instrument": "[a-z0-9_]{1,20}"}',
        r'/intake_answer{"step": "[a-z]{1,20}", "value": "[a-z0-9_]{1,20}"}',
        r'/intake_change{"step": "[a-z]{1,20}"}',
        r'/selftest_answer{"instrument": "[a-z0-9_]{1,20}", "number": \d{1,2}, "value": \d{1,2}}',
        r'/intake_send{"challenge": "[A-Za-z0-9._-]{1,200}", "number": "\d{1,20}"}',
    )
)
_BARE = "|".join((START_FORM, START_TEST, BACK, SKIP, STOP, CONTINUE, QUESTION, PART, DROP, SEND))
_OURS = re.compile(r"(?P<name>/[a-z_]+)(?P<values>{.*})?", re.DOTALL)
_KNOWN = re.compile(rf"{_BARE}|{_WITH_VALUES}")
# Buttons of the engine's replies; none has room for words.
_ENGINES = re.compile(
    r'/(?:(?:topic|ask)_[a-z_]{1,30}(?:{"[a-z_]+": "[a-z0-9#-]{1,250}"})?|more|narrow(?:{"[a-z_]+": "[a-z_]{1,20}"})?'
    r'|change_municipality(?:{"municipality": "[a-z]{1,40}"})?|bot_challenge|professional_request)'
)


@dataclass(frozen=True)
class Pressed:
    """A button of ours: its name as above, and what it carries."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)


def read(text: str) -> Pressed | None:
    """Return the button that sends just this text, or None."""
    if not _KNOWN.fullmatch(text):
        return None
    parts = _OURS.fullmatch(text)
    assert parts
    return Pressed(parts["name"], json.loads(parts["values"]) if parts["values"] else {})


def is_for_the_engine(text: str) -> bool:
    """Tell whether a button of one of the engine's replies sends this text."""
    return _ENGINES.fullmatch(text) is not None


def answer(step: str, value: str) -> str:
    """Return the payload that answers a step."""
    return f'{ANSWER}{{"step": "{step}", "value": "{value}"}}'


def change(step: str) -> str:
    """Return the payload that asks a step again, from the summary."""
    return f'{CHANGE}{{"step": "{step}"}}'


def start_test(instrument: str) -> str:
    """Return the payload that begins a self-test."""
    return f'{START_TEST}{{"instrument": "{instrument}"}}'


def test_answer(instrument: str, number: int, option: int) -> str:
    """Return the payload that answers a self-test's question with the option of this index."""
    return f'{TEST_ANSWER}{{"instrument": "{instrument}", "number": {number}, "value": {option}}}'


def topic(code: str) -> str:
    """Return the engine's payload that shows a topic's offers."""
    return f"/topic_{code}"
