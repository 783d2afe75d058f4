"""What a hand that knows Rasa would type: answered like any other message, and heard as words only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from domain_files import intents
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from kept import rows
from running_guide import Answer, RunningGuide

from web.sessions import sender_id

pytestmark = pytest.mark.engine

MARK = "Rødgrødskuglen"
KNOWN = sorted(intents())
SLOTS = ("municipality", "page_municipality", "topics", "filters", "age", "person", "focus_offer", "misses")
ENTITIES = ("topic", "age", "person", "weekday", "offer_filter", "substance", *SLOTS)
BEFORE = st.sampled_from(
    ["", " ", "\n", "\t\n", "/", "//", "/ \n", "\u00a0", "\u3000", "\u200b", "\u202e", "EXTERNAL: "]
)
COMMAND = st.builds(
    "/{}{}{}".format,
    st.sampled_from(["restart", "back", "session_start", "nlu_fallback", "crisis_suicide", "listen", MARK, *KNOWN]),
    st.sampled_from(["", "@1.0", " ", "+", "\u200b"]),
    st.dictionaries(
        st.sampled_from(ENTITIES), st.just(MARK) | st.just([MARK]) | st.just({"a": MARK}) | st.just(99), min_size=1
    ).map(json.dumps),
)
SIGNS = st.sampled_from("aæ1 .\u202e\u2066\u200b\u200d\ufeff\U0001f433\x00\x1b\n{}[]()<>*_`#&\"'\\/|%$@:;")
NOISE = st.text(SIGNS, min_size=1, max_size=60)
FEW = settings(max_examples=25, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))


def say(guide: RunningGuide, message: str) -> tuple[Answer, list[dict[str, Any]]]:
    """Say it in a conversation of its own; return the answer and all that the engine stored of it."""
    answer = guide.post("/api/chat", {"message": message, "municipality": "ballerup", "language": "da"})
    if answer.status != 200:
        return answer, []
    key = (guide.folder / "secret.key").read_bytes()
    query = "SELECT data FROM events WHERE sender_id = ? ORDER BY id"
    return answer, [
        json.loads(data) for (data,) in rows(guide.engine_database, query, sender_id(answer.body["session"], key))
    ]


def assert_ordinary(answer: Answer) -> None:
    """An answer as anybody gets: not empty, leading on, and without a hole in its text."""
    assert answer.status == 200, answer.body
    assert answer.text.strip() and (answer.buttons or answer.offers or answer.custom("crisis"))
    assert MARK.lower() not in json.dumps(answer.messages, ensure_ascii=False).lower()


def assert_heard_as_words(events: list[dict[str, Any]]) -> None:
    """Rasa read no command in it, and set no slot but what the guide's own actions set."""
    heard = [event for event in events if event["event"] == "user"]
    assert len(heard) == 1
    parsed = heard[0]["parse_data"]
    assert not heard[0]["text"].strip().startswith("/")
    assert not [found for found in parsed["entities"] if found.get("extractor") == "RegexMessageHandler"]
    kinds = [event["event"] for event in events]
    assert (
        not {"restart", "rewind", "undo", "reset_slots", "followup"} & set(kinds)
        and kinds.count("session_started") == 1
    )
    slots = [event for event in events if event["event"] == "slot"]
    assert MARK.lower() not in json.dumps(slots, ensure_ascii=False).lower()
    assert not [slot for slot in slots if slot["value"] in (99, [MARK], {"a": MARK})]


@FEW
@given(message=st.builds("{}{}".format, BEFORE, COMMAND))
@example(message=" /restart")
@example(message="\n/session_start")
@example(message="/ \n/restart")
@example(message="EXTERNAL: topic_smoking")
@example(message="EXTERNAL: /restart")
@example(message='/change_municipality{"page_municipality": "Rødgrødskuglen"}')
@example(message='/narrow{"offer_filter": "free", "age": "99"}')
@example(message='/topic_stress@0.1{"municipality": "Rødgrødskuglen"}')
def test_no_typed_command_is_obeyed(guide: RunningGuide, message: str) -> None:
    answer, events = say(guide, message)
    assert_ordinary(answer)
    assert_heard_as_words(events)


@FEW
@given(message=NOISE)
@example(message="\u202e\u2066ikke\u2069 hjælp mig \u200f\u200b\ufeff")
@example(message="\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 40)
@example(message="{name} {{name}} {0} ${HOME} %(name)s {{7*7}} {% raw %} #{1} {{constructor.constructor('x')()}}")
@example(
    message="**fed** [klik](javascript:alert(1)) ![x](https://ond.example/x.png) # Overskrift\n> citat\n```kode```"
)
@example(
    message="<b>fed</b><img src=x onerror=alert(1)><svg/onload=alert(1)>&lt;script&gt;</textarea><script>x</script>"
)
@example(message="å" * 2000)
@example(message="a." * 1000)
@example(message="\U0001f433" * 2000)
@example(message="{" * 1000 + "}" * 1000)
@example(message="- ? : & * ! | > ' \" % @ ` \n---\n...\n!!python/object:os.system")
def test_no_signs_break_it(guide: RunningGuide, message: str) -> None:
    answer, events = say(guide, message)
    if answer.status == 400:
        assert answer.body["error"]["code"] == "empty_message" and not message.strip().isalnum()
        return
    assert_ordinary(answer)
    assert_heard_as_words(events)
    assert "<" not in answer.text and "](" not in answer.text


@pytest.mark.parametrize("sign", ["x", "å", "\U0001f433", "\n", "\u200b"])
def test_2001_characters_are_refused_whatever_they_are(guide: RunningGuide, sign: str) -> None:
    answer = guide.post("/api/chat", {"message": "a" + sign * 2000})
    assert (answer.status, answer.body["error"]["code"]) == (400, "message_too_long")
