"""The log: one JSON object a line, and no citizen's words, whatever comes and whatever breaks."""

from __future__ import annotations

import json

import pytest
from kept import Bytes, rows
from running_guide import Conversation, RunningGuide, wait_until

pytestmark = pytest.mark.engine

WEIRD = {
    "emoji": "🐳🐳🐳 👩‍👩‍👧 🇩🇰",
    "2000-characters": "ordlygtemand " * 153 + "ordlygtema",
    "one-long-word": "ordlygtemand" * 166,
    "right-to-left": "\u202eordlygtemand مرحبا שלום",
    "nul": "ord\x00lygtemand\x00",
    "lone-surrogate": "ordlygtemand \ud83d",
    "restart": "/restart",
    "session-start": "/session_start",
    "unknown-intent": "/ordlygtemand",
    "braces": "{}",
    "response-hole": "{offer} {municipality.__class__} %s %(x)s",
    "broken-entities": '/ask_price{"offer_id": ',
    "entities-list": '/ask_price["ordlygtemand"]',
    "entities-nested": '/ask_price{"offer_id": {"ordlygtemand": 1}}',
    "slot-name": '/topic_stress{"municipality": "ordlygtemand"}',
    "topic-unknown": '/topic_stress{"topic": "ordlygtemand"}',
    "age-huge": '/narrow{"age": "99999999999999999999"}',
    "markup": "<script>alert('ordlygtemand')</script>",
    "sql": "'; DROP TABLE events; -- ordlygtemand",
    "lines": 'ordlygtemand\n\n{"event": "forged"}\n',
    "whitespace": "\t  x  \n",
    "combining": "o" + "\u0301" * 500,
}


@pytest.mark.parametrize("message", WEIRD.values(), ids=WEIRD)
def test_weird_messages_are_answered_like_any_other(talk: Conversation, message: str) -> None:
    answer = talk.say(message)
    assert answer.status == 200 and answer.text.strip()
    assert answer.buttons or answer.offers, answer.text
    assert "ordlygtemand" not in answer.text.lower() or message.startswith("/")
    assert talk.say("/topic_smoking").topic == "smoking"


def test_a_command_of_the_engine_does_nothing(guide: RunningGuide, talk: Conversation) -> None:
    talk.say("rygestop")
    before = rows(guide.engine_database, "SELECT MAX(id) FROM events")[0][0]
    for command in ("/restart", "/session_start", "/back", "/listen"):
        talk.say(command)
    kinds = {kind for (kind,) in rows(guide.engine_database, "SELECT type_name FROM events WHERE id > ?", str(before))}
    assert not kinds & {"restart", "rewind", "session_started", "reset_slots"}


def test_every_line_of_the_log_is_json(guide: RunningGuide, talk: Conversation) -> None:
    talk.say("rygestop")
    after_start = guide.log.partition("Sundhedsguiden answers at")[2].splitlines()[1:]
    lines = [line for line in after_start if line.strip()]
    assert lines
    for line in lines:
        assert isinstance(json.loads(line), dict), line


def test_a_line_tells_what_happened_and_when(guide: RunningGuide, talk: Conversation) -> None:
    talk.say("rygestop")
    requests = [json.loads(line) for line in guide.log.splitlines() if '"route": "/api/chat"' in line]
    last = requests[-1]
    assert (last["event"], last["method"], last["status"], last["level"]) == ("request", "POST", 200, "info")
    assert last["time"].startswith("20") and last["ms"] >= 0


def test_no_word_of_a_citizen_is_in_the_log(guide: RunningGuide, talk: Conversation, written: Bytes) -> None:
    word = "snabelsnegleavlerens"
    for message in (
        f"jeg vil gerne stoppe med at ryge {word}",
        f"hvad koster {word}",
        f"jeg bor i {word} kommune",
        f"/{word}",
        f'/topic_smoking{{"municipality": "{word}"}}',
        f"jeg vil ikke leve mere {word}",
        f"hvad siger politikken om {word}",
    ):
        assert talk.say(message).status == 200
    guide.post("/api/chat", {"message": word, "municipality": word})
    guide.post("/api/chat", {"message": word, "session": word})
    guide.get(f"/{word}")
    guide.get(f"/static/{word}.js?{word}")
    assert word.encode() not in written()["guide.log"].lower()


@pytest.mark.parametrize(
    ("slots", "logged"),
    [({"focus_offer": ["brandmandsgoplen"]}, "action_failed"), ({"filters": {"brandmandsgoplen": 1}}, "error")],
    ids=["while-answering", "before-answering"],
)
def test_an_action_that_raises_tells_neither_tracker_nor_message(
    guide: RunningGuide, written: Bytes, slots: dict[str, object], logged: str
) -> None:
    """Slots of a kind that no action writes, sent to the actions process as the engine sends them."""
    word = "brandmandsgoplen"
    message = {"text": f"hvad koster {word}", "intent": {"name": "ask_price"}, "entities": [], "metadata": {}}
    said = {"event": "user", "text": message["text"], "parse_data": message}
    tracker = {"sender_id": word, "slots": slots, "latest_message": message, "events": [said], "active_loop": {}}
    before = len(guide.log)
    guide.call_action({"next_action": "action_answer_about_offer", "tracker": tracker, "domain": {}, "version": "3"})

    def is_logged() -> bool:
        whole = guide.log[before:].rpartition("\n")[0]
        new = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
        failed = [line for line in new if "TypeError" in str(line.get("error"))]
        return any(logged in (line.get("event"), line["level"]) for line in failed)

    assert wait_until(is_logged, 10), guide.log[before:]
    assert word.encode() not in written()["guide.log"]
