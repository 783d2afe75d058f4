"""The counsellors' inbox over HTTP: who sees which case, who takes it, and what becomes of it."""

from __future__ import annotations

import asyncio
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient
from citizen import Citizen
from console_browser import OWN_PASSWORD, Browse, Page, Person, desk_of
from counsellors import INBOX, STORY, Counsellor, acts, write
from sqlalchemy import text
from stub_engine import SECRET_KEY

from intake.cases import CASES
from intake.keys import derived_key
from intake.recovery_keys import RecoveryKeys
from intake.stretching import Cost, stretch
from web.console import __main__ as command_line
from web.console.desk import tidy

CHEAP = Cost(opslimit=1, memlimit=8192)
ANSWER = "Tak, fordi du skriver. Hvad fylder mest?"
NOTE = "Ringet til socialrådgiver uden navn."
DANGER = "Jeg kan ikke mere. Jeg vil tage mit eget liv i nat."


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.keys.stretch", lambda secret, salt, _: stretch(secret, salt, CHEAP))


@pytest.fixture
async def anna(console: TestClient, browse: Browse) -> Counsellor:
    return await Counsellor.at_work(console, browse, "anna")


@pytest.fixture
async def bo(console: TestClient, browse: Browse) -> Counsellor:
    return await Counsellor.at_work(console, browse, "bo")


def counts(page: Page) -> list[int]:
    """The numbers on the tabs: new, mine, waiting, colleagues', closed."""
    return [int(number) for number in re.findall(r'<span class="count">(\d+)</span>', page.html)]


def badge(page: Page) -> int:
    found = re.search(r'<span class="badge">(\d+)<', page.html)
    return int(found[1]) if found else 0


def listed(page: Page) -> list[str]:
    """The cases of the list in order, by id."""
    return re.findall(rf'<h3><a href="{INBOX}/([0-9a-f-]{{36}})"', page.html)


def exchange_key(client: TestClient, counsellor: Counsellor) -> None:
    """What somebody does who can write to the database, but has not the server's key."""
    with desk_of(client).engine.begin() as connection:
        connection.execute(
            text("UPDATE staff_key_pair SET public_key = :key WHERE account_id = :id"),
            {"key": b"k" * 32, "id": counsellor.account.id.hex},
        )


def recipients(client: TestClient, case_id: uuid.UUID) -> set[uuid.UUID]:
    """To whom a case is sealed."""
    with desk_of(client).engine.connect() as connection:
        found = connection.execute(text("SELECT recipient_id FROM case_key WHERE case_id = :id"), {"id": case_id.hex})
        return {uuid.UUID(each) for each in found.scalars()}


async def test_a_case_from_its_arrival_to_its_end(console: TestClient, anna: Counsellor, bo: Counsellor) -> None:
    assert counts(await anna.see()) == [0, 0, 0, 0, 0]
    citizen = write(console)
    page = await anna.see()
    assert page.path == INBOX and listed(page) == [str(citizen.id)] and counts(page) == [1, 0, 0, 0, 0]
    assert badge(page) == 1 and "Alkohol" in page.html and "Gerne i denne uge" in page.html
    assert "under 1 time" in page.html and STORY not in page.html

    page = await anna.do(citizen.id, "tag")
    assert page.path == f"{INBOX}/{citizen.id}" and "Du har henvendelsen nu." in page.html
    assert STORY in page.html and "Gode råd" in page.html and "Hvad du håber på" in page.html
    page = await anna.do(citizen.id, "svar", do="send", answer=ANSWER)
    assert "Dit svar er sendt." in page.html
    page = await anna.do(citizen.id, "notat", note=NOTE)
    assert NOTE in page.html and "anna" in page.html
    assert [message.text for message in citizen.read()] == [STORY, ANSWER]
    assert counts(await anna.see("venter")) == [0, 0, 1, 0, 0] and badge(await anna.see()) == 0

    citizen.write("citizen", "Det fylder alt.")
    page = await anna.see("mine")
    assert counts(page) == [0, 1, 0, 0, 0] and "1 ny besked" in page.html and badge(page) == 1
    page = await anna.do(citizen.id, "giv", colleague=str(bo.account.id))
    assert "Din kollega har henvendelsen nu." in page.html and counts(page) == [0, 0, 0, 1, 0]
    page = await bo.read(citizen.id)
    assert NOTE in page.html and "Det fylder alt." in page.html
    page = await bo.do(citizen.id, "luk")
    assert "Henvendelsen er lukket." in page.html and counts(page) == [0, 0, 0, 0, 1]
    page = await bo.do(citizen.id, "aabn")
    assert "Henvendelsen er åben igen" in page.html and counts(await bo.see()) == [0, 1, 0, 0, 0]
    page = await bo.do(citizen.id, "slip")
    assert "Alle rådgivere kan tage den." in page.html and counts(page) == [1, 0, 0, 0, 0]


