"""POST /api/chat and /api/chat/forget: what is taken, what is refused, and in which words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from stub_engine import PLAIN_REPLY, StubEngine

SESSION = "s" * 43
BOTH_ROUTES = pytest.mark.parametrize("route", ["/api/chat", "/api/chat/forget"])
DANISH = {"ikke", "er", "det", "den", "prøv", "vent", "begynd", "skriv"}
# What no error may tell: how the thing is made.
NOT_FOR_CITIZENS = ("traceback", "exception", "sqlite", "aiohttp", "rasa", "json", "none", "null")


async def assert_refused(response: Any, status: int, code: str) -> dict[str, Any]:
    """The contract's error body, its message in plain Danish."""
    body = json.loads(await response.text())
    assert (response.status, body["error"]["code"]) == (status, code)
    assert response.content_type == "application/json"
    assert body.keys() == {"error"} and body["error"].keys() == {"code", "message"}
    message = body["error"]["message"]
    assert message.endswith(".") and DANISH & set(message.lower().rstrip(".").split()), message
    assert not any(word in message.lower() for word in NOT_FOR_CITIZENS), message
    return dict(body["error"])


async def test_a_message_is_answered_as_the_contract_says(client: TestClient, engine: StubEngine) -> None:
    card = {"type": "offers", "topic": "stress", "offers": [{"id": "1", "free": None}]}
    engine.replies = [PLAIN_REPLY, {"text": "Et kort.", "buttons": [], "custom": card}]
    response = await client.post("/api/chat", json={"message": "hej", "session": None, "municipality": "glostrup"})
    body = await response.json()
    assert response.status == 200 and body.keys() == {"session", "messages"}
    assert body["messages"] == engine.replies
    assert engine.heard[0]["message"] == "hej"
    metadata = engine.heard[0]["metadata"]
    assert (metadata["municipality"], metadata["language"]) == ("glostrup", "da")


async def test_the_session_goes_on(client: TestClient, engine: StubEngine) -> None:
    first = await (await client.post("/api/chat", json={"message": "hej"})).json()
    second = await (await client.post("/api/chat", json={"message": "igen", "session": first["session"]})).json()
    other = await (await client.post("/api/chat", json={"message": "hej"})).json()
    assert first["session"] == second["session"] != other["session"]
    assert engine.heard[0]["sender"] == engine.heard[1]["sender"] != engine.heard[2]["sender"]


async def test_what_is_left_out_has_a_default(client: TestClient, engine: StubEngine) -> None:
    assert (await client.post("/api/chat", json={"message": "hej"})).status == 200
    assert engine.heard[0]["metadata"] == {"municipality": "ballerup", "language": "da"}


@BOTH_ROUTES
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hej",
        b"{",
        b"[]",
        b'"hej"',
        b"null",
        b"7",
        b"NaN",
        b"\xff\xfe{}",
        b'{"message": "hej}',
        b"[" * 20_000,
    ],
    ids=["empty", "word", "cut", "list", "string", "null", "number", "nan", "not-utf8", "unclosed", "deep"],
)
async def test_what_is_no_json_object_is_refused(client: TestClient, route: str, body: bytes) -> None:
    response = await client.post(route, data=body, headers={"Content-Type": "application/json"})
    await assert_refused(response, 400, "bad_request")


