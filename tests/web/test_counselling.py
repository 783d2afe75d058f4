"""The counselling form in the chat: every way through it, and nothing of it in the engine or readable on the disk."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from api_description import flaws
from citizen import Citizen, Counsellors
from stub_engine import PLAIN_REPLY, Serve, StubEngine
from test_chat_contract import assert_refused

from intake.database import create_engine_from_url
from intake.keys import new_counsellor_keys, unlock
from intake.migrate import upgrade
from intake.stretching import Cost
from staff.key_pairs import KeyPair
from staff.migrate import upgrade as upgrade_staff
from web.console.desk import DESK as STAFF
from web.counselling.rooms import CASE_STORE, PROOF

START = "/start_counselling"
STORY = "Jeg har gemt flasker i garagen i to år, og min kone tror, at jeg er holdt op."
TO_THE_TEXT = ("Ja, lad os begynde", "Mig selv", "Stoffer", "Det haster", "40 til 59 år", "Gode råd", "I postkassen")
CRISIS = "jeg vil tage livet af mig selv i aften"


@pytest.fixture
def counsellors() -> Counsellors:
    return Counsellors()


@pytest.fixture
async def client(serve: Serve, counsellors: Counsellors) -> TestClient:
    """A web process with counsellors."""
    return await serve(counsellors.recipients)


@pytest.fixture
async def citizen(client: TestClient) -> Citizen:
    """Somebody who has begun."""
    citizen = Citizen(client)
    await citizen.say(START)
    return citizen


async def test_it_begins_with_what_one_must_know(citizen: Citizen, engine: StubEngine) -> None:
    step = citizen.custom("intake_step")
    assert (step["step"], step["kind"], step["number"], step["of"]) == ("explanation", "information", 0, 7)
    for told in ("navn", "barn", "90 dage", "112"):
        assert told in citizen.text
    assert engine.heard == [] and engine.pondered == []


async def test_it_says_how_long_a_case_is_really_kept(
    serve: Serve, counsellors: Counsellors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUIDE_CASE_RETENTION_DAYS", "14")
    citizen = Citizen(await serve(counsellors.recipients))
    await citizen.say(START)
    assert "slettet 14 dage efter" in citizen.text


async def test_the_whole_way(
    citizen: Citizen, client: TestClient, engine: StubEngine, counsellors: Counsellors
) -> None:
    for place, answer in enumerate(TO_THE_TEXT):
        await citizen.press(answer)
        step = citizen.custom("intake_step")
        assert (step["number"], step["of"]) == (place + 1, 7)
    await citizen.say(STORY)
    summary = citizen.custom("intake_summary")
    assert [each["answer"] for each in summary["answers"]] == [*TO_THE_TEXT[1:], STORY]
    assert "Ballerup Kommune" in citizen.text
    await citizen.press("Send til rådgiveren")
    receipt = citizen.custom("intake_receipt")
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", receipt["receipt"])
    assert receipt["mailbox_url"] == "/postkasse" and receipt["kept_until"] > "2026"
    [case] = counsellors.cases(client)
    assert case.answers() == {
        **{"about": "me", "topic": "drugs", "urgency": "soon"},
        **{"age": "40_59", "hope": "advice", "reply": "mailbox"},
    }
    assert [message.text for message in case.read()] == [STORY]
    assert engine.heard == []


async def test_every_message_of_it_is_as_described(citizen: Citizen) -> None:
    for said in (*TO_THE_TEXT[:6], "Ring mig op", "Ræven", "12", "20 30 40 50", STORY, "Send til rådgiveren"):
        await citizen.answer(said)
        assert [flaws("Message", message) for message in citizen.messages] == [[]] * len(citizen.messages)
        assert all(message["text"] for message in citizen.messages)
    assert citizen.kinds == ["intake_receipt"]


async def test_the_receipt_opens_the_case_and_is_shown_once(citizen: Citizen, client: TestClient) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY, "Send til rådgiveren")
    case = await asyncio.to_thread(
        client.server.app[CASE_STORE].enter_with_receipt, citizen.custom("intake_receipt")["receipt"].lower()
    )
    assert case and case.read()[0].text == STORY
    await citizen.say("/intake_send")
    assert citizen.kinds == [""] and "ikke i gang" in citizen.text


async def test_two_sends_at_once_open_one_case(citizen: Citizen, client: TestClient, counsellors: Counsellors) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY)
    both = [Citizen(client), Citizen(client)]
    for each in both:
        each.session = citizen.session
    await asyncio.gather(*(each.say("/intake_send") for each in both))
    assert sorted(each.kinds for each in both) == [[""], ["intake_receipt"]]
    assert len(counsellors.cases(client)) == 1


async def test_typed_words_count_as_the_button(citizen: Citizen, engine: StubEngine) -> None:
    for words, step in (("ja", "about"), ("mig", "topic"), ("hash", "urgency"), ("HASTER IKKE", "age")):
        await citizen.say(words)
        assert citizen.step == step
    assert engine.heard == [] and engine.pondered == []


async def test_all_can_be_skipped_but_something_must_be_sent(citizen: Citizen) -> None:
    await citizen.press("Ja, lad os begynde")
    for _ in range(7):
        await citizen.say("spring over")
    assert citizen.kinds == ["intake_summary"]
    assert {each["answer"] for each in citizen.custom("intake_summary")["answers"]} == {None}
    await citizen.press("Send til rådgiveren")
    assert citizen.kinds == ["", "intake_summary"] and "Skriv lidt" in citizen.text


async def test_back_goes_back_to_the_beginning_and_keeps_the_answers(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEXT[:3])
    for step in ("topic", "about", "explanation"):
        await citizen.say("tilbage")
        assert citizen.step == step
    await citizen.say("tilbage")
    assert citizen.kinds == ["", "intake_step"] and citizen.step == "explanation"
    await citizen.say("ja")
    assert citizen.custom("intake_step")["answer"] == "Mig selv"


@pytest.mark.parametrize("said", ["stop", "STOP!", "/intake_stop", "annuller"])
async def test_stop_stops_and_deletes(citizen: Citizen, engine: StubEngine, said: str) -> None:
    await citizen.answer(*TO_THE_TEXT[:2])
    await citizen.say(said)
    assert "slettet" in citizen.text and citizen.kinds == [""]
    await citizen.say("Alkohol")
    assert [heard["message"] for heard in engine.heard] == ["Alkohol"]


async def test_a_change_comes_back_to_the_summary(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY)
    await citizen.say('/intake_change{"step": "urgency"}')
    assert citizen.step == "urgency"
    await citizen.press("Det haster ikke")
    answers = {each["step"]: each["answer"] for each in citizen.custom("intake_summary")["answers"]}
    assert answers["urgency"] == "Det haster ikke" and answers["text"] == STORY


async def test_a_change_asks_what_it_brings_up(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY, '/intake_change{"step": "reply"}', "Ring mig op")
    assert citizen.step == "alias"
    await citizen.say("Ræven")
    assert citizen.step == "phone"
    await citizen.say("20 30 40 50")
    answers = {each["step"]: each["answer"] for each in citizen.custom("intake_summary")["answers"]}
    assert (answers["alias"], answers["phone"]) == ("Ræven", "20304050")


async def test_what_is_no_number_is_asked_again(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(*TO_THE_TEXT[:-1], "Ring mig op", "Ræven", "det er 12 34")
    assert "8 cifre" in citizen.text and citizen.step == "phone"
    assert engine.heard == []


async def test_a_number_taken_back_is_not_sent(citizen: Citizen, client: TestClient, counsellors: Counsellors) -> None:
    await citizen.answer(*TO_THE_TEXT[:-1], "Ring mig op", "Ræven", "20 30 40 50", STORY)
    await citizen.answer('/intake_change{"step": "reply"}', "I postkassen", "Send til rådgiveren")
    [case] = counsellors.cases(client)
    assert not {"alias", "phone"} & case.answers().keys()


# Questions in the middle.


async def test_a_question_is_answered_and_the_step_asked_again(citizen: Citizen, engine: StubEngine) -> None:
    engine.meanings["er det anonymt?"] = ("ask_anonymity", 0.97)
    await citizen.answer(*TO_THE_TEXT[:3], "er det anonymt?")
    assert [heard["message"] for heard in engine.heard] == ["er det anonymt?"]
    assert citizen.messages[0] == PLAIN_REPLY
    step = citizen.custom("intake_step")
    assert step["step"] == "urgency" and step["interrupted"] is True


async def test_a_short_clear_question_is_heard_where_one_tells(citizen: Citizen, engine: StubEngine) -> None:
    engine.meanings["hvad koster det?"] = ("ask_price", 0.99)
    await citizen.answer(*TO_THE_TEXT, "hvad koster det?")
    assert len(engine.heard) == 1 and citizen.step == "text"


@pytest.mark.parametrize(
    "told",
    [
        STORY,
        "Min mand drikker for meget",
        "hvorfor er det altid mig der står tilbage med det hele når han har drukket alle pengene op igen",
        "jeg vil stoppe",
        "Jeg vil bare stoppe",
        "slet",
        "hash",
        "/topic_alkohol er en kommando jeg har set og min mand hedder Egon",
    ],
)
async def test_what_is_told_never_reaches_the_engine(citizen: Citizen, engine: StubEngine, told: str) -> None:
    engine.meanings[told] = ("topic_alcohol", 0.99)
    await citizen.answer(*TO_THE_TEXT, told)
    assert engine.heard == [] and citizen.kinds == ["intake_summary"]


async def test_when_unsure_it_asks_and_part_of_the_answer_stays_here(citizen: Citizen, engine: StubEngine) -> None:
    engine.meanings["hvorfor gør hun det mod mig?"] = ("nlu_fallback", 0.3)
    await citizen.answer(*TO_THE_TEXT, "hvorfor gør hun det mod mig?")
    assert "spørgsmål til mig" in citizen.text and len(citizen.messages[0]["buttons"]) == 2
    await citizen.press("En del af mit svar")
    assert citizen.custom("intake_summary")["answers"][-1]["answer"] == "hvorfor gør hun det mod mig?"
    assert engine.heard == []


async def test_when_unsure_it_asks_and_a_question_is_asked(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(*TO_THE_TEXT, "er det en god ide?", "Et spørgsmål til dig")
    assert [heard["message"] for heard in engine.heard] == ["er det en god ide?"]
    assert citizen.step == "text" and citizen.custom("intake_step")["answer"] is None


async def test_words_at_a_choice_can_be_told_to_the_counsellor(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(*TO_THE_TEXT[:2], "det er fordi jeg drikker i smug", "En del af mit svar")
    assert citizen.step == "topic" and engine.heard == []
    await citizen.answer(*TO_THE_TEXT[2:], "spring over")
    await citizen.say("og så sover jeg dårligt")
    await citizen.press("En del af mit svar")
    assert citizen.custom("intake_summary")["answers"][-1]["answer"] == "og så sover jeg dårligt"


async def test_a_button_of_the_engine_is_an_interruption(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(*TO_THE_TEXT, "/topic_alcohol")
    assert [heard["message"] for heard in engine.heard] == ["/topic_alcohol"] and citizen.step == "text"


async def test_starting_again_shows_where_one_is(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEXT[:3], START)
    assert "allerede i gang" in citizen.text and citizen.step == "urgency"


async def test_a_button_of_an_earlier_step_corrects_it(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEXT[:4], '/intake_answer{"step": "about", "value": "relative"}')
    assert citizen.step == "age"
    await citizen.answer(*TO_THE_TEXT[4:], STORY)
    assert citizen.custom("intake_summary")["answers"][0]["answer"] == "En, jeg holder af"


@pytest.mark.parametrize(
    "payload",
    [
        '/intake_answer{"step": "nothing", "value": "me"}',
        '/intake_answer{"step": "topic", "value": "me"}',
        '/intake_change{"step": "explanation"}',
        '/selftest_answer{"instrument": "who5", "number": 1, "value": 1}',
        "/intake_question",
        "/intake_continue",
        "/intake_send",
    ],
)
async def test_a_button_that_does_not_fit_changes_nothing(citizen: Citizen, engine: StubEngine, payload: str) -> None:
    await citizen.answer(*TO_THE_TEXT[:2], payload)
    assert citizen.step == "topic" and engine.heard == []


@pytest.mark.parametrize("payload", ["/intake_send", "/intake_back", '/intake_answer{"step": "about", "value": "me"}'])
async def test_a_button_without_a_form_offers_one(client: TestClient, engine: StubEngine, payload: str) -> None:
    citizen = Citizen(client)
    await citizen.say(payload)
    assert "ikke i gang" in citizen.text and engine.heard == []
    await citizen.press("Skriv anonymt til en rådgiver")
    assert citizen.step == "explanation"


# Crisis and despair.


@pytest.mark.parametrize("steps", [0, 3, 7, 8], ids=["explanation", "choice", "text", "summary"])
async def test_a_crisis_wins_and_the_form_stays(citizen: Citizen, engine: StubEngine, steps: int) -> None:
    await citizen.answer(*(*TO_THE_TEXT, STORY)[:steps])
    before = citizen.messages
    await citizen.say(CRISIS)
    assert citizen.kinds == ["crisis", ""] and citizen.custom("crisis")["level"] == "suicide"
    assert "112" in citizen.messages[0]["text"] and engine.heard == []
    await citizen.say("fortsæt" if steps != 7 else "/intake_drop")
    assert citizen.messages[-1]["custom"]["type"] == before[-1]["custom"]["type"]
    assert citizen.messages[-1]["text"] == before[-1]["text"]


async def test_what_was_told_in_a_crisis_is_sent_only_if_wanted(citizen: Citizen) -> None:
    told = f"{STORY} {CRISIS}"
    await citizen.answer(*TO_THE_TEXT, told)
    assert citizen.kinds == ["crisis", ""]
    await citizen.press("Ja, tag det med")
    assert citizen.custom("intake_summary")["answers"][-1]["answer"] == told


async def test_what_was_told_in_a_crisis_is_no_number(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEXT[:-1], "Ring mig op", "Ræven", CRISIS, "Ja, tag det med")
    assert citizen.step == "phone" and "lagt det til" in citizen.text
    await citizen.answer("20 30 40 50", "spring over")
    assert citizen.kinds == ["intake_summary"]


async def test_the_trained_classifier_is_a_second_net(citizen: Citizen, engine: StubEngine) -> None:
    engine.meanings["noget som reglerne ikke kender"] = ("crisis_suicide", 0.93)
    await citizen.answer(*TO_THE_TEXT, "noget som reglerne ikke kender")
    assert citizen.kinds == ["crisis", ""] and engine.heard == []


async def test_despair_is_asked_about_and_the_form_goes_on(citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(*TO_THE_TEXT, "jeg kan ikke mere")
    assert citizen.kinds == ["distress", "intake_summary"] and "70 201 201" in citizen.text
    await citizen.say("nej")
    assert "Tak, fordi du svarede" in citizen.text and citizen.kinds == ["", "intake_summary"]
    assert engine.heard == []


async def test_yes_to_the_question_is_a_crisis_and_sends_nothing(
    citizen: Citizen, client: TestClient, counsellors: Counsellors
) -> None:
    await citizen.answer(*TO_THE_TEXT, "jeg kan ikke mere")
    await citizen.say("ja")
    assert citizen.kinds == ["crisis", ""] and counsellors.cases(client) == []


# Where and when it works.


async def test_it_works_without_the_engine(serve: Serve, unused_tcp_port: int, counsellors: Counsellors) -> None:
    client = await serve(counsellors.recipients, GUIDE_ENGINE_URL=f"http://127.0.0.1:{unused_tcp_port}")
    citizen = Citizen(client)
    await citizen.say("jeg vil skrive anonymt til en rådgiver")
    await citizen.answer(*TO_THE_TEXT, "hvad koster det?")
    assert "spørgsmål til mig" in citizen.text
    await citizen.press("Et spørgsmål til dig")
    assert "ikke svare på lige nu" in citizen.text and citizen.step == "text"
    await citizen.answer(STORY, "Send til rådgiveren")
    assert citizen.kinds == ["intake_receipt"]


async def test_a_restart_loses_nothing(serve: Serve, citizen: Citizen, counsellors: Counsellors) -> None:
    await citizen.answer(*TO_THE_TEXT[:4])
    citizen.client = await serve(counsellors.recipients)
    await citizen.press("40 til 59 år")
    assert citizen.step == "hope"


async def test_another_key_finds_no_draft(serve: Serve, citizen: Citizen, engine: StubEngine) -> None:
    await citizen.answer(*TO_THE_TEXT[:4])
    citizen.client = await serve(GUIDE_SECRET_KEY="another key of thirty-two characters")
    await citizen.press("40 til 59 år")
    assert "ikke i gang" in citizen.text and engine.heard == []


async def test_the_case_goes_to_the_municipality_chosen_and_says_so(
    citizen: Citizen, client: TestClient, counsellors: Counsellors
) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY)
    citizen.municipality = "aalborg"
    await citizen.say("/intake_send")
    assert citizen.kinds == ["intake_summary"] and "Aalborg Kommune" in citizen.text
    await citizen.press("Send til rådgiveren")
    assert citizen.kinds == ["intake_receipt"]
    assert (len(counsellors.cases(client)), len(counsellors.cases(client, "aalborg"))) == (0, 1)


async def test_staffs_own_counsellors_read_it(serve: Serve) -> None:
    """Without anything set up for the test: an account with the role, the municipality and a key pair."""
    client = await serve()
    citizen = Citizen(client, "aalborg")
    await citizen.say(START)
    assert "80 200 500" in citizen.text
    personnel, password = client.server.app[STAFF].personnel, "fire gode korte ord"
    personnel.accounts.create("alma", ("counsellor",), ("aalborg",))
    alma = personnel.accounts.named("alma").id
    wrapped = new_counsellor_keys(password, Cost(opslimit=1, memlimit=8192))
    personnel.accounts.choose_password(alma, password, KeyPair(**asdict(wrapped)))
    await citizen.answer(START, *TO_THE_TEXT, STORY, "Send til rådgiveren")
    assert citizen.kinds == ["intake_receipt"]
    store, key = client.server.app[CASE_STORE], unlock(wrapped, password)
    [summary] = store.inbox(alma, key)
    case = store.enter_as_counsellor(summary.id, alma, key)
    assert case and case.read()[0].text == STORY


async def test_without_counsellors_it_says_whom_to_ring(client: TestClient) -> None:
    citizen = Citizen(client, "glostrup")
    await citizen.say(START)
    assert citizen.kinds == [""] and "Glostrup" in citizen.text and "80 200 500" in citizen.text


async def test_when_the_last_counsellor_has_gone_nothing_is_lost(citizen: Citizen) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY)
    citizen.municipality = "glostrup"
    await citizen.answer("/intake_send", "/intake_send")
    assert "ikke sendt" in citizen.text
    citizen.municipality = "ballerup"
    await citizen.answer("/intake_send", "/intake_send")
    assert citizen.kinds == ["intake_receipt"]


async def test_the_engine_begins_it(client: TestClient, engine: StubEngine) -> None:
    engine.replies = [{"text": "?", "buttons": [], "custom": {"type": "intake_step", "step": "explanation"}}]
    citizen = Citizen(client)
    await citizen.say("jeg vil tale anonymt med nogen")
    assert citizen.step == "explanation" and citizen.custom("intake_step")["options"]


@pytest.mark.parametrize(("municipality", "kinds"), [("ballerup", ["intake_step"]), ("glostrup", ["offers"])])
async def test_a_wish_with_a_topic_gets_the_form_or_where_nobody_reads_the_offers(
    client: TestClient, engine: StubEngine, municipality: str, kinds: list[str]
) -> None:
    start = {"text": "?", "buttons": [], "custom": {"type": "intake_step", "step": "explanation"}}
    engine.replies = [{**PLAIN_REPLY, "custom": OFFERS}, start]
    citizen = Citizen(client, municipality)
    await citizen.say("jeg drikker for meget og vil skrive til en uden navn")
    assert citizen.kinds == kinds


OFFERS = {"type": "offers", "topic": "alcohol", "topics": ["alcohol"], "municipality": "ballerup", "offers": []}
BUTTON = {"title": "Skriv anonymt til en rådgiver", "payload": START}


@pytest.mark.parametrize(
    ("custom", "intent", "municipality", "is_offered"),
    [
        (OFFERS, "topic_alcohol", "ballerup", True),
        ({**OFFERS, "topic": "stress", "topics": ["stress", "drugs"]}, "topic_stress", "ballerup", True),
        ({**OFFERS, "topic": "stress", "topics": ["stress"]}, "topic_stress", "ballerup", False),
        (OFFERS, "topic_alcohol", "glostrup", False),
        (None, "ask_anonymity", "ballerup", True),
        (None, "ask_human", "aalborg", True),
        (None, "thank", "ballerup", False),
        ({"type": "crisis", "level": "suicide", "helplines": []}, "ask_human", "ballerup", False),
    ],
)
async def test_it_is_offered_where_it_fits_and_somebody_reads(
    client: TestClient,
    engine: StubEngine,
    custom: dict[str, Any] | None,
    intent: str,
    municipality: str,
    is_offered: bool,
) -> None:
    engine.replies = [{**PLAIN_REPLY, **({"custom": custom} if custom else {})}]
    engine.intent = intent
    citizen = Citizen(client, municipality)
    await citizen.say("hej")
    assert (BUTTON in citizen.messages[-1]["buttons"]) == is_offered


async def test_forget_deletes_it(citizen: Citizen, client: TestClient, engine: StubEngine) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY)
    assert (await client.post("/api/chat/forget", json={"session": citizen.session})).status == 204
    await citizen.say("Send til rådgiveren")
    assert [heard["message"] for heard in engine.heard] == ["Send til rådgiveren"]


async def test_forget_deletes_it_even_when_the_engine_cannot(citizen: Citizen, engine: StubEngine) -> None:
    engine.status = 500
    response = await citizen.client.post("/api/chat/forget", json={"session": citizen.session})
    await assert_refused(response, 503, "engine_unavailable")
    engine.status = 200
    await citizen.say("ja")
    assert [heard["message"] for heard in engine.heard] == ["ja"]


# Floods.


async def test_when_much_is_sent_a_proof_is_demanded(citizen: Citizen, client: TestClient) -> None:
    await citizen.answer(*TO_THE_TEXT, STORY)
    proof = client.server.app[PROOF]
    for _ in range(200):
        proof.count_attempt()
    assert not proof.calm()
    await citizen.press("Send til rådgiveren")
    assert citizen.kinds == ["", "intake_summary"] and "en gang til" in citizen.text
    asked = citizen.custom("intake_summary")["proof"]
    number = next(n for n in count() if leading_zero_bits(f"{asked['challenge']}:{n}") >= asked["bits"])
    await citizen.say(f'/intake_send{{"challenge": "{asked["challenge"]}", "number": "{number}"}}')
    assert citizen.kinds == ["intake_receipt"]


def leading_zero_bits(text: str) -> int:
    return 256 - int.from_bytes(hashlib.sha256(text.encode()).digest()).bit_length()


# Traces.


async def test_no_byte_of_it_is_on_the_disk_in_the_log_or_in_the_engine(
    serve: Serve, counsellors: Counsellors, engine: StubEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{tmp_path}/cases/cases.db"
    database = create_engine_from_url(url)
    upgrade(database)
    database.dispose()
    client = await serve(counsellors.recipients, GUIDE_CASES_DATABASE_URL=url)
    citizen = Citizen(client)
    caplog.set_level(0)
    await citizen.answer(START, *TO_THE_TEXT[:-1], "Ring mig op", "Ræven-Egon", "20 30 40 50", "garagen?")
    await citizen.answer("En del af mit svar")
    during = _bytes(tmp_path)
    await citizen.answer('/intake_change{"step": "text"}', STORY)
    await citizen.answer("Send til rådgiveren")
    receipt = citizen.custom("intake_receipt")["receipt"]
    kept = during + _bytes(tmp_path) + caplog.text.encode() + repr(engine.heard).encode()
    assert len(kept) > 20_000
    written = ("Egon", "20304050", "garagen", "flasker", "callback", "40_59")
    for secret in (*written, citizen.session or "", receipt, receipt[:9]):
        assert secret.encode() not in kept, secret


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_without_its_database_an_answer_goes_nowhere_but_a_crisis_is_answered(
    serve: Serve, engine: StubEngine, tmp_path: Path
) -> None:
    client = await serve(GUIDE_CASES_DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")
    response = await client.post("/api/chat", json={"message": "torsdag passer mig fint"})
    await assert_refused(response, 503, "engine_unavailable")
    body = await (await client.post("/api/chat", json={"message": CRISIS})).json()
    assert body["messages"][0]["custom"]["type"] == "crisis" and engine.heard == []


async def test_without_any_counsellor_yet_it_can_be_tried_and_says_that_nobody_reads(
    serve: Serve, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/cases.db"
    database = create_engine_from_url(url)
    upgrade(database)
    upgrade_staff(database)
    client = await serve(GUIDE_CASES_DATABASE_URL=url)
    citizen = Citizen(client)
    await citizen.say("/start_counselling")
    assert citizen.custom("intake_step") and "ingen rådgiver, som læser" in citizen.text
    for answer in TO_THE_TEXT:
        await citizen.press(answer)
    await citizen.say(STORY)
    assert "Ingen rådgiver læser det, du sender" in citizen.custom("intake_summary")["introduction"]
    await citizen.press("Send til rådgiveren")
    assert client.server.app[CASE_STORE].enter_with_receipt(citizen.custom("intake_receipt")["receipt"])
    own_page = await (await client.get("/api/anonym/form")).json()
    assert "ingen rådgiver, som læser" in own_page["steps"][0]["hint"]
