"""Staff's pages of conversations over HTTP: who sees what, filters in the address, what is added, what is forgotten."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from argon2 import PasswordHasher
from console_browser import Browser, Page, Person, desk_of
from review_room import OFFERS, EngineLog, bot, fallback, opening, rows_of, user
from stub_engine import SECRET_KEY, Serve

from intake import migrate as cases
from review import migrate
from review.database import create_engine_from_url
from review.projection import conversation_id
from staff import migrate as staff
from web.console.conversation_wording import INTENTS
from web.sessions import new_session, sender_id

LIST, INBOX = "/personale/samtaler", "/personale/gennemgang"
HEJ, RYG, KRISE, VEJR = (letter * 64 for letter in "abcd")
LogIn = Callable[..., Awaitable[Browser]]


@pytest.fixture
def log(tmp_path: Path) -> EngineLog:
    """What the engine has written: four conversations."""
    log = EngineLog(f"sqlite:///{tmp_path}/engine.db")
    log.write(HEJ, *opening(), user("hej med jer", "greet", 0.99), bot("Hej!"))
    offers = bot("Her er 3 af 8.", "utter_offers_more_left", [{"title": "Vis flere", "payload": "/more"}], OFFERS)
    log.write(RYG, *opening(), user("jeg ryger <b>for</b> meget", "topic_smoking", topics=["smoking"]), offers)
    crisis = bot("Ring 112.", "utter_crisis", custom={"type": "crisis", "level": "suicide", "helplines": []})
    log.write(KRISE, *opening("glostrup"), user("jeg vil dø", "crisis_suicide", 1.0, "glostrup"), crisis)
    log.write(VEJR, *opening(), user("bla bla", "nlu_fallback", 0.2, language="en"), fallback())
    log.write(VEJR, user("vrøvl", "nlu_fallback", 0.2, language="en"), fallback())
    return log


@pytest.fixture
async def console(
    serve: Serve, log: EngineLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TestClient]:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("staff.passwords.PasswordHasher", lambda: cheap)
    for room in (cases, staff, migrate):
        engine = create_engine_from_url(f"sqlite:///{tmp_path}/staff.db")
        room.upgrade(engine)
        engine.dispose()
    yield await serve(
        GUIDE_CASES_DATABASE_URL=f"sqlite:///{tmp_path}/staff.db",
        GUIDE_REVIEW_DATABASE_URL=f"sqlite:///{tmp_path}/staff.db",
        GUIDE_ENGINE_DATABASE_URL=log.url,
    )
    log.engine.dispose()


@pytest.fixture
async def log_in(console: TestClient) -> AsyncIterator[LogIn]:
    browsers: list[Browser] = []

    async def enter(name: str = "rie", role: str = "reviewer", municipalities: tuple[str, ...] = ()) -> Browser:
        browser = Browser(console)
        browsers.append(browser)
        await browser.settle_in(Person.employ(console, name, role, municipalities=municipalities))
        return browser

    yield enter
    for browser in browsers:
        await browser.session.close()


def shown(page: Page) -> list[str]:
    """The conversations of a list, by the letter of their sender."""
    letters = {str(conversation_id(sender)): sender[0] for sender in (HEJ, RYG, KRISE, VEJR)}
    assert page.status == 200
    return [
        letters[found]
        for found in re.findall(r'class="row-link" href="/personale/samtaler/([0-9a-f-]{36})"', page.html)
    ]


def path_of(sender: str) -> str:
    return f"{LIST}/{conversation_id(sender)}"


async def test_a_reviewers_start_page_is_the_inbox_and_the_list_has_the_newest_first(log_in: LogIn) -> None:
    browser = await log_in()
    page = await browser.open("/personale")
    assert page.path == INBOX and page.menu == ["Til gennemgang", "Samtaler", "Min konto"]
    assert shown(await browser.open(LIST)) == ["d", "c", "b", "a"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("soeg=ryge", "b"),
        ("soeg=MEGET+ryger", "b"),
        ("soeg=findes+ikke", ""),
        ("kommune=glostrup", "c"),
        ("emne=smoking", "b"),
        ("hensigt=greet", "a"),
        ("under=50", "d"),
        ("sprog=en", "d"),
        ("tegn=krise", "dcba"),
        ("tegn=crisis", "c"),
        ("tegn=fell_back&tegn=missed_twice", "d"),
        ("tegn=crisis&kommune=ballerup", ""),
        ("tegn=stopped", "d"),
        ("fra=2026-11-18", "dcba"),
        ("til=2026-11-17", ""),
        ("gennemgaaet=ja", ""),
        ("gennemgaaet=nej&hos=mig", ""),
        ("etiket=x", ""),
        ("under=x&fra=igår&efter=hm&emne=%22'&hensigt=%3Cb%3E&tegn=x", "dcba"),
    ],
)
async def test_filters_in_the_address(log_in: LogIn, query: str, expected: str) -> None:
    browser = await log_in()
    assert shown(await browser.open(f"{LIST}?{query}")) == list(expected)


async def test_the_inbox_holds_what_a_person_should_see_until_it_is_reviewed(log_in: LogIn, log: EngineLog) -> None:
    browser = await log_in()
    page = await browser.open(INBOX)
    assert {"c", "d"} <= set(shown(page)) and "Krise (1)" in page.html
    assert shown(await browser.open(f"{INBOX}?grund=krise")) == ["c"]
    assert shown(await browser.open(f"{INBOX}?grund=to-gange")) == ["d"]
    await browser.open(path_of(KRISE))
    page = await browser.send(f"{path_of(KRISE)}/gennemgaaet", turns="1")
    assert "Gennemgået af rie" in page.html and "Det er gemt." in page.html
    assert "c" not in shown(await browser.open(INBOX))
    log.write(KRISE, user("er du der", municipality="glostrup"), bot("Ja."))
    assert "c" in shown(await browser.open(INBOX))
    assert "borgeren har skrevet siden" in (await browser.open(path_of(KRISE))).html


async def test_the_list_goes_on_page_by_page(log_in: LogIn, log: EngineLog) -> None:
    for number in range(60):
        log.write(f"{number:064}", *opening(), user(f"besked {number}"), bot("Hej!"))
    browser = await log_in()
    page = await browser.open(f"{LIST}?soeg=besked")
    seen = re.findall(r"besked \d+(?=</a>)", page.html)
    older = re.search(r'id="aeldre" href="([^"]+)"', page.html)
    assert older and len(seen) == 50 and seen[0] == "besked 59"
    page = await browser.open(unescape(older[1]))
    assert seen + re.findall(r"besked \d+(?=</a>)", page.html) == [f"besked {number}" for number in range(59, -1, -1)]
    assert 'id="aeldre"' not in page.html


async def test_a_conversation_shows_what_was_said_and_understood_and_the_opening_is_logged(
    console: TestClient, log_in: LogIn
) -> None:
    browser = await log_in()
    page = await browser.open(path_of(RYG))
    for said in ("jeg ryger &lt;b&gt;for&lt;/b&gt; meget", "Her er 3 af 8.", "Vis flere", "Emne: Rygning og nikotin"):
        assert said in page.html
    assert "90 %" in page.html and "Vil stoppe 5 %" in page.html and "total</code>: 8" in page.html
    assert "&#34;type&#34;: &#34;offers&#34;" in page.html
    entry = desk_of(console).personnel.audit.entries()[0]
    who = desk_of(console).personnel.accounts.named("rie").id
    assert (entry.action, entry.subject_id, entry.account_id) == ("conversation_opened", conversation_id(RYG), who)


async def test_notes_labels_and_whose_it_is(console: TestClient, log_in: LogIn) -> None:
    browser, colleague = await log_in(), await log_in("bo")
    path = path_of(HEJ)
    await browser.open(path)
    page = await browser.send(f"{path}/note", note="Ring til Karen Nielsen på 22 33 44 55.\r\nSpørg")
    assert "22 33 44 55" not in page.html and "Nielsen" not in page.html and "[telefon]" in page.html
    note = re.search(r"/note/([0-9a-f-]{36})/slet", page.html)
    assert note
    page = await browser.send(f"{path}/etiket/saet", label="  Til Mødet ")
    assert "Fjern etiketten til mødet" in page.html
    bo = desk_of(console).personnel.accounts.named("bo").id
    page = await browser.send(f"{path}/tildel", account=str(bo))
    assert re.search(rf'<option value="{bo}" selected>bo', page.html)
    assert shown(await browser.open(f"{LIST}?etiket=til+mødet")) == ["a"]
    assert (
        shown(await colleague.open(f"{LIST}?hos=mig")) == ["a"] and shown(await browser.open(f"{LIST}?hos=mig")) == []
    )
    await colleague.open(path)
    assert "[telefon]" in (await colleague.send(f"{path}/note/{note[1]}/slet")).html
    assert "[telefon]" not in (await browser.send(f"{path}/note/{note[1]}/slet")).html
    assert "Fjern etiketten" not in (await browser.send(f"{path}/etiket/fjern", label="til mødet")).html
    assert (await browser.send(f"{path}/tildel", account=str(conversation_id("x")))).status == 404


async def test_a_reviewer_of_one_municipality_sees_no_other(log_in: LogIn) -> None:
    browser = await log_in(municipalities=("glostrup",))
    assert shown(await browser.open(LIST)) == ["c"] and shown(await browser.open(f"{LIST}?kommune=ballerup")) == []
    assert shown(await browser.open(INBOX)) == ["c"]
    assert (await browser.open(path_of(KRISE))).status == 200
    assert (await browser.open(path_of(HEJ))).status == 404
    for act in ("note", "etiket/saet", "gennemgaaet", "tildel"):
        assert (await browser.send(f"{path_of(HEJ)}/{act}", note="x", label="x", turns="1")).status == 404


async def test_who_is_no_reviewer_gets_nowhere(console: TestClient, log_in: LogIn) -> None:
    stranger = Browser(console)
    for path in (LIST, INBOX, path_of(HEJ)):
        assert (await stranger.open(path)).path == "/personale/login"
    await stranger.session.close()
    for name, role in (("ida", "administrator"), ("eva", "editor")):
        browser = await log_in(name, role)
        for path in (LIST, INBOX, path_of(HEJ)):
            assert (await browser.open(path)).status == 403
        for act in ("note", "etiket/saet", "gennemgaaet", "tildel"):
            assert (await browser.send(f"{path_of(HEJ)}/{act}", note="x", label="x")).status == 403


async def test_a_form_without_its_secret_changes_nothing(console: TestClient, log_in: LogIn) -> None:
    browser = await log_in()
    await browser.open(path_of(HEJ))
    assert (await browser.send(f"{path_of(HEJ)}/etiket/saet", csrf="0" * 64, label="x")).status == 403
    assert shown(await browser.open(f"{LIST}?etiket=x")) == []


async def test_what_the_engine_has_deleted_cannot_be_opened(log_in: LogIn, log: EngineLog) -> None:
    browser = await log_in()
    assert (await browser.open(path_of(HEJ))).status == 200
    log.forget(HEJ)
    assert (await browser.open(path_of(HEJ))).status == 404
    assert shown(await browser.open(LIST)) == ["d", "c", "b"]


async def test_forgetting_leaves_no_row_and_no_byte(
    console: TestClient, log_in: LogIn, log: EngineLog, tmp_path: Path
) -> None:
    for sender in (HEJ, RYG, KRISE, VEJR):
        log.forget(sender)
    session, words = new_session(), ("forglemmigejblomst", "zebrafinkekvidder", "mursejlerlabel")
    sender = sender_id(session, SECRET_KEY.encode())
    log.write(sender, *opening(), user(f"vi taler om {words[0]}"), bot("Hej!"))
    browser = await log_in()
    await browser.open(LIST)
    await browser.open(path_of(sender))
    await browser.send(f"{path_of(sender)}/note", note=f"noten om {words[1]}")
    await browser.send(f"{path_of(sender)}/etiket/saet", label=words[2])
    held = b"".join(path.read_bytes() for path in tmp_path.glob("staff.db*"))
    assert all(word.encode() in held for word in (*words, sender))

    # The stub engine deletes nothing; the real one has deleted its rows when it answers.
    log.forget(sender)
    assert (await console.post("/api/chat/forget", json={"session": session})).status == 204

    engine = create_engine_from_url(f"sqlite:///{tmp_path}/staff.db")
    assert rows_of(engine) == 0
    held = b"".join(path.read_bytes() for path in tmp_path.glob("staff.db*"))
    assert not [word for word in (*words, sender) if word.encode() in held]
    engine.dispose()


def test_every_intent_that_the_guide_knows_has_a_danish_name() -> None:
    root = Path(__file__).parents[2]
    known = {
        name for file in (root / "data/nlu").rglob("*.yml") for name in re.findall(r"- intent: (\w+)", file.read_text())
    }
    assert known and not known - INTENTS.keys()
