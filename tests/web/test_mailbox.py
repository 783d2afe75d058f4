"""Mailbox and own page over HTTP: sent, answered, read, written on, deleted; and nobody else gets in."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from citizen import Counsellors
from hypothesis import given
from hypothesis import strategies as st
from receipt_holder import SENT, ReceiptHolder, proof, prove, send
from stub_engine import Serve, StubEngine
from test_chat_contract import assert_refused

from intake.database import create_engine_from_url
from intake.hours import utc_now
from intake.migrate import upgrade
from intake.stretching import TooBusy
from intake.texts import COUNSELLOR
from staff.migrate import upgrade as upgrade_staff
from web import health
from web.counselling.purging import PURGE_JOB
from web.counselling.rooms import CASE_STORE, PROOF, SENDER
from web.mailbox.postbox import UNLOCKED
from web.mailbox.unlocked import MOST_OPEN, UnlockedCases

STORY = "Jeg har skjult det i elleve år, og ingen på arbejdet ved noget."
MORE = "Min søster har også set flaskerne nu."
ANSWER = "Tak, fordi du skriver. Det er modigt."
CRISIS = "jeg vil tage livet af mig selv i aften"


@pytest.fixture
def counsellors() -> Counsellors:
    return Counsellors()


@pytest.fixture
async def client(serve: Serve, counsellors: Counsellors) -> TestClient:
    return await serve(counsellors.recipients)


@pytest.fixture
async def holder(client: TestClient) -> ReceiptHolder:
    """Somebody who has sent and entered."""
    holder = ReceiptHolder(client, (await (await send(client, STORY)).json())["receipt"])
    assert (await holder.enter()).status == 200
    return holder


def answer(client: TestClient, counsellors: Counsellors, text: str) -> None:
    """A counsellor claims the newest case and answers."""
    who, key = counsellors.keys["ballerup"]
    store = client.server.app[CASE_STORE]
    for each in store.inbox(who, key):
        store.claim(each.id, who)
        case = store.enter_as_counsellor(each.id, who, key)
        assert case
        case.write(COUNSELLOR, text)


async def test_sent_answered_read_and_written_on(
    holder: ReceiptHolder, client: TestClient, counsellors: Counsellors
) -> None:
    assert holder.messages == [("citizen", STORY)]
    assert holder.case["municipality"] == {"code": "ballerup", "name": "Ballerup Kommune"}
    assert [each["answer"] for each in holder.case["answers"]] == ["Mig selv", "Stoffer", "Det haster"]
    assert holder.case["messages"][0]["at"].endswith(":00:00+00:00") and holder.case["closed"] is False
    answer(client, counsellors, ANSWER)
    assert (await holder.read()).status == 200
    written = await (await holder.write(MORE)).json()
    assert written["alert"] is None
    holder.case = written["case"]
    assert holder.messages == [("citizen", STORY), ("counsellor", ANSWER), ("citizen", MORE)]
    [case] = counsellors.cases(client)
    assert [each.text for each in case.read()] == [STORY, ANSWER, MORE]


@pytest.mark.parametrize(
    "mess", [str.lower, lambda code: f"  {code.replace('-', ' ')}\n", lambda code: code.replace("-", "")]
)
async def test_a_receipt_is_forgiven_how_it_is_typed(holder: ReceiptHolder, mess: Any) -> None:
    holder.receipt = mess(holder.receipt).replace("0", "o").replace("1", "l")
    assert (await holder.enter()).status == 200 and holder.messages == [("citizen", STORY)]


@pytest.mark.parametrize("receipt", ["", "0000-0000-0000-0000", "kode", "7Q4M" * 5, "æøå" * 60])
async def test_a_wrong_receipt_opens_nothing(client: TestClient, receipt: str) -> None:
    await assert_refused(await ReceiptHolder(client, receipt).enter(), 404, "unknown_receipt")


async def test_deleting_deletes_for_both_and_everywhere(
    holder: ReceiptHolder, client: TestClient, counsellors: Counsellors
) -> None:
    other = ReceiptHolder(client, holder.receipt)
    await other.enter()
    assert (await holder.delete()).status == 204
    assert counsellors.cases(client) == []
    for each in (holder, other):
        await assert_refused(await each.read(), 401, "mailbox_locked")
        await assert_refused(await each.enter(), 404, "unknown_receipt")


async def test_a_case_that_was_purged_meanwhile_is_gone(holder: ReceiptHolder, counsellors: Counsellors) -> None:
    [case] = counsellors.cases(holder.client)
    case.delete()
    await assert_refused(await holder.read(), 410, "case_gone")
    await assert_refused(await holder.write(MORE), 410, "case_gone")


async def test_leaving_locks(holder: ReceiptHolder, client: TestClient) -> None:
    assert (await holder.leave()).status == 204 and (await holder.leave()).status == 204
    assert len(client.server.app[UNLOCKED]) == 0
    for refused in (await holder.read(), await holder.write(MORE), await holder.delete()):
        await assert_refused(refused, 401, "mailbox_locked")
        assert refused.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic {token}", "{token}", "bearer  {token}"])
async def test_only_the_whole_token_opens(holder: ReceiptHolder, header: str) -> None:
    headers = {"Authorization": header.format(token=holder.token)}
    response = await holder.client.get("/api/postkasse/messages", headers=headers)
    await assert_refused(response, 401, "mailbox_locked")


async def test_an_idle_mailbox_locks_itself(serve: Serve, counsellors: Counsellors) -> None:
    client = await serve(counsellors.recipients, GUIDE_MAILBOX_IDLE="1")
    holder = ReceiptHolder(client, (await (await send(client, STORY)).json())["receipt"])
    entered = await (await holder.enter()).json()
    assert entered["idle_seconds"] == 1
    for _ in range(3):
        await asyncio.sleep(0.5)
        assert (await holder.read()).status == 200, "reading keeps it open"
    await asyncio.sleep(1.1)
    await assert_refused(await holder.read(), 401, "mailbox_locked")


def test_the_longest_idle_give_way() -> None:
    class Case:
        id = 1

    now = [0.0]
    cases = UnlockedCases(10, lambda: now[0])
    first, second = cases.open(Case()), cases.open(Case())
    assert cases.get(first)
    for _ in range(MOST_OPEN - 1):
        cases.open(Case())
    assert cases.get(second) is None and cases.get(first) and len(cases) == MOST_OPEN
    now[0] = 10.0
    cases.forget_idle()
    assert len(cases) == 0 and cases.get(first) is None


@given(st.text())
def test_no_other_token_opens(token: str) -> None:
    cases = UnlockedCases(10)
    cases.open(object())
    assert cases.get(token) is None


# Proof of work.


async def test_every_proof_works_once_and_for_its_purpose(holder: ReceiptHolder, client: TestClient) -> None:
    used = await proof(client, "postkasse")
    body = {"receipt": holder.receipt, "proof": used}
    assert (await client.post("/api/postkasse/enter", json=body)).status == 200
    await assert_refused(await client.post("/api/postkasse/enter", json=body), 403, "bad_proof")
    body["proof"] = await proof(client, "anonym")
    await assert_refused(await client.post("/api/postkasse/enter", json=body), 403, "bad_proof")
    wrong = await client.post("/api/postkasse/messages", json={"text": MORE, "proof": used}, headers=holder.headers)
    await assert_refused(wrong, 403, "bad_proof")
    sent = {"municipality": "ballerup", "answers": SENT, "proof": {"challenge": "x", "number": "1"}}
    await assert_refused(await client.post("/api/anonym/send", json=sent), 403, "bad_proof")


async def test_guessing_makes_the_work_grow(client: TestClient) -> None:
    easy = await (await client.get("/api/postkasse/challenge")).json()
    for _ in range(60):
        client.server.app[PROOF].count_attempt()
    hard = await (await client.get("/api/postkasse/challenge")).json()
    assert hard["bits"] == easy["bits"] + 2


async def test_a_refused_send_in_the_chat_makes_nobody_else_work(client: TestClient) -> None:
    sender, work = client.server.app[SENDER], client.server.app[PROOF]
    while work.calm():
        assert sender.is_proved(None, None)
    bits = work.bits()
    for _ in range(200):
        assert not sender.is_proved(None, None) and not sender.is_proved("rubbish", "1")
    assert work.bits() == bits
    given = work.challenge("send")
    assert sender.is_proved(**{**prove(given.challenge, given.bits)})


# What is sent.


async def test_the_form_is_intakes_and_says_who_would_read(client: TestClient) -> None:
    form = await (await client.get("/api/anonym/form")).json()
    assert {each["code"]: each["open"] for each in form["municipalities"]} == {
        **{"aalborg": True, "ballerup": True},
        **{"demo": False, "glostrup": False},
    }
    assert [step["name"] for step in form["steps"]][:3] == ["explanation", "about", "topic"]
    assert "90 dage" in form["steps"][0]["hint"] and form["selftests"] == {"alcohol": "audit_c", "mind": "who5"}


@pytest.mark.parametrize(
    ("answers", "status", "code"),
    [
        ({}, 409, "nothing_to_send"),
        ({"about": ""}, 409, "nothing_to_send"),
        ({"reply": "callback", "phone": "12 34"}, 409, "not_a_number"),
        ({"about": "me", "topic": "alcohol", "selftest": "yes"}, 409, "bad_answer"),
        ({"about": "somebody"}, 400, "bad_request"),
        ({"explanation": "start"}, 400, "bad_request"),
        ({"password": "x"}, 400, "bad_request"),
        ({"about": ["me"]}, 400, "bad_request"),
        ({"text": "x" * 8001}, 400, "text_too_long"),
        ({"alias": "x" * 61}, 400, "text_too_long"),
    ],
)
async def test_what_does_not_fit_is_refused(
    client: TestClient, counsellors: Counsellors, answers: dict[str, Any], status: int, code: str
) -> None:
    body = {"municipality": "ballerup", "answers": answers, "proof": await proof(client, "anonym")}
    await assert_refused(await client.post("/api/anonym/send", json=body), status, code)
    assert counsellors.cases(client) == []


async def test_the_longest_text_goes_in_as_browsers_send_it(client: TestClient, counsellors: Counsellors) -> None:
    text = "æ😀" * 4000
    body = {"municipality": "ballerup", "answers": {"text": text}, "proof": await proof(client, "anonym")}
    sent = await client.post("/api/anonym/send", data=json.dumps(body, ensure_ascii=False).encode())
    assert sent.status == 201
    [case] = counsellors.cases(client)
    assert case.read()[0].text == text


async def test_a_closed_or_unknown_municipality_says_whom_to_ring(client: TestClient) -> None:
    refused = await send(client, STORY, municipality="glostrup")
    assert "80 200 500" in (await refused.json())["error"]["message"]
    await assert_refused(refused, 409, "mailbox_closed")
    await assert_refused(await send(client, STORY, municipality="odense"), 404, "unknown_municipality")


async def test_a_test_on_the_way(client: TestClient, counsellors: Counsellors) -> None:
    chosen: list[int] = []
    while True:
        asked = await client.post("/api/anonym/selftest", json={"instrument": "who5", "chosen": chosen})
        reply = await asked.json()
        if reply["result"]:
            break
        assert reply["question"]["number"] == len(chosen) + 1 and len(reply["question"]["options"]) == 6
        chosen.append(len(reply["question"]["options"]) - 1)
    assert (reply["result"]["score"], reply["result"]["asks_gently"]) == (0, True) or reply["result"]["score"] == 100
    answers = {"about": "me", "topic": "mind", "selftest": "yes"}
    assert (await send(client, STORY, answers, results={"who5": chosen})).status == 201
    [case] = counsellors.cases(client)
    assert case.answers()["selftest"].startswith(f"WHO-5: {reply['result']['score']} af 100")
    await assert_refused(await send(client, STORY, answers, results={"who5": [0]}), 409, "bad_answer")
    for wrong in ([9], [0] * 6):
        refused = await client.post("/api/anonym/selftest", json={"instrument": "who5", "chosen": wrong})
        await assert_refused(refused, 409, "bad_answer")


async def test_a_crisis_is_answered_and_sent_all_the_same(client: TestClient, holder: ReceiptHolder) -> None:
    checked = await client.post("/api/anonym/check", json={"text": CRISIS, "municipality": "ballerup"})
    sent = await send(client, CRISIS)
    written = await holder.write(CRISIS)
    for answered in (checked, sent, written):
        alert = (await answered.json())["alert"]
        assert alert["custom"]["type"] == "crisis" and "112" in alert["text"]
        assert "Livslinien" in [line["name"] for line in alert["custom"]["helplines"]]
    calm = await client.post("/api/anonym/check", json={"text": STORY, "municipality": "ballerup"})
    assert (await calm.json()) == {"alert": None}


async def test_despair_gets_a_number(client: TestClient) -> None:
    body = {"text": "jeg kan ikke mere", "municipality": "ballerup"}
    alert = (await (await client.post("/api/anonym/check", json=body)).json())["alert"]
    assert alert["custom"]["type"] == "distress" and "70 201 201" in alert["text"]


async def test_too_busy_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise TooBusy

    monkeypatch.setattr(client.server.app[CASE_STORE], "enter_with_receipt", busy)
    monkeypatch.setattr(client.server.app[CASE_STORE], "open_case", busy)
    for refused in (await ReceiptHolder(client, "7Q4M").enter(), await send(client, STORY)):
        await assert_refused(refused, 503, "too_busy")
        assert int(refused.headers["Retry-After"]) > 0 and "112" in (await refused.json())["error"]["message"]


async def test_without_its_database_the_mailbox_says_so_and_the_chat_goes_on(
    serve: Serve, counsellors: Counsellors, tmp_path: Path
) -> None:
    client = await serve(counsellors.recipients, GUIDE_CASES_DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")
    await assert_refused(await ReceiptHolder(client, "0000-0000-0000-0000").enter(), 503, "cases_unavailable")
    await assert_refused(await send(client, STORY), 503, "cases_unavailable")
    ready = await client.get("/readyz")
    assert ready.status == 200 and (await ready.json())["cases"] is None


# What the browser is told.


@pytest.mark.parametrize(
    "path", ["/postkasse", "/anonym", "/api/postkasse/challenge", "/api/anonym/form", "/api/postkasse/messages"]
)
async def test_the_strictest_headers_even_for_configured_origins(serve: Serve, path: str) -> None:
    origin = "https://www.ballerup.example"
    client = await serve(GUIDE_ALLOWED_ORIGINS=origin)
    response = await client.get(path, headers={"Origin": origin})
    headers = response.headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY" and "noindex" in headers["X-Robots-Tag"]
    assert not [name for name in headers if name.startswith(("Access-Control", "Set-Cookie"))]
    preflight = await client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
    assert not [name for name in preflight.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", ["/postkasse", "/anonym"])
async def test_without_scripts_the_page_says_whom_to_ring(client: TestClient, path: str) -> None:
    page = await (await client.get(path)).text()
    without = page[page.index("<noscript>") : page.index("</noscript>")]
    for number in ("112", "80 200 500", "70 201 201", "44 77 20 00"):
        assert number in without
    assert "<input" not in page and "<form" not in page, "nothing that could put a code into an address"


async def test_leaving_leads_where_the_operator_says(serve: Serve) -> None:
    assert 'id="leave" href="/politikker"' in await (await (await serve()).get("/postkasse")).text()
    client = await serve(GUIDE_LEAVE_URL="https://www.ballerup.dk/")
    assert 'id="leave" href="https://www.ballerup.dk/"' in await (await client.get("/anonym")).text()


# What is kept.


async def test_the_purge_runs_by_itself_and_its_backlog_is_shown(
    serve: Serve, counsellors: Counsellors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "ASK_EVERY_SECONDS", 0.0)
    client = await serve(counsellors.recipients, GUIDE_PURGE_INTERVAL="3")
    receipt = (await (await send(client, STORY)).json())["receipt"]
    job = client.server.app[PURGE_JOB]
    monkeypatch.setattr(job, "_clock", lambda: utc_now() + timedelta(days=91))
    cases = (await (await client.get("/readyz")).json())["cases"]
    assert cases["overdue_cases"] >= 1
    async with asyncio.timeout(10):
        while (await job.backlog())["overdue_cases"]:
            await asyncio.sleep(0.1)
    cases = (await (await client.get("/readyz")).json())["cases"]
    assert cases["overdue_cases"] == cases["overdue_drafts"] == 0 and cases["last_run"]
    await assert_refused(await ReceiptHolder(client, receipt).enter(), 404, "unknown_receipt")


async def test_no_file_and_no_log_holds_what_was_written(
    serve: Serve,
    counsellors: Counsellors,
    engine: StubEngine,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Everything is done that can be done, and then every byte is searched."""
    caplog.set_level(logging.DEBUG)
    url = f"sqlite:///{tmp_path}/cases.db"
    database = create_engine_from_url(url)
    upgrade(database)
    upgrade_staff(database)
    client = await serve(counsellors.recipients, GUIDE_CASES_DATABASE_URL=url)
    texts = [STORY, MORE, ANSWER, CRISIS, "Ræven", "20 30 40 50", "20304050"]
    answers = {"about": "me", "topic": "mind", "reply": "callback", "alias": "Ræven", "phone": "20 30 40 50"}
    await client.post("/api/anonym/check", json={"text": STORY, "municipality": "ballerup"})
    holder = ReceiptHolder(client, (await (await send(client, STORY, answers)).json())["receipt"])
    await ReceiptHolder(client, holder.receipt[:-1]).enter()
    await holder.enter()
    answer(client, counsellors, ANSWER)
    await holder.write(MORE)
    await holder.write(CRISIS)
    await holder.leave()
    await holder.read()
    bare = holder.receipt.replace("-", "")
    secrets = [*texts, holder.receipt, bare, bare.lower(), holder.token]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert len(kept) > 100_000 and b"ballerup" in kept, "the search looks at the right files"
    logged = caplog.text + "".join(repr(record.__dict__) for record in caplog.records)
    assert "/api/postkasse/enter" in logged
    for secret in secrets:
        assert secret.encode() not in kept and secret not in logged, secret
    assert engine.heard == [] and engine.pondered == []
