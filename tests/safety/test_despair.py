"""Despair short of a crisis: when the question is asked, what it says, and how its answer is read."""

import re
from pathlib import Path

import pytest
import yaml
from test_replies import _lix

from bot.safety import answer_to_the_question, assess, is_despairing, question, thanks_for_no
from bot.safety.phrasebook import Example, examples

ORDINARY = yaml.safe_load(Path(__file__).with_name("third_dev.yml").read_text("utf-8"))["ordinary"]


@pytest.mark.parametrize("example", examples("despair"), ids=lambda example: f"{example.line} {example.message}")
def test_each_line_hears_its_examples(example: Example) -> None:
    assert is_despairing(example.message) == example.is_heard


@pytest.mark.parametrize("message", [example.message for example in examples("despair") if example.is_heard])
def test_despair_alone_is_no_crisis(message: str) -> None:
    assert assess(message) is None


@pytest.mark.parametrize("message", ORDINARY)
def test_an_ordinary_message_is_not_despair(message: str) -> None:
    assert not is_despairing(message)


@pytest.mark.parametrize("municipality", ["ballerup", "aalborg", None])
def test_the_question_is_one_and_plain_and_never_only_a_line_with_long_waits(municipality: str | None) -> None:
    asked = question(municipality, "da")
    assert asked["text"].count("?") == 1 and "ikke at ville leve?" in asked["text"] and _lix(asked["text"]) < 35
    phones = [line["phone"] for line in asked["custom"]["helplines"]]
    assert phones[0] == "70 201 201" and len(phones) > 1 and "112" in asked["text"]
    assert not re.search("selvmord|metode|hvordan", asked["text"])


def test_the_buttons_are_understood_even_by_who_has_forgotten_the_question() -> None:
    for language in ("da", "en"):
        yes, no = (button["payload"] for button in question(None, language)["buttons"])
        crisis = assess(yes)
        assert crisis is not None and (crisis.level, crisis.language) == ("suicide", language)
        assert assess(no, asked=True) is None and answer_to_the_question(no) == "no"


@pytest.mark.parametrize(
    "message",
    [
        "ja", "Ja.", "jaa", "jo det har jeg", "ja men jeg gør det ikke", "det har jeg faktisk", "nogle gange", "lidt",
        "måske", "ved ikke", "det ved jeg ikke", "nej... eller måske", "nej ikke endnu", "ja hver dag", "af og til",
        "jeg kan ikke mere", "yes", "sometimes", "i don't know",
    ],
)  # fmt: skip
def test_yes_perhaps_and_more_despair_are_a_crisis(message: str) -> None:
    crisis = assess(message, asked=True)
    assert crisis is not None and crisis.level == "suicide"
    assert assess(message) is None


@pytest.mark.parametrize(
    "message", ["nej", "Nej!", "næ", "nej det har jeg ikke", "nej slet ikke", "overhovedet ikke", "no", "not really"]
)
def test_no_goes_on(message: str) -> None:
    assert assess(message, asked=True) is None and answer_to_the_question(message) == "no"


@pytest.mark.parametrize("message", ["hvad koster det", "rygestop", "nej, men hvad koster det egentlig at gå til yoga"])
def test_another_subject_is_no_answer(message: str) -> None:
    assert assess(message, asked=True) is None and answer_to_the_question(message) is None


def test_a_crisis_in_the_answer_keeps_its_level() -> None:
    crisis = assess("ja og jeg har taget 40 panodiler", asked=True)
    assert crisis is not None and crisis.level == "overdose"


def test_the_thanks_are_plain() -> None:
    assert _lix(thanks_for_no("da")) < 35 and "70 201 201" in thanks_for_no("da")