async def test_everything_is_in_the_log_and_no_word_of_it(
    console: TestClient, anna: Counsellor, bo: Counsellor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    citizen, before = write(console), len(acts(console))
    await anna.see()
    for act, fields in (
        ("tag", {}),
        ("svar", {"do": "send", "answer": ANSWER}),
        ("notat", {"note": NOTE}),
        ("luk", {}),
        ("aabn", {}),
        ("giv", {"colleague": str(bo.account.id)}),
    ):
        await anna.do(citizen.id, act, **fields)
    await bo.do(citizen.id, "slip")
    done = acts(console)[before:]
    assert [act for act in done if act not in ("case_opened", "inbox_viewed")] == [
        *("case_claimed", "case_answered", "case_note_written", "case_closed", "case_reopened"),
        *("case_handed_over", "case_given", "case_released"),
    ]
    # Each page that showed the case, and each that showed the list, has its line.
    assert done.count("case_opened") == 4 and done.count("inbox_viewed") == 4
    entries = desk_of(console).personnel.audit.entries(500)
    assert all(entry.subject_id == citizen.id for entry in entries if entry.action.startswith("case_op"))
    assert desk_of(console).personnel.audit.verify().broken is None
    said = caplog.text + repr(entries) + "".join(str(record.__dict__) for record in caplog.records)
    for word in (STORY, ANSWER, NOTE, "drikker"):
        assert word not in said


@pytest.mark.parametrize("role", ["reviewer", "editor", "administrator"])
async def test_other_roles_see_no_case(console: TestClient, browse: Browse, anna: Counsellor, role: str) -> None:
    citizen, browser = write(console), browse()
    page = await browser.settle_in(Person.employ(console, "eva", role, municipalities=("ballerup",)))
    assert "Henvendelser" not in page.html
    for path in (INBOX, f"{INBOX}/{citizen.id}", "/personale/kolleger"):
        page = await browser.open(path)
        assert page.status == 403 and STORY not in page.html and "Alkohol" not in page.html
    for act in ("tag", "svar", "notat", "overtag", "slip", "giv", "luk", "aabn"):
        assert (await browser.send(f"{INBOX}/{citizen.id}/{act}", answer="x", note="x", do="send")).status == 403
    assert (await browser.send(f"/personale/kolleger/{anna.account.id}/del")).status == 403
    assert citizen.facts().claimed_by is None and len(citizen.read()) == 1


async def test_another_municipalitys_counsellor_sees_nothing(
    console: TestClient, browse: Browse, anna: Counsellor
) -> None:
    citizen = write(console)
    eva = await Counsellor.at_work(console, browse, "eva", "glostrup")
    page = await eva.see()
    assert counts(page) == [0, 0, 0, 0, 0] and str(citizen.id) not in page.html and "anna" not in page.html
    assert (await eva.read(citizen.id)).status == 404
    for act in ("tag", "svar", "notat", "overtag", "slip", "giv", "luk", "aabn"):
        page = await eva.do(citizen.id, act, answer="x", note="x", do="send")
        assert page.status == 404 and STORY not in page.html
    assert "anna" not in (await eva.browser.open("/personale/kolleger")).html
    assert acts(console).count("case_refused") == 9 and len(citizen.read()) == 1


async def test_who_leaves_a_municipality_leaves_its_cases(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    anna.person.personnel.accounts.set_roles(anna.account.id, ["counsellor"], ["glostrup"])
    assert counts(await anna.see("mine")) == [0, 0, 0, 0, 0]
    assert (await anna.read(citizen.id)).status == 404
    await tidy(desk_of(console))
    assert citizen.facts().claimed_by is None
    anna.person.personnel.accounts.set_roles(anna.account.id, ["counsellor"], ["ballerup"])
    page = await anna.see()
    assert counts(page) == [0, 0, 0, 0, 0] and "1 åben henvendelse er ikke delt med dig endnu" in page.html


async def test_of_two_at_once_one_gets_it_and_the_other_is_told_who(
    console: TestClient, anna: Counsellor, bo: Counsellor
) -> None:
    for _ in range(5):
        citizen = write(console)
        for each in (anna, bo):
            await each.see()
        pages = await asyncio.gather(anna.do(citizen.id, "tag"), bo.do(citizen.id, "tag"))
        assert sorted(page.status for page in pages) == [200, 409]
        winner, loser = ((anna, bo), (bo, anna))[pages[0].status == 409]
        (refusal,) = (page for page in pages if page.status == 409)
        assert f"{winner.person.name} har den nu. Tak" in refusal.html and STORY not in refusal.html
        assert citizen.facts().claimed_by == winner.account.id
        page = await loser.read(citizen.id)
        assert STORY not in page.html and f"{winner.person.name} har den her henvendelse" in page.html
        await winner.do(citizen.id, "luk")
    assert acts(console).count("case_claimed") == 5


async def test_a_colleagues_case_stays_shut_until_it_is_taken_over(
    console: TestClient, anna: Counsellor, bo: Counsellor
) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    page = await bo.see("kolleger")
    assert listed(page) == [str(citizen.id)] and "anna har den." in page.html
    for act, fields in (("svar", {"do": "send", "answer": "x"}), ("slip", {}), ("luk", {})):
        page = await bo.do(citizen.id, act, **fields)
        assert page.status == 409 and STORY not in page.html
    for act, fields in (("svar", {"do": "insert", "template": "welcome"}), ("notat", {"note": NOTE})):
        page = await bo.do(citizen.id, act, **fields)
        assert page.status == 409 and STORY not in page.html
    assert (await bo.do(citizen.id, "giv", colleague=str(anna.account.id))).status == 409
    assert len(citizen.read()) == 1
    page = await bo.do(citizen.id, "overtag")
    assert STORY in page.html and citizen.facts().claimed_by == bo.account.id
    assert "case_taken_over" in acts(console)
    assert NOTE not in page.html
    page = await anna.do(citizen.id, "svar", do="send", answer=ANSWER)
    assert page.status == 409 and "er det gemt" in page.html
    await anna.do(citizen.id, "overtag")
    assert f">\n{ANSWER}</textarea>" in (await anna.read(citizen.id)).html and len(citizen.read()) == 1


async def test_one_who_has_no_claim_cannot_write_to_a_new_case(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    assert "Send svaret" not in (await anna.read(citizen.id)).html
    page = await anna.do(citizen.id, "svar", do="send", answer=ANSWER)
    assert page.status == 409 and len(citizen.read()) == 1


async def test_danger_comes_first_then_urgency_then_age(console: TestClient, anna: Counsellor) -> None:
    calm = write(console, urgency="calm")
    soon = write(console, urgency="soon")
    unsaid = write(console, urgency="")
    danger = write(console, DANGER, urgency="calm")
    page = await anna.see()
    assert listed(page) == [str(case.id) for case in (danger, soon, calm, unsaid)]
    assert page.html.count("Måske fare: Tanker om selvmord") == 1 and "Nogen kan være i fare." in page.html
    page = await anna.read(danger.id)
    assert "Måske er nogen i fare" in page.html and "70 201 201" in page.html
    assert "Måske er nogen i fare" not in (await anna.read(calm.id)).html


async def test_danger_in_a_later_message_is_marked_for_everybody(
    console: TestClient, anna: Counsellor, bo: Counsellor
) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    await anna.do(citizen.id, "svar", do="send", answer=ANSWER)
    citizen.write("citizen", "Min far slår mig og min lillebror hver dag.")
    page = await bo.see()
    assert "Nogen kan være i fare." in page.html and "?fane=kolleger" in page.html
    assert "Måske fare: Et barn i fare" in (await bo.see("kolleger")).html
    page = await anna.read(citizen.id)
    assert "pligt til at underrette" in page.html


async def test_what_a_counsellor_writes_is_no_danger(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    page = await anna.do(citizen.id, "svar", do="send", answer="Tænker du på at tage dit eget liv?")
    assert "Måske er nogen i fare" not in page.html
    assert "Måske fare" not in (await anna.see("venter")).html


async def test_call_back_and_self_test_stand_on_top(console: TestClient, anna: Counsellor) -> None:
    result = "WHO-5: 32 af 100 (Lav trivsel)"
    citizen = write(console, reply="callback", alias="<b>Ræven</b>", phone="22334455", selftest=result)
    html = (await anna.read(citizen.id)).html
    assert "Vil gerne ringes op" in html and 'href="tel:22334455"' in html and "&lt;b&gt;Ræven&lt;/b&gt;" in html
    assert result in html and "<b>Ræven" not in html
    without = (await anna.read(write(console).id)).html
    assert "ringes op" not in without and "taget en test" not in without


async def test_templates_are_put_below_what_is_written(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    page = await anna.do(citizen.id, "svar", do="insert", template="treatment", answer="Hej\r\nmed dig")
    box = re.search(r"<textarea id=\"answer\".*?>\n(.*?)</textarea>", page.html, re.S)
    assert page.status == 200 and box and box[1].startswith("Hej\nmed dig\n\nHej. Du kan få gratis behandling")
    page = await anna.do(citizen.id, "svar", do="insert", template="made up", answer="Hej")
    assert ">\nHej</textarea>" in page.html and len(citizen.read()) == 1


@pytest.mark.parametrize(
    ("act", "field", "words", "wrong"),
    [
        ("svar", "answer", "  \n ", "Skriv et svar."),
        ("svar", "answer", "x" * 8001, "Teksten er for lang. Den må højst have 8000 tegn."),
        ("notat", "note", "", "Skriv et notat."),
        ("notat", "note", "x" * 8001, "Teksten er for lang. Den må højst have 8000 tegn."),
    ],
)
async def test_what_cannot_be_sent_is_said_and_not_lost(
    console: TestClient, anna: Counsellor, act: str, field: str, words: str, wrong: str
) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    page = await anna.do(citizen.id, act, do="send", **{field: words})
    assert page.status == 422 and page.errors == [wrong] and f'href="#{field}"' in page.html
    assert words.strip() in page.html and len(citizen.read()) == 1


async def test_eight_thousand_letters_fit(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    page = await anna.do(citizen.id, "svar", do="send", answer="æ" * 8000)
    assert "Dit svar er sendt." in page.html and citizen.read()[1].text == "æ" * 8000


async def test_an_answer_survives_the_end_of_the_session(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    page = await anna.do(citizen.id, "tag")
    found = re.search(r'name="begun" value="([^"]+)"', page.html)
    assert found and "Du er logget ind til kl. " in page.html
    with desk_of(console).engine.begin() as connection:
        connection.execute(text("UPDATE staff_session SET last_seen_at = last_seen_at - 1860"))
    page = await anna.do(citizen.id, "svar", do="send", answer=ANSWER, begun=found[1])
    assert page.path == "/personale/login" and "Det, du skrev, er gemt" in page.html
    await anna.browser.log_in(anna.person)
    page = await anna.read(citizen.id)
    assert f">\n{ANSWER}</textarea>" in page.html and "ikke nåede at sende" in page.html
    assert len(citizen.read()) == 1
    page = await anna.do(citizen.id, "svar", do="send", answer=ANSWER)
    assert "ikke nåede at sende" not in page.html and [each.text for each in citizen.read()] == [STORY, ANSWER]
    assert "draft_kept" in acts(console)


async def test_a_note_and_an_answer_survive_a_restart(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    page = await anna.do(citizen.id, "tag")
    found = re.search(r'name="begun" value="([^"]+)"', page.html)
    assert found
    desk_of(console).keys.lock_all_but(set())
    await anna.do(citizen.id, "svar", do="insert", answer=ANSWER, begun=found[1])
    await anna.do(citizen.id, "notat", note=NOTE, begun=found[1])
    await anna.browser.log_in(anna.person)
    page = await anna.read(citizen.id)
    assert f">\n{ANSWER}</textarea>" in page.html and f">\n{NOTE}</textarea>" in page.html


async def test_a_page_from_before_the_last_login_keeps_the_words_too(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    page = await anna.do(citizen.id, "tag")
    found = re.search(r'name="begun" value="([^"]+)"', page.html)
    assert found
    page = await anna.do(citizen.id, "svar", csrf="0" * 64, do="send", answer=ANSWER, begun=found[1])
    assert page.status == 403 and "Det, du skrev, er gemt" in page.html and len(citizen.read()) == 1
    assert f">\n{ANSWER}</textarea>" in (await anna.read(citizen.id)).html


async def test_nobody_plants_words_without_a_page_of_that_case(
    console: TestClient, browse: Browse, anna: Counsellor
) -> None:
    citizen, other = write(console), write(console)
    page = await anna.do(other.id, "tag")
    found = re.search(r'name="begun" value="(([0-9a-f]+)\.(\d+)\.[^"]+)"', page.html)
    assert found
    stranger, old = browse(), int(found[3]) - 25
    for forged in ("", "x", "a.b.c", found[1], f"{found[2]}.{found[3]}.{'0' * 64}", f"{found[2]}.{old}.{'0' * 64}"):
        page = await stranger.send(f"{INBOX}/{citizen.id}/svar", do="send", answer="løgn", begun=forged)
        assert page.path == "/personale/login" and "gemt" not in page.html
    await anna.do(citizen.id, "tag")
    assert "løgn" not in (await anna.read(citizen.id)).html and len(citizen.read()) == 1


async def test_an_answer_is_kept_on_wish(console: TestClient, anna: Counsellor, bo: Counsellor) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    page = await anna.do(citizen.id, "svar", do="keep", answer=ANSWER)
    assert "gemt, men ikke sendt" in page.html and f">\n{ANSWER}</textarea>" in page.html and len(citizen.read()) == 1
    await bo.do(citizen.id, "overtag")
    assert ANSWER not in (await bo.read(citizen.id)).html


async def test_a_new_colleague_gets_the_open_cases(
    console: TestClient, browse: Browse, anna: Counsellor, bo: Counsellor
) -> None:
    first, closed = write(console), write(console)
    await anna.do(closed.id, "tag")
    await anna.do(closed.id, "luk")
    waiting = Person.employ(console, "carl", "counsellor", municipalities=("ballerup",))
    page = await anna.browser.open("/personale/kolleger")
    assert "Har ikke valgt sin adgangskode endnu" in page.html and '/del"' not in page.html
    carl_id = waiting.personnel.accounts.named("carl").id
    assert (await anna.browser.send(f"/personale/kolleger/{carl_id}/del")).status == 409
    carl = Counsellor(browse(), waiting)
    await carl.browser.settle_in(waiting)
    page = await carl.see()
    assert counts(page) == [0, 0, 0, 0, 0] and "1 åben henvendelse er ikke delt med dig endnu" in page.html
    page = await anna.browser.open("/personale/kolleger")
    assert "Mangler 1" in page.html and page.html.count("Har adgang til alle åbne") == 1
    page = await anna.browser.send(f"/personale/kolleger/{carl_id}/del")
    assert "kan nu læse de åbne" in page.html and page.html.count("Har adgang til alle åbne") == 2
    assert listed(await carl.see()) == [str(first.id)] and STORY in (await carl.read(first.id)).html
    assert "cases_shared" in acts(console)


async def test_cases_are_shared_within_the_municipality_only(
    console: TestClient, browse: Browse, anna: Counsellor
) -> None:
    citizen = write(console)
    eva = await Counsellor.at_work(console, browse, "eva", "glostrup")
    admin = Person.employ(console, "ida", "administrator")
    for account_id in (eva.account.id, admin.personnel.accounts.named("ida").id, uuid.uuid4(), anna.account.id):
        assert (await anna.browser.send(f"/personale/kolleger/{account_id}/del")).status == 409
        await anna.do(citizen.id, "tag")
        assert (await anna.do(citizen.id, "giv", colleague=str(account_id))).status == 422
    assert (await eva.read(citizen.id)).status == 404


async def test_from_the_chat_to_the_inbox_past_a_slipped_in_key(
    console: TestClient, anna: Counsellor, bo: Counsellor
) -> None:
    exchange_key(console, bo)
    citizen = Citizen(console)
    await citizen.say("/start_counselling")
    await citizen.answer("Ja, lad os begynde", "Mig selv", "Stoffer", "Det haster", "40 til 59 år", "Gode råd")
    await citizen.answer("I postkassen", STORY, "Send til rådgiveren")
    assert citizen.kinds == ["intake_receipt"]
    page = await anna.see()
    (case_id,) = listed(page)
    assert "Stoffer" in page.html and "Det haster" in page.html
    assert STORY in (await anna.do(uuid.UUID(case_id), "tag")).html
    assert recipients(console, uuid.UUID(case_id)) == {anna.account.id}


async def test_a_slipped_in_public_key_gets_no_case(console: TestClient, anna: Counsellor, bo: Counsellor) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    exchange_key(console, bo)
    assert (await anna.do(citizen.id, "giv", colleague=str(bo.account.id))).status == 422
    assert (await anna.browser.send(f"/personale/kolleger/{bo.account.id}/del")).status == 409
    assert recipients(console, write(console).id) == {anna.account.id}


async def test_a_changed_password_keeps_the_cases(console: TestClient, anna: Counsellor) -> None:
    citizen, password = write(console), "en helt anden sang"
    await anna.browser.send("/personale/konto/adgangskode", old=OWN_PASSWORD, new=password, again=password)
    assert STORY in (await anna.read(citizen.id)).html
    anna.person.password = password
    await anna.browser.send("/personale/log-ud")
    await anna.browser.log_in(anna.person)
    assert STORY in (await anna.read(citizen.id)).html


async def test_a_lost_password_locks_the_cases_until_the_recovery_key_opens_them(
    console: TestClient, anna: Counsellor, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(console)
    code = RecoveryKeys(desk.engine, derived_key(SECRET_KEY.encode(), CASES)).renew()
    citizen = write(console)
    anna.person.password = anna.person.personnel.accounts.reset_password(anna.account.id, new_code=False).password
    await anna.browser.settle_in(anna.person)
    page = await anna.see()
    assert counts(page) == [0, 0, 0, 0, 0] and "1 henvendelse kan ikke åbnes med din nøgle" in page.html
    page = await anna.read(citizen.id)
    assert page.status == 409 and "gendannelsesnøglen" in page.html and STORY not in page.html
    monkeypatch.setenv("GUIDE_CASES_DATABASE_URL", str(desk.engine.url))
    monkeypatch.setenv("GUIDE_SECRET_KEY", SECRET_KEY)
    monkeypatch.setattr("getpass.getpass", lambda _: code)
    assert await asyncio.to_thread(command_line.main, ["recover", "anna"]) == 0
    assert listed(await anna.see()) == [str(citizen.id)] and STORY in (await anna.read(citizen.id)).html


async def test_a_case_that_is_gone_says_so(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    await anna.do(citizen.id, "tag")
    citizen.delete()
    for page in (await anna.read(citizen.id), await anna.do(citizen.id, "svar", do="send", answer=ANSWER)):
        assert page.status == 404 and "slettet" in page.html
    assert (await anna.read(uuid.uuid4())).status == 404


async def test_the_ages_and_the_day_of_deletion(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console)
    with desk_of(console).engine.begin() as connection:
        connection.execute(
            text("UPDATE sealed_case SET opened_hour = opened_hour - 50, last_message_hour = last_message_hour - 50")
        )
    page = await anna.see()
    until = datetime.now(UTC) + timedelta(days=90)
    assert "Den ældste er 2 dage gammel" in page.html and "2 dage siden" in page.html
    assert f"Bliver slettet {until:%d.%m.%Y}" in page.html
    await anna.do(citizen.id, "tag")
    await anna.do(citizen.id, "luk")
    closed = datetime.now(UTC) + timedelta(days=30)
    assert f"Bliver slettet {closed:%d.%m.%Y}" in (await anna.see("lukkede")).html


async def test_a_forged_message_shuts_the_case_and_not_the_inbox(console: TestClient, anna: Counsellor) -> None:
    forged, whole = write(console), write(console)
    with desk_of(console).engine.begin() as connection:
        connection.execute(
            text("UPDATE case_text SET sealed = :sealed WHERE case_id = :id"),
            {"sealed": bytes(1064), "id": forged.id.hex},
        )
    page = await anna.see()
    assert listed(page) == [str(whole.id)] and "kan ikke åbnes" in page.html
    assert (await anna.read(forged.id)).status == 409


async def test_markup_is_shown_as_text(console: TestClient, anna: Counsellor) -> None:
    citizen = write(console, "<script>alert(1)</script>")
    await anna.do(citizen.id, "tag")
    await anna.do(citizen.id, "notat", note="</textarea><b>")
    page = await anna.do(citizen.id, "svar", do="keep", answer="</textarea><script>")
    assert "<script" not in page.html and "</textarea><b>" not in page.html and "&lt;script&gt;" in page.html