async def test_an_unknown_charset_is_refused(client: TestClient) -> None:
    header = {"Content-Type": "application/json; charset=klingon"}
    await assert_refused(await client.post("/api/chat", data=b'{"message": "hej"}', headers=header), 400, "bad_request")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"message": None}, "bad_request"),
        ({"message": 7}, "bad_request"),
        ({"message": ["hej"]}, "bad_request"),
        ({"message": {"text": "hej"}}, "bad_request"),
        ({"message": True}, "bad_request"),
        ({"message": ""}, "empty_message"),
        ({"message": " \n\t "}, "empty_message"),
        ({"message": "\u200b\u0000\u0007"}, "empty_message"),
        ({"message": "x" * 2001}, "message_too_long"),
        ({"message": "hej", "session": ""}, "bad_session"),
        ({"message": "hej", "session": 7}, "bad_session"),
        ({"message": "hej", "session": "kort"}, "bad_session"),
        ({"message": "hej", "session": "s" * 44}, "bad_session"),
        ({"message": "hej", "session": "s" * 42 + "\n"}, "bad_session"),
        ({"message": "hej", "session": "s" * 43 + "\n"}, "bad_session"),
        ({"message": "hej", "session": "æ" * 43}, "bad_session"),
        ({"message": "hej", "session": "../" + "s" * 40}, "bad_session"),
        ({"message": "hej", "municipality": None}, "bad_request"),
        ({"message": "hej", "municipality": 7}, "bad_request"),
        ({"message": "hej", "municipality": ["ballerup"]}, "bad_request"),
        ({"message": "hej", "language": "klingon"}, "bad_request"),
        ({"message": "hej", "language": None}, "bad_request"),
        ({"message": "hej", "language": ["da"]}, "bad_request"),
        ({"message": "hej", "language": {"da": 1}}, "bad_request"),
    ],
)
async def test_a_wrong_field_is_refused(
    client: TestClient, engine: StubEngine, fields: dict[str, Any], code: str
) -> None:
    await assert_refused(await client.post("/api/chat", json=fields), 400, code)
    assert engine.heard == []


async def test_a_missing_message_is_refused(client: TestClient) -> None:
    await assert_refused(await client.post("/api/chat", json={"session": None}), 400, "bad_request")


async def test_2000_characters_are_taken(client: TestClient, engine: StubEngine) -> None:
    message = "ø😀" * 1000
    response = await client.post("/api/chat", json={"message": message})
    assert response.status == 200 and engine.heard[0]["message"] == message


@pytest.mark.parametrize("municipality", ["odense", "", "BALLERUP", "ballerup ", "' or 1=1 --"])
async def test_an_unknown_municipality_is_not_found(client: TestClient, engine: StubEngine, municipality: str) -> None:
    response = await client.post("/api/chat", json={"message": "hej", "municipality": municipality})
    await assert_refused(response, 404, "unknown_municipality")
    assert engine.heard == []


@pytest.mark.parametrize("route", ["/api/chat", "/api/chat/forget"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_another_method_is_refused(client: TestClient, route: str, method: str) -> None:
    await assert_refused(await client.request(method, route), 405, "method_not_allowed")


@BOTH_ROUTES
async def test_a_huge_body_is_refused(client: TestClient, route: str) -> None:
    body = json.dumps({"message": "x" * 200_000, "session": SESSION})
    await assert_refused(await client.post(route, data=body), 413, "too_large")


async def test_an_unknown_path_is_not_found_in_json(client: TestClient) -> None:
    await assert_refused(await client.get("/api/nothing"), 404, "not_found")


async def test_no_error_repeats_what_was_sent(client: TestClient) -> None:
    for body in ({"message": "hej", "municipality": "kvaksalver"}, {"message": "x", "session": "kvaksalver"}):
        assert "kvaksalver" not in await (await client.post("/api/chat", json=body)).text()


async def test_forget_reaches_the_engine_under_the_same_name(client: TestClient, engine: StubEngine) -> None:
    session = (await (await client.post("/api/chat", json={"message": "hej"})).json())["session"]
    response = await client.post("/api/chat/forget", json={"session": session})
    assert response.status == 204 and await response.read() == b""
    assert engine.forgotten == [engine.heard[0]["sender"]]


@pytest.mark.parametrize("session", [None, "", 7, "kort", "s" * 44, ["s" * 43]])
async def test_forget_needs_a_session(client: TestClient, engine: StubEngine, session: Any) -> None:
    await assert_refused(await client.post("/api/chat/forget", json={"session": session}), 400, "bad_session")
    assert engine.forgotten == []


async def test_forget_answers_the_same_for_a_conversation_that_never_was(client: TestClient) -> None:
    assert (await client.post("/api/chat/forget", json={"session": SESSION})).status == 204
