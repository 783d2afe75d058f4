"""What mailbox and own page say is plain Danish, and the description of their API knows the form as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from api_description import description
from test_counselling_wording import LEAST_WORDS, MOST_LIX, lix

from intake.form import EXPLANATION, SKIPPED, load_form
from intake.instruments import load_instruments
from web import errors
from web.mailbox import alerts
from web.mailbox.fields import LONGEST_RECEIPT, LONGEST_TEXT, MOST_CHOSEN
from web.pages import STATIC

SCRIPTS = ("anonymous.js", "mailbox.js", "private_api.js", "private_parts.js")
_STRING = re.compile(r'"((?:[^"\\\n])+)"|`([^`]+)`')


def texts() -> Iterator[str]:
    """Sentences: what begins with a capital letter and ends as sentences do."""
    for name in SCRIPTS:
        for found in _STRING.finditer((STATIC / name).read_text("utf-8")):
            text = re.sub(r"\$\{[^}]*\}", "navn", found[1] or found[2])
            if re.match(r"[A-ZÆØÅ]", text) and text[-1] in ".?":
                yield text
    yield from errors._TEXTS.values()
    yield alerts._DESPAIR["da"]


def test_there_is_something_to_measure() -> None:
    assert len(list(texts())) > 50


@pytest.mark.parametrize("text", [text for text in texts() if len(text.split()) >= LEAST_WORDS])
def test_a_text_is_plain_danish(text: str) -> None:
    assert lix(text) < MOST_LIX


def test_all_of_it_is_plain_danish() -> None:
    assert lix(" ".join(texts())) < MOST_LIX


def test_answers_and_limits_are_those_of_the_code() -> None:
    schemas = description()["components"]["schemas"]
    described = schemas["SendRequest"]["properties"]["answers"]["properties"]
    steps = {step.name: step for step in load_form().steps if step.name != EXPLANATION}
    assert described.keys() == steps.keys()
    for name, step in steps.items():
        if step.kind == "choice":
            assert described[name]["enum"] == [SKIPPED, *(option.value for option in step.options)]
        else:
            assert described[name]["maxLength"] == step.longest
    assert schemas["LongText"]["maxLength"] == LONGEST_TEXT
    assert schemas["EnterRequest"]["properties"]["receipt"]["maxLength"] == LONGEST_RECEIPT
    assert schemas["Chosen"]["maxItems"] == MOST_CHOSEN
    assert schemas["SelftestName"]["enum"] == sorted(load_instruments())
    assert max(len(each.questions) for each in load_instruments().values()) <= MOST_CHOSEN
