"""When the engine is down, slow or talks nonsense: phone numbers for all, and an answer to a crisis all the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from stub_engine import RETENTION, Serve, StubEngine
from test_chat_contract import SESSION, assert_refused

from web import health

SUICIDE = "jeg vil tage livet af mig selv i aften"


async def _say(client: TestClient, message: str, municipality: str = "ballerup") -> Any:
    return await client.post("/api/chat", json={"message": message, "municipality": municipality})


async def test_without_engine_the_citizen_gets_phone_numbers(client_without_engine: TestClient) -> None:
    response = await _say(client_without_engine, "jeg vil gerne stoppe med at ryge")
    error = await assert_refused(response, 503, "engine_unavailable")
    assert all(number in error["message"] for number in ("112", "70 201 201", "80 200 500"))
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("message", "level", "number"),
    [
        (SUICIDE, "suicide", "70 201 201"),
        ("min mand slår mig", "violence", "1888"),
        ("min far slår mig, jeg er 11 år", "child", "116 111"),
        ("jeg har lige taget 40 panodiler", "overdose", "82 12 12 12"),
        ("i want to kill myself", "suicide", "70 201 201"),
    ],
)
async def test_without_engine_a_crisis_is_answered(
    client_without_engine: TestClient, message: str, level: str, number: str
) -> None:
    response = await _say(client_without_engine, message)
    body = await response.json()
    assert response.status == 200 and len(body["session"]) == 43
    [reply] = body["messages"]
    assert (reply["custom"]["type"], reply["custom"]["level"]) == ("crisis", level)
    phones = [helpline["phone"] for helpline in reply["custom"]["helplines"]]
    assert phones[0] == "112" and number in phones and "112" in reply["text"]
    assert reply["buttons"] == [] and "chatbot" not in reply["text"]


async def test_the_doctor_on_call_is_the_municipalitys(client_without_engine: TestClient) -> None:
    answers = [
        (await (await _say(client_without_engine, SUICIDE, code)).json())["messages"][0]["text"]
        for code in ("ballerup", "aalborg")
    ]
    assert "1813" in answers[0] and "1813" not in answers[1] and "70 15 03 00" in answers[1]


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 404}, {"raw": "<html>"}, {"raw": ""}, {"replies": []}, {"delay": 3.0}],
    ids=["500", "404", "no-json", "empty", "nothing-to-say", "slow"],
)
async def test_a_faulty_engine_is_as_good_as_none(serve: Serve, engine: StubEngine, fault: dict[str, Any]) -> None:
    for name, value in fault.items():
        setattr(engine, name, value)
    client = await serve(GUIDE_ENGINE_TIMEOUT="1")
    await assert_refused(await _say(client, "rygestop"), 503, "engine_unavailable")
    crisis = await _say(client, SUICIDE)
    assert crisis.status == 200 and (await crisis.json())["messages"][0]["custom"]["type"] == "crisis"


async def test_a_crisis_that_the_engine_missed_gets_the_crisis_reply_alone(
    client: TestClient, engine: StubEngine
) -> None:
    engine.replies = [{"text": "Her er tilbud.", "buttons": [], "custom": {"type": "offers", "offers": []}}]
    [reply] = (await (await _say(client, SUICIDE)).json())["messages"]
    assert reply["custom"]["type"] == "crisis" and "Her er tilbud" not in reply["text"]


async def test_a_crisis_that_the_engine_answered_is_passed_on(client: TestClient, engine: StubEngine) -> None:
    own = {"text": "Ring 112.", "buttons": [], "custom": {"type": "crisis", "level": "suicide", "helplines": []}}
    engine.replies = [own]
    assert (await (await _say(client, SUICIDE)).json())["messages"] == [own]


async def test_no_crisis_is_seen_where_there_is_none(client: TestClient, engine: StubEngine) -> None:
    assert (await (await _say(client, "jeg vil gerne i gang med motion")).json())["messages"] == engine.replies


async def test_forget_says_that_nothing_is_deleted_yet(client_without_engine: TestClient) -> None:
    response = await client_without_engine.post("/api/chat/forget", json={"session": SESSION})
    error = await assert_refused(response, 503, "engine_unavailable")
    assert "ikke slettet" in error["message"]


async def test_alive_is_not_ready(client: TestClient, client_without_engine: TestClient) -> None:
    assert (await client_without_engine.get("/healthz")).status == 200
    assert (await client_without_engine.get("/readyz")).status == 503
    assert (await client.get("/readyz")).status == 200


async def test_readiness_passes_on_how_deletion_goes(client: TestClient) -> None:
    answer = await (await client.get("/readyz")).json()
    assert (answer["status"], answer["retention"]) == ("ready", RETENTION)


async def test_the_readiness_probe_leaves_no_conversation(client: TestClient, engine: StubEngine) -> None:
    await client.get("/readyz")
    assert engine.forgotten == [heard["sender"] for heard in engine.heard] != []


async def test_many_who_ask_at_once_whether_it_is_ready_cost_the_engine_one_message(
    client: TestClient, engine: StubEngine
) -> None:
    engine.delay = 0.1
    answers = await asyncio.gather(*(client.get("/readyz") for _ in range(30)))
    assert {answer.status for answer in answers} == {200} and len(engine.heard) == 1
    assert (await client.get("/readyz")).status == 200 and len(engine.heard) == 1


async def test_readiness_is_asked_anew_after_a_while(
    client: TestClient, engine: StubEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.get("/readyz")).status == 200
    engine.status = 500
    monkeypatch.setattr(health, "ASK_EVERY_SECONDS", 0.0)
    assert (await client.get("/readyz")).status == 503
    engine.status = 200
    assert (await client.get("/readyz")).status == 200


DESPAIR = "jeg kan ikke mere"


async def test_without_engine_despair_gets_the_question_and_a_number(client_without_engine: TestClient) -> None:
    response = await _say(client_without_engine, DESPAIR)
    asked = (await response.json())["messages"][0]
    assert response.status == 200 and asked["custom"]["type"] == "distress"
    assert "ikke at ville leve?" in asked["text"] and "70 201 201" in asked["text"]
    assert [button["title"] for button in asked["buttons"]] == ["Ja", "Nej"]


@pytest.mark.parametrize("answer", ["ja", "nogle gange", "Ja, jeg har tanker om ikke at ville leve"])
async def test_without_engine_yes_to_the_question_is_a_crisis(client_without_engine: TestClient, answer: str) -> None:
    session = (await (await _say(client_without_engine, DESPAIR)).json())["session"]
    response = await client_without_engine.post("/api/chat", json={"message": answer, "session": session})
    [reply] = (await response.json())["messages"]
    assert (reply["custom"]["type"], reply["custom"]["level"]) == ("crisis", "suicide")


async def test_without_engine_no_goes_on_and_yes_means_nothing_unasked(client_without_engine: TestClient) -> None:
    session = (await (await _say(client_without_engine, DESPAIR)).json())["session"]
    for message in ("nej", "ja"):
        response = await client_without_engine.post("/api/chat", json={"message": message, "session": session})
        await assert_refused(response, 503, "engine_unavailable")


async def test_the_question_is_remembered_when_the_engine_goes_down(client: TestClient, engine: StubEngine) -> None:
    engine.replies = [{"text": "?", "buttons": [], "custom": {"type": "distress", "helplines": []}}]
    session = (await (await _say(client, DESPAIR)).json())["session"]
    engine.status = 500
    response = await client.post("/api/chat", json={"message": "ja", "session": session})
    assert (await response.json())["messages"][0]["custom"]["level"] == "suicide"


async def test_the_question_stands_before_offers_and_after_the_welcome(client: TestClient, engine: StubEngine) -> None:
    kinds = ("welcome", "offers", "distress")
    engine.replies = [{"text": kind, "buttons": [], "custom": {"type": kind}} for kind in kinds]
    shown = (await (await _say(client, DESPAIR)).json())["messages"]
    assert [message["text"] for message in shown] == ["welcome", "distress", "offers"]


async def test_a_crisis_is_not_replaced_by_the_question(client_without_engine: TestClient) -> None:
    [reply] = (await (await _say(client_without_engine, "jeg kan ikke mere, jeg vil dø")).json())["messages"]
    assert reply["custom"]["type"] == "crisis"
