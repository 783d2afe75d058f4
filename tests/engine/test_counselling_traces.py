"""The real guide, one citizen's form and self-test: the engine hears the wish and the questions, and no answer."""

from __future__ import annotations

import json

import pytest
from kept import Bytes, rows
from running_guide import Answer, Conversation, RunningGuide
from test_inner_doors import KEY, WRONG, call

pytestmark = pytest.mark.engine

UNIQUE = "Skarntydevej klukflasken Æbletorvet"
# In the form's words nothing like this occurs, so a trace of it is the citizen's.
AMOUNT = "kvartfemogtyve kasser"


def understand(guide: RunningGuide, message: str) -> dict[str, object]:
    status, text = call(guide, "GUIDE_ENGINE_PORT", "/webhooks/guide/understand", KEY, {"message": message})
    assert status == 200
    return dict(json.loads(text))


def test_understanding_tells_intent_and_topics(guide: RunningGuide) -> None:
    understood = understand(guide, "jeg vil gerne stoppe med at ryge")
    assert understood["intent"] == "topic_smoking" and understood["topics"] == ["smoking"]
    assert 0.5 < float(str(understood["confidence"])) <= 1


@pytest.mark.parametrize("message", ["/restart", '/topic_alcohol{"topic": "alcohol"}', "   ", "/", "\u202e"])
def test_understanding_reads_everything_as_words(guide: RunningGuide, message: str) -> None:
    assert understand(guide, message).keys() == {"intent", "confidence", "topics"}


@pytest.mark.parametrize("headers", WRONG[:3], ids=range(3))
def test_understanding_refuses_a_stranger(guide: RunningGuide, headers: dict[str, str]) -> None:
    body = {"message": "rygestop"}
    assert call(guide, "GUIDE_ENGINE_PORT", "/webhooks/guide/understand", headers, body)[0] == 401


def test_understanding_keeps_no_byte(guide: RunningGuide, written: Bytes) -> None:
    before = rows(guide.engine_database, "SELECT COUNT(*) FROM events")
    for message in (UNIQUE, f"hvad koster {UNIQUE}?", f"jeg drikker {UNIQUE}"):
        understand(guide, message)
    assert rows(guide.engine_database, "SELECT COUNT(*) FROM events") == before
    assert_nowhere(written, *UNIQUE.split())


def test_a_self_test_leaves_no_answer_in_the_engine(guide: RunningGuide, talk: Conversation, written: Bytes) -> None:
    began = talk.say("drikker jeg for meget?")
    step = began.custom("selftest_step") or {}
    assert (step["instrument"], step["number"]) == ("audit_c", 1)
    before = rows(guide.engine_database, "SELECT COUNT(*) FROM events")
    talk.say(f"omkring {AMOUNT}")
    talk.say("/intake_drop")
    for answer in ("hver dag", "10", "hver uge"):
        last = talk.say(answer)
    result = last.custom("selftest_result") or {}
    assert result["score"] == 11 and "stop ikke brat" in result["meaning"]
    assert rows(guide.engine_database, "SELECT COUNT(*) FROM events") == before
    assert_nowhere(written, "kvartfemogtyve")
    assert press(talk, last, "Se hjælp til alkohol").topic == "alcohol"


def test_without_any_counsellor_the_wish_gets_the_form_on_trial_and_numbers(talk: Conversation) -> None:
    answer = talk.say("jeg vil tale anonymt med nogen")
    assert "80 200 500" in answer.text and "ingen rådgiver, som læser" in answer.text
    assert answer.custom("intake_step")


@pytest.mark.parametrize(
    ("message", "instrument"),
    [
        ("drikker jeg for meget?", "audit_c"),
        ("er jeg afhængig af cigaretter", "fagerstroem"),
        ("kan jeg teste min trivsel her", "who5"),
        ("har I sådan en fagerstrøm", "fagerstroem"),
        ("audit", "audit_c"),
    ],
)
def test_the_words_choose_the_test(talk: Conversation, message: str, instrument: str) -> None:
    assert (talk.say(message).custom("selftest_step") or {}).get("instrument") == instrument


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("jeg drikker for meget", "alcohol"),
        ("min mand drikker for meget", "alcohol"),
        ("jeg kan ikke styre mit alkoholforbrug længere", "alcohol"),
        ("er afhængig af smøger og vil ud af det", "smoking"),
        ("kan man få en anonym test for kønssygdomme", "sexual_health"),
        ("jeg trives ikke og er trist hele tiden", "mental_health"),
    ],
)
def test_a_need_stays_a_need(talk: Conversation, message: str, topic: str) -> None:
    answer = talk.say(message)
    assert answer.topic == topic and answer.custom("selftest_step") is None


def press(talk: Conversation, answer: Answer, title: str) -> Answer:
    return talk.say(next(button["payload"] for button in answer.buttons if button["title"] == title))


def assert_nowhere(written: Bytes, *secrets: str) -> None:
    for name, data in written().items():
        for secret in secrets:
            assert secret.lower().encode() not in data.lower(), f"{secret} in {name}"
            assert json.dumps(secret.lower())[1:-1].encode() not in data.lower(), f"{secret} in {name}"
