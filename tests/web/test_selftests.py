"""Self-tests in the chat: asked and scored here, unseen by the engine, and told to a counsellor only if wanted."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from api_description import flaws
from citizen import Citizen, Counsellors
from stub_engine import PLAIN_REPLY, Serve, StubEngine

AUDIT_C = '/take_selftest{"instrument": "audit_c"}'
WHO5 = '/take_selftest{"instrument": "who5"}'
# In the form, up to the step that offers a test.
TO_THE_TEST = (
    *("/start_counselling", "Ja, lad os begynde", "Mig selv", "Alkohol", "spring over", "spring over", "spring over"),
    "I postkassen",
)


@pytest.fixture
def counsellors() -> Counsellors:
    return Counsellors()


@pytest.fixture
async def citizen(serve: Serve, counsellors: Counsellors) -> Citizen:
    return Citizen(await serve(counsellors.recipients))


async def test_a_test_by_itself(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.say(AUDIT_C)
    step = citizen.custom("selftest_step")
    assert (step["instrument"], step["number"], step["of"]) == ("audit_c", 1, 3) and "genstand" in citizen.text
    for answer in ("2 til 3 gange om ugen", "3 til 4", "Hver måned"):
        assert flaws("Message", citizen.messages[0]) == []
        await citizen.press(answer)
    result = citizen.custom("selftest_result")
    assert (result["score"], result["maximum"], result["band"]) == (6, 12, "raised")
    assert "diagnose" in result["disclaimer"] and "6 ud af 12" in citizen.text
    assert flaws("Message", citizen.messages[0]) == [] and engine.heard == [] == engine.pondered
    assert [button["payload"] for button in citizen.messages[0]["buttons"]] == [
        "/topic_alcohol",
        '/take_selftest{"instrument": "audit"}',
        "/start_counselling",
    ]


async def test_the_result_leads_to_offers(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(AUDIT_C, "Aldrig", "/topic_alcohol")
    assert [heard["message"] for heard in engine.heard] == ["/topic_alcohol"]
    assert citizen.messages[0]["text"] == PLAIN_REPLY["text"]


async def test_the_long_test_goes_on_where_the_short_one_ended(citizen: Citizen) -> None:
    await citizen.answer(AUDIT_C, "2 til 3 gange om ugen", "3 til 4", "Hver måned", "Tag den lange test")
    step = citizen.custom("selftest_step")
    assert (step["instrument"], step["number"], step["of"]) == ("audit", 4, 10)
    await citizen.answer(*["Aldrig"] * 5, "Nej", "Nej")
    assert (citizen.custom("selftest_result")["score"], citizen.custom("selftest_result")["band"]) == (6, "low")


async def test_typed_answers_count(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(AUDIT_C, "hver dag", "12", "ugentligt")
    assert citizen.custom("selftest_result")["score"] == 11 and engine.heard == [] == engine.pondered


async def test_low_wellbeing_is_asked_about_gently(citizen: Citizen) -> None:
    await citizen.answer(WHO5, *["Lidt af tiden"] * 5)
    assert citizen.kinds == ["distress", "selftest_result"]
    assert citizen.custom("selftest_result")["score"] == 20 and "70 201 201" in citizen.text
    await citizen.say("ja")
    assert citizen.kinds[0] == "crisis"


async def test_good_wellbeing_is_not(citizen: Citizen) -> None:
    await citizen.answer(WHO5, *["Det meste af tiden"] * 5)
    assert citizen.kinds == ["selftest_result"] and citizen.custom("selftest_result")["score"] == 80


async def test_back_skip_and_stop(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(AUDIT_C, "Aldrig eller hvad", "/intake_drop", "tilbage")
    assert citizen.kinds == ["", "selftest_step"]
    await citizen.answer("2 til 3 gange om ugen", "3 til 4", "tilbage")
    assert citizen.custom("selftest_step")["number"] == 2
    await citizen.say("spring over")
    assert "tæller alle svar" in citizen.text and citizen.kinds[-1] == "selftest_step"
    await citizen.say("stop")
    assert "stoppet" in citizen.text and citizen.kinds == [""]
    await citizen.say("3 til 4")
    assert [heard["message"] for heard in engine.heard] == ["3 til 4"]


async def test_another_wish_in_the_middle_is_the_engines(citizen: Citizen, engine: StubEngine) -> None:
    engine.meanings["jeg vil gerne stoppe med at ryge"] = ("topic_smoking", 0.98)
    await citizen.answer(AUDIT_C, "jeg vil gerne stoppe med at ryge")
    assert len(engine.heard) == 1 and citizen.kinds[-1] == "selftest_step"


async def test_what_fits_no_answer_is_not_sent_on(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(AUDIT_C, "en hel del om fredagen hos Kurt")
    assert engine.heard == [] and "passer ikke" in citizen.text
    await citizen.press("Nej, lad det ligge")
    assert citizen.kinds[-1] == "selftest_step" and engine.heard == []


async def test_a_crisis_wins(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(AUDIT_C, "Hver dag", "jeg vil dø")
    assert citizen.kinds[0] == "crisis" and engine.heard == []
    await citizen.say("fortsæt")
    assert citizen.custom("selftest_step")["number"] == 2


@pytest.mark.parametrize(
    ("instrument", "kind"), [("fagerstroem", "selftest_step"), (None, ""), ("horoscope", "")], ids=str
)
async def test_the_engine_begins_one(citizen: Citizen, engine: StubEngine, instrument: str | None, kind: str) -> None:
    custom: dict[str, Any] = {"type": "selftest_step", "instrument": instrument}
    engine.replies = [{"text": "?", "buttons": [], "custom": custom}]
    await citizen.say("tag en test")
    assert citizen.kinds == [kind]
    if not kind:
        assert [button["title"] for button in citizen.messages[0]["buttons"]] == ["Alkohol", "Nikotin", "Trivsel"]
        await citizen.press("Trivsel")
        assert citizen.custom("selftest_step")["instrument"] == "who5"


async def test_it_works_without_the_engine_and_without_counsellors(client_without_engine: TestClient) -> None:
    citizen = Citizen(client_without_engine)
    await citizen.answer("tag en test", "Nikotin")
    assert citizen.custom("selftest_step")["instrument"] == "fagerstroem"


# In the form.


async def test_on_the_way_and_the_result_goes_along(citizen: Citizen, counsellors: Counsellors) -> None:
    await citizen.answer(*TO_THE_TEST, "Ja, tag testen")
    assert citizen.custom("selftest_step")["instrument"] == "audit_c"
    await citizen.answer("2 til 3 gange om ugen", "3 til 4", "Hver måned")
    assert citizen.kinds == ["selftest_result", "intake_step"] and "Må rådgiveren" in citizen.text
    await citizen.answer("Ja, send resultatet med", "Hjælp mig med at holde op", "Send til rådgiveren")
    [case] = counsellors.cases(citizen.client)
    assert case.answers()["selftest"] == "AUDIT-C: 6 af 12 (Øget risiko)"


@pytest.mark.parametrize("answer", ["Nej, behold det for mig selv", "spring over"])
async def test_on_the_way_and_the_result_stays(citizen: Citizen, counsellors: Counsellors, answer: str) -> None:
    await citizen.answer(*TO_THE_TEST, "ja", "2 til 3 gange om ugen", "3 til 4", "Hver måned")
    await citizen.answer(answer, "Hjælp mig med at holde op", "Send til rådgiveren")
    [case] = counsellors.cases(citizen.client)
    assert "selftest" not in case.answers()


async def test_a_test_taken_before_is_asked_about(citizen: Citizen, counsellors: Counsellors) -> None:
    await citizen.answer(AUDIT_C, "Aldrig", *TO_THE_TEST)
    assert citizen.custom("intake_step")["step"] == "selftest" and "Må rådgiveren" in citizen.text
    await citizen.answer("Ja, send resultatet med", "Jeg spørger for en sikkerheds skyld", "Send til rådgiveren")
    [case] = counsellors.cases(citizen.client)
    assert case.answers()["selftest"] == "AUDIT-C: 0 af 12 (Lav risiko)"


async def test_stopping_the_test_goes_on_with_the_form(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEST, "ja", "Aldrig i livet", "/intake_drop", "stop")
    assert citizen.custom("intake_step")["step"] == "selftest"
    await citizen.say("nej")
    assert citizen.custom("intake_step")["step"] == "text"


async def test_back_from_the_first_question_is_the_forms_step(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEST, "ja", "tilbage")
    assert citizen.custom("intake_step")["step"] == "selftest"


async def test_a_test_from_a_question_in_the_middle(citizen: Citizen, engine: StubEngine) -> None:
    engine.meanings["er jeg afhængig af cigaretter?"] = ("take_selftest", 0.95)
    custom = {"type": "selftest_step", "instrument": "fagerstroem"}
    engine.replies = [{"text": "?", "buttons": [], "custom": custom}]
    await citizen.answer(*TO_THE_TEST[:4], "er jeg afhængig af cigaretter?")
    assert citizen.custom("selftest_step")["instrument"] == "fagerstroem"
    await citizen.say("stop")
    assert citizen.custom("intake_step")["step"] == "urgency"
