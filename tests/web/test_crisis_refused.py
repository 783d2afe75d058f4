"""A message that would be refused is answered all the same when it tells of a crisis: by web alone."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from stub_engine import Serve, StubEngine
from test_chat_contract import SESSION, assert_refused
from test_engine_down import DESPAIR, SUICIDE

from web import chat

CRISES = {
    SUICIDE: "suicide",
    "jeg har lige taget 40 panodiler": "overdose",
    "min mand slår mig": "violence",
    "my chest hurts and i can't breathe": "medical",
}
FILLER = "Jeg vil gerne fortælle lidt om min hverdag og min have. "
REFUSED = {
    "unknown municipality": {"municipality": "odense"},
    "no municipality": {"municipality": 7},
    "bad session": {"session": "kort"},
    "unknown language": {"language": "klingon"},
}


@pytest.fixture
async def waiting(serve: Serve) -> TestClient:
    """A client that has used up its messages."""
    client = await serve(GUIDE_RATE_LIMIT="1")
    await client.post("/api/chat", json={"message": "hej"})
    return client


async def say(client: TestClient, message: str, **fields: Any) -> Any:
    return await client.post("/api/chat", json={"message": message, **fields})


async def assert_crisis(response: Any, level: str = "suicide") -> dict[str, Any]:
    body: dict[str, Any] = await response.json()
    assert response.status == 200, body
    [reply] = body["messages"]
    assert (reply["custom"]["type"], reply["custom"]["level"]) == ("crisis", level)
    assert reply["custom"]["helplines"][0]["phone"] == "112" and "112" in reply["text"] and reply["buttons"] == []
    return body


@pytest.mark.parametrize(("message", "level"), CRISES.items())
async def test_who_writes_too_fast_is_heard(waiting: TestClient, engine: StubEngine, message: str, level: str) -> None:
    for _ in range(3):
        await assert_crisis(await say(waiting, message), level)
    assert len(engine.heard) == 1
    await assert_refused(await say(waiting, "hej"), 429, "too_many_requests")


async def test_others_who_write_too_fast_wait(waiting: TestClient, engine: StubEngine) -> None:
    for message in (DESPAIR, "min hund døde i går", "hvad gør kommunen for at forebygge selvmord"):
        refused = await say(waiting, message)
        await assert_refused(refused, 429, "too_many_requests")
        assert int(refused.headers["Retry-After"]) > 0
    for body in (b"{", b"[]", b'"' + SUICIDE.encode() + b'"'):
        await assert_refused(await waiting.post("/api/chat", data=body), 400, "bad_request")
    assert len(engine.heard) == 1


@pytest.mark.parametrize(
    "message",
    [
        FILLER * 36 + SUICIDE,
        SUICIDE + ". " + FILLER * 36,
        FILLER * 30 + SUICIDE + ". " + FILLER * 30,
        FILLER * 1000 + SUICIDE,
        SUICIDE + ". " + FILLER * 1000,
        "\u200b\n" * 2000 + SUICIDE + "\u0000" * 2000,
    ],
    ids=["end", "beginning", "middle", "end of much", "beginning of much", "among nothing"],
)
async def test_who_writes_too_much_is_heard(client: TestClient, engine: StubEngine, message: str) -> None:
    assert len(message) > chat.LONGEST_MESSAGE
    await assert_crisis(await say(client, message))
    await assert_refused(
        await say(client, message.replace(SUICIDE, "")[:60_000] + "hej" * 700), 400, "message_too_long"
    )
    assert engine.heard == []


async def test_a_long_message_holds_nobody_up(client: TestClient) -> None:
    """Words that the gate knows none of cost it the most: of 60 000 characters it reads 4000."""
    chance = random.Random(1)
    message = " ".join("".join(chance.choices("abcdefghijkl", k=5)) for _ in range(10_000))
    began = time.process_time()
    for _ in range(3):
        await assert_refused(await say(client, message), 400, "message_too_long")
    assert time.process_time() - began < 0.6


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
async def test_what_else_is_wrong_does_not_matter(
    client: TestClient, engine: StubEngine, fields: dict[str, Any]
) -> None:
    body = await assert_crisis(await say(client, SUICIDE, **fields))
    assert len(body["session"]) == 43
    assert (await say(client, "hej", **fields)).status in (400, 404)
    assert engine.heard == []


async def test_who_is_nowhere_gets_the_doctors_of_all_regions(client: TestClient) -> None:
    body = await assert_crisis(await say(client, SUICIDE, municipality="odense"))
    [reply] = body["messages"]
    phones = {helpline["phone"] for helpline in reply["custom"]["helplines"]}
    assert "lægevagten" in reply["text"] and {"1813", "70 15 03 00"} <= phones


async def test_the_conversation_keeps_its_session(waiting: TestClient) -> None:
    assert (await assert_crisis(await say(waiting, SUICIDE, session=SESSION)))["session"] == SESSION
    sessions = {(await assert_crisis(await say(waiting, SUICIDE)))["session"] for _ in range(5)}
    assert len(sessions) == 5 and all(len(session) == 43 for session in sessions)


async def test_the_answer_to_the_question_is_heard_and_no_other_forgets_it(serve: Serve, engine: StubEngine) -> None:
    engine.replies = [{"text": "?", "buttons": [], "custom": {"type": "distress", "helplines": []}}]
    client = await serve(GUIDE_RATE_LIMIT="1")
    session = (await (await say(client, DESPAIR)).json())["session"]
    await assert_refused(await say(client, "nej", session=session), 429, "too_many_requests")
    await assert_refused(await say(client, "ja"), 429, "too_many_requests")
    await assert_crisis(await say(client, "ja", session=session))
    await assert_refused(await say(client, "ja", session=session), 429, "too_many_requests")


async def test_nobody_in_a_crisis_waits_for_a_slow_engine(
    client: TestClient, engine: StubEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat, "LONGEST_WAIT_IN_A_CRISIS", 0.2)
    engine.delay = 2.0
    began = time.monotonic()
    await assert_crisis(await say(client, SUICIDE))
    assert time.monotonic() - began < 1.5
    # Others wait: an answer is worth it.
    assert (await (await say(client, "hej")).json())["messages"] == engine.replies
