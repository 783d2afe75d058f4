"""What form and self-tests say is plain Danish; what their buttons send is read as just that, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.form import load_form
from intake.instruments import DISCLAIMER, load_instruments
from web.counselling import payloads, wording

MOST_LIX = 35.0
# One word decides the LIX of a shorter text; those are measured together.
LEAST_WORDS = 12
CODE = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20)


def texts() -> Iterator[str]:
    for step in load_form().steps:
        yield from filter(None, (step.question, step.hint, step.question_with_result, step.hint_with_result))
    for instrument in load_instruments().values():
        yield instrument.introduction
        yield from (question.question for question in instrument.questions)
        yield from (band.meaning for band in instrument.bands)
    yield DISCLAIMER
    yield from (text for name, text in vars(wording).items() if name.isupper())


def lix(text: str) -> float:
    words = re.findall(r"[^\W_]+", re.sub(r"\{\w+\}", "navn", text))
    sentences = len(re.findall(r"[.!?:](?:\s|$)", text)) or 1
    return len(words) / sentences + 100 * sum(len(word) >= 7 for word in words) / len(words)


@pytest.mark.parametrize("text", [text for text in texts() if len(text.split()) >= LEAST_WORDS])
def test_a_text_is_plain_danish(text: str) -> None:
    assert lix(text) < MOST_LIX


def test_all_of_it_is_plain_danish() -> None:
    assert lix(" ".join(text if text[-1] in ".!?" else f"{text}." for text in texts())) < MOST_LIX


@given(CODE, CODE, st.integers(1, 10), st.integers(0, 5))
def test_what_a_button_sends_is_read_as_it_was_meant(step: str, value: str, number: int, option: int) -> None:
    assert payloads.read(payloads.answer(step, value)) == payloads.Pressed(
        payloads.ANSWER, {"step": step, "value": value}
    )
    assert payloads.read(payloads.change(step)) == payloads.Pressed(payloads.CHANGE, {"step": step})
    assert payloads.read(payloads.start_test(value)) == payloads.Pressed(payloads.START_TEST, {"instrument": value})
    assert payloads.read(payloads.test_answer(value, number, option)) == payloads.Pressed(
        payloads.TEST_ANSWER, {"instrument": value, "number": number, "value": option}
    )


@given(st.text(min_size=1), st.text())
def test_words_are_never_read_as_a_button(before: str, after: str) -> None:
    for text in (
        f"{before} {after}",
        f"/intake_answer{{{before}}}",
        f"/topic_alcohol {after}",
        f"/ask_price{{{before}}}",
    ):
        assert payloads.read(text) is None
        assert not payloads.is_for_the_engine(text)


@pytest.mark.parametrize("text", ["/topic_alcohol", "/more", '/narrow{"offer_filter": "free"}', "/ask_human"])
def test_a_button_of_the_engine_is_known(text: str) -> None:
    assert payloads.is_for_the_engine(text) and payloads.read(text) is None
