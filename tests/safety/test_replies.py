"""What is answered in a crisis: contract, numbers, language, readability."""

import re

import pytest

from bot.safety import HELPLINE_NUMBERS, CrisisAssessment, Level, assess, reply

LEVELS: tuple[Level, ...] = ("suicide", "overdose", "violence", "medical", "withdrawal", "child")


def _lix(text: str) -> float:
    words = re.findall(r"[^\W_]+", text)
    sentences = len(re.findall(r"[.!?](?:\s|$)", text))
    return len(words) / sentences + 100 * sum(len(word) >= 7 for word in words) / len(words)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("municipality", ["ballerup", "glostrup", "aalborg", "demo", None])
def test_reply_follows_the_contract(level: Level, municipality: str | None) -> None:
    message = reply(CrisisAssessment(level), municipality)
    custom = message["custom"]
    assert (custom["type"], custom["level"]) == ("crisis", level)
    assert custom["helplines"][0]["phone"] == "112" and len(custom["helplines"]) >= 2
    assert all(line.keys() == {"name", "phone", "hours", "anonymous", "url"} for line in custom["helplines"])
    assert all(line["phone"].replace(" ", "") in HELPLINE_NUMBERS for line in custom["helplines"])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("municipality", ["ballerup", "aalborg", None])
def test_danish_is_plain_and_says_one_may_go_on(level: Level, municipality: str | None) -> None:
    text = reply(CrisisAssessment(level), municipality)["text"]
    assert _lix(text) < 35, _lix(text)
    assert "112" in text and text.endswith("Du må gerne skrive videre her.")


@pytest.mark.parametrize(
    ("municipality", "phone"), [("ballerup", "1813"), ("glostrup", "1813"), ("aalborg", "70 15 03 00")]
)
def test_the_doctor_on_call_is_the_regions(municipality: str, phone: str) -> None:
    message = reply(CrisisAssessment("suicide"), municipality)
    phones = [line["phone"] for line in message["custom"]["helplines"]]
    assert phone in phones and phone in message["text"]
    assert not ({"1813", "70 15 03 00"} - {phone}) & set(phones)


def test_an_unconfirmed_number_is_said_to_be_so() -> None:
    assert "ikke bekræftet" in reply(CrisisAssessment("medical"), "aalborg")["text"]


@pytest.mark.parametrize(("message", "start"), [("i want to die", "Thank you"), ("jeg vil dø", "Tak")])
def test_reply_is_in_the_language_of_the_message(message: str, start: str) -> None:
    assessment = assess(message)
    assert assessment is not None and reply(assessment, "ballerup")["text"].startswith(start)


def test_language_can_be_chosen() -> None:
    assert "Call 112" in reply(CrisisAssessment("medical"), "ballerup", language="en")["text"]
