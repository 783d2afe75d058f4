"""Whatever JSON object comes, it is either a sound request or refused as the contract says."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from web.chat import LANGUAGES, LONGEST_MESSAGE, ChatRequest, parse_chat_request
from web.errors import ApiError
from web.sessions import is_session

ANY_TEXT = st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zs", "Lo"]))
JSON_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
SESSION = st.text("abcXYZ019_-", min_size=43, max_size=43)
REQUEST = st.fixed_dictionaries(
    {},
    optional={
        "message": ANY_TEXT | st.just("x" * 2001) | JSON_VALUE,
        "session": SESSION | st.none() | JSON_VALUE,
        "municipality": st.sampled_from(["ballerup", "demo"]) | JSON_VALUE,
        "language": st.sampled_from(["da", "en"]) | JSON_VALUE,
    },
)


@given(REQUEST | st.dictionaries(st.text(), JSON_VALUE))
@example({"message": "hej\ud800", "language": "en"})
@example({"message": "\x00\x1b[2Jhej", "session": "a" * 43})
@example({"message": "hej", "language": {}})
@example({"message": "\u202e\u200f"})
def test_a_request_is_sound_or_refused(body: dict[str, Any]) -> None:
    try:
        asked = parse_chat_request(body, "ballerup")
    except ApiError as refusal:
        assert refusal.status == 400 and refusal.text.endswith(".")
        return
    assert_sound(asked)
    assert all(sign in body["message"] for sign in asked.message)


def assert_sound(asked: ChatRequest) -> None:
    assert asked.message.strip() and len(asked.message) <= LONGEST_MESSAGE
    assert asked.message.encode()  # no lone surrogate
    assert "\x00" not in asked.message and "\x1b" not in asked.message
    assert asked.session is None or is_session(asked.session)
    assert isinstance(asked.municipality, str) and asked.language in LANGUAGES


@given(SESSION, st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=LONGEST_MESSAGE))
def test_a_sound_request_is_taken_as_it_is(session: str, message: str) -> None:
    body = {"message": message, "session": session, "municipality": "demo", "language": "en"}
    assert parse_chat_request(body, "ballerup") == ChatRequest(message, session, "demo", "en")
