"""Mailbox and own page in Chromium, against the real web process: written, answered, read, deleted, left in a hurry."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nacl.public import PrivateKey
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from intake.cases import CASES, CaseStore
from intake.database import create_engine_from_url as create_cases_engine
from intake.keys import derived_key
from intake.migrate import upgrade as upgrade_cases
from intake.texts import COUNSELLOR
from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.models import Municipality
from staff.migrate import upgrade as upgrade_staff
from web.app import init_app
from web.counselling.rooms import RECIPIENTS
from web.settings import Settings

from .conftest import ARGUMENTS, Opens
from .fake_guide import Server
from .pages import Conversation

KEY = "a key of at least thirty-two characters"
RECEIPT = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")
STORY = "Jeg gemmer flasker i garagen, og min kone tror, at jeg er holdt op."
MORE = "Jeg har talt med min søster siden."
ANSWER = "Tak, fordi du skriver. Du kan ringe til os på 44 77 20 00."
CRISIS = "jeg vil tage livet af mig selv i aften"
CHOICES = ("Ja, lad os begynde", "Ballerup Kommune", "Mig selv", "Stoffer", "Det haster", "40 til 59 år", "Gode råd")
SENDING = 30_000
# Where to put screenshots; none by default.
SCREENSHOTS = os.environ.get("GUIDE_TEST_SCREENSHOTS")
WIDE: dict[str, Any] = {}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
NARROW_DARK: dict[str, Any] = {**NARROW, "color_scheme": "dark"}
FORCED: dict[str, Any] = {"forced_colors": "active"}
TRACES = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href, history.state])"


@dataclass
class House:
    """A running guide with one counsellor, who answers through the store of cases."""

    url: str
    folder: Path
    counsellor: uuid.UUID
    key: PrivateKey
    store: CaseStore

    def answer(self, text: str) -> None:
        for each in self.store.inbox(self.counsellor, self.key):
            self.store.claim(each.id, self.counsellor)
            case = self.store.enter_as_counsellor(each.id, self.counsellor, self.key)
            assert case
            case.write(COUNSELLOR, text)

    def told(self) -> list[str]:
        """All that citizens have written and that is still there."""
        cases = [
            self.store.enter_as_counsellor(each.id, self.counsellor, self.key)
            for each in self.store.inbox(self.counsellor, self.key)
        ]
        return [message.text for case in cases if case for message in case.read()]


@pytest.fixture(scope="module")
def _build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., House]]:
    with ExitStack() as running:

        def build(**settings: str) -> House:
            folder = tmp_path_factory.mktemp("mailbox")
            directory, cases = f"sqlite:///{folder}/guide.db", f"sqlite:///{folder}/cases.db"
            database = create_engine_from_url(directory)
            migrate.upgrade(database)
            with Session(database) as session, session.begin():
                for code, name, phone in (("ballerup", "Ballerup Kommune", "44 77 20 00"), ("demo", "Demo", None)):
                    session.add(Municipality(id=uuid.uuid4(), code=code, name=name, phone=phone, fictional=False))
            engine = create_cases_engine(cases)
            upgrade_cases(engine)
            upgrade_staff(engine)
            counsellor, key = uuid.uuid4(), PrivateKey.generate()
            environment = {
                "GUIDE_DATABASE_URL": directory,
                "GUIDE_CASES_DATABASE_URL": cases,
                "GUIDE_SECRET_KEY": KEY,
                "GUIDE_INTERNAL_SECRET": "x" * 32,
                "GUIDE_RATE_LIMIT": "0",
                **settings,
            }
            app = init_app(Settings.from_environment(environment))
            readers = {counsellor: bytes(key.public_key)}
            app[RECIPIENTS] = lambda municipality: readers if municipality == "ballerup" else {}
            url = running.enter_context(Server(app))
            store = CaseStore(engine, derived_key(KEY.encode(), CASES))
            return House(url, folder, counsellor, key, store)

        yield build


@pytest.fixture(scope="module")
def house(_build: Callable[..., House]) -> House:
    return _build()


@pytest.fixture(scope="module")
def hasty_house(_build: Callable[..., House]) -> House:
    """Its mailboxes lock after eight seconds."""
    return _build(GUIDE_MAILBOX_IDLE="8")


def choose(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_role("button", name=title, exact=True).click()


def heading(page: Page, text: str) -> None:
    """The view with this heading is shown; its heading has the focus, so that it is read aloud."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=SENDING)


def fill_in(page: Page, url: str, text: str = STORY) -> None:
    """All of the form, up to the summary."""
    page.goto(f"{url}/anonym")
    choose(page, *CHOICES, "I postkassen")
    page.get_by_role("textbox").fill(text)
    choose(page, "Videre")


def send(page: Page, url: str, text: str = STORY) -> str:
    fill_in(page, url, text)
    heading(page, "Se dine svar igennem")
    choose(page, "Send til rådgiveren")
    heading(page, "Din kvittering")
    return page.locator(".code").inner_text()


def enter(page: Page, url: str, code: str) -> None:
    page.goto(f"{url}/postkasse")
    page.get_by_label("Din kode").fill(code)
    choose(page, "Åbn postkassen")


def opened(page: Page, url: str, code: str) -> None:
    enter(page, url, code)
    expect(page.get_by_role("log")).to_be_visible(timeout=SENDING)


def look(page: Page, name: str) -> None:
    """axe finds nothing, nothing is wider than the window, and a picture is taken for who wants to look."""
    assert Conversation(page).violations() == [], name
    assert Conversation(page).overflow() == 0, name
    forced = page.evaluate("matchMedia('(forced-colors: active)').matches")
    if SCREENSHOTS:
        page.screenshot(
            path=Path(SCREENSHOTS) / f"mailbox-{name}-{page.viewport_size['width']}{'-forced' * forced}.png",
            full_page=True,
        )


@pytest.mark.parametrize("options", [WIDE, NARROW_DARK, FORCED], ids=["wide", "320 px dark", "forced colours"])
def test_from_the_first_question_to_the_last_word(new_page: Opens, house: House, options: dict[str, Any]) -> None:
    page = new_page(**options)
    story, more = f"{STORY} {uuid.uuid4()}", f"{MORE} {uuid.uuid4()}"
    page.goto(f"{house.url}/anonym")
    heading(page, "Vil du skrive anonymt til en rådgiver?")
    for told in ("Kan et barn være i fare", "90 dage", "Lukker du siden, er de væk"):
        expect(page.get_by_role("main")).to_contain_text(told)
    look(page, "1-explanation")
    choose(page, *CHOICES[:2])
    expect(page.get_by_role("heading", name="Hvem handler det om?")).to_be_focused()
    expect(page.get_by_text("Spørgsmål 2 af 8")).to_be_visible()
    look(page, "2-question")
    choose(page, *CHOICES[2:], "I postkassen")
    page.get_by_role("textbox", name="Hvad vil du gerne fortælle").fill(story)
    look(page, "3-text")
    choose(page, "Videre")
    heading(page, "Se dine svar igennem")
    expect(page.get_by_role("main")).to_contain_text("Du kan rette dem")
    look(page, "4-summary")
    choose(page, "Ret: Alder")
    expect(page.get_by_text("Dit svar før: 40 til 59 år")).to_be_visible()
    choose(page, "60 år eller mere", "Send til rådgiveren")
    heading(page, "Din kvittering")
    code = page.locator(".code").inner_text()
    assert RECEIPT.fullmatch(code)
    look(page, "5-receipt")
    assert code not in page.evaluate(TRACES)
    choose(page, "Jeg har gemt koden. Slet den fra skærmen")
    assert code not in page.content() and story not in page.content()
    page.get_by_role("link", name="Gå til postkassen").click()
    heading(page, "Din postkasse")
    look(page, "6-entering")

    house.answer(ANSWER)
    page.get_by_label("Din kode").fill(f" {code.replace('-', ' ').lower().replace('0', 'o').replace('1', 'l')} ")
    page.keyboard.press("Enter")
    log = page.get_by_role("log")
    expect(log).to_contain_text(story, timeout=SENDING)
    expect(log).to_contain_text(ANSWER)
    expect(log).to_contain_text(re.compile(r"Rådgiveren, \d+\. \w+ \d{4} mellem kl\. \d+ og \d+"))
    expect(page.get_by_role("main")).to_contain_text("60 år eller mere")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"bliver gemt til \d+\. \w+ \d{4}"))
    page.get_by_label("Skriv videre").fill(more)
    choose(page, "Send")
    expect(log).to_contain_text(more)
    expect(page.get_by_role("status").first).to_have_text("Din besked er sendt.")
    expect(page.get_by_label("Skriv videre")).to_have_value("")
    look(page, "7-mailbox")
    assert more in house.told()
    assert page.evaluate(TRACES) == f'[{{}},{{}},"","{house.url}/postkasse",null]'

    choose(page, "Slet alt nu")
    expect(page.get_by_role("heading", name="Vil du slette alt?")).to_be_focused()
    look(page, "8-deleting")
    choose(page, "Nej, behold det")
    assert more in house.told()
    choose(page, "Slet alt nu", "Ja, slet alt")
    heading(page, "Alt er slettet")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert not {story, more} & set(house.told()) and story not in page.content()
    page.get_by_label("Din kode").fill(code)
    choose(page, "Åbn postkassen")
    expect(page.get_by_role("alert")).to_contain_text("Vi kan ikke finde noget med den kode")
    look(page, "9-unknown")


def test_a_wrong_receipt_is_said_kindly_and_can_be_corrected(new_page: Opens, house: House) -> None:
    page = new_page()
    code = send(page, house.url)
    page.goto(f"{house.url}/postkasse")
    choose(page, "Åbn postkassen")
    expect(page.get_by_role("alert")).to_have_text("Skriv din kode.")
    for wrong in ("æøå", "0000-0000-0000-0000", code[:-1]):
        page.get_by_label("Din kode").fill(wrong)
        choose(page, "Åbn postkassen")
        expect(page.get_by_role("alert")).to_contain_text("Se efter, om alle 16 tegn er rigtige")
        expect(page.get_by_label("Din kode")).to_be_focused()
        page.get_by_role("alert").evaluate("node => node.replaceChildren()")
    page.get_by_label("Din kode").fill(code)
    choose(page, "Åbn postkassen")
    expect(page.get_by_role("log")).to_contain_text(STORY, timeout=SENDING)


def test_a_receipt_can_be_pasted(new_page: Opens, house: House) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    code = send(page, house.url)
    choose(page, "Kopiér koden")
    expect(page.get_by_text("Koden er kopieret.")).to_be_visible()
    page.goto(f"{house.url}/postkasse")
    page.get_by_label("Din kode").press("ControlOrMeta+v")
    expect(page.get_by_label("Din kode")).to_have_value(code)
    with page.expect_request("**/api/postkasse/enter") as sent:
        page.keyboard.press("Enter")
    assert sent.value.post_data_json["receipt"] == code and code not in sent.value.url
    expect(page.get_by_role("log")).to_contain_text(STORY, timeout=SENDING)


def test_the_receipt_is_printed_and_saved_alone(new_page: Opens, house: House) -> None:
    page = new_page()
    code = send(page, house.url)
    with page.expect_download() as saving:
        choose(page, "Gem koden som fil")
    saved = Path(saving.value.path()).read_text("utf-8")
    assert code in saved and STORY not in saved
    page.evaluate("window.print = () => { window.printed = true; }")
    choose(page, "Udskriv koden")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator(".code")).to_be_visible()
    expect(page.locator("#leave")).to_be_hidden()


def test_idle_it_warns_and_then_shows_nothing(new_page: Opens, hasty_house: House) -> None:
    page = new_page()
    code = send(page, hasty_house.url)
    opened(page, hasty_house.url, code)
    warning = page.locator(".warning")
    expect(warning).to_contain_text("Er du der stadig?")
    look(page, "idle")
    choose(page, "Ja, bliv her")
    expect(warning).to_be_hidden()
    expect(page.get_by_role("log")).to_contain_text(STORY)
    expect(warning).to_be_visible()
    page.get_by_label("Skriv videre").fill("En halv sætning")
    expect(warning).to_be_hidden()
    with page.expect_request("**/api/postkasse/leave"):
        heading(page, "Postkassen er låst")
    assert STORY not in page.content() and "halv sætning" not in page.content()
    expect(page.get_by_text("Skriv din kode for at åbne den igen")).to_be_visible()


def test_a_mailbox_that_the_guide_has_locked_is_cleared(new_page: Opens, house: House) -> None:
    page = new_page()
    code = send(page, house.url)
    tokens: list[str] = []
    page.on("response", lambda each: tokens.append(each.json()["token"]) if each.url.endswith("/enter") else None)
    opened(page, house.url, code)
    page.request.post(f"{house.url}/api/postkasse/leave", data={"token": tokens[0]})
    choose(page, "Se efter nye svar")
    heading(page, "Postkassen er låst")
    assert STORY not in page.content()


@pytest.mark.parametrize("way", ["button", "escape twice"])
def test_leaving_quickly_from_the_mailbox(new_page: Opens, house: House, way: str) -> None:
    page = new_page()
    code = send(page, house.url)
    opened(page, house.url, code)
    expect(page.get_by_role("link", name="Forlad siden hurtigt")).to_be_in_viewport()
    page.mouse.wheel(0, 5000)
    expect(page.get_by_role("link", name="Forlad siden hurtigt")).to_be_in_viewport()
    with page.expect_request("**/api/postkasse/leave") as left:
        if way == "button":
            page.get_by_role("link", name="Forlad siden hurtigt").click()
        else:
            page.keyboard.press("Escape")
            page.wait_for_timeout(200)
            expect(page.get_by_role("log")).to_be_visible()
            page.keyboard.press("Escape")
    assert left.value.method == "POST"
    page.wait_for_url("**/politikker")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Din postkasse")
    assert STORY not in page.content() and "/postkasse" not in page.url


def test_back_shows_nothing(new_page: Opens, house: House) -> None:
    page = new_page()
    code = send(page, house.url)
    opened(page, house.url, code)
    page.goto(f"{house.url}/privatliv")
    page.go_back()
    heading(page, "Din postkasse")
    expect(page.get_by_label("Din kode")).to_have_value("")
    assert STORY not in page.content()


def test_leaving_quickly_from_the_form_keeps_no_word(new_page: Opens, house: House) -> None:
    page = new_page()
    fill_in(page, house.url)
    heading(page, "Se dine svar igennem")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/politikker")
    page.goto(f"{house.url}/anonym")
    heading(page, "Vil du skrive anonymt til en rådgiver?")
    assert STORY not in page.content() and STORY not in page.evaluate(TRACES)


def test_a_crisis_comes_first_and_can_be_sent(new_page: Opens, house: House) -> None:
    page = new_page(**NARROW)
    fill_in(page, house.url, CRISIS)
    heading(page, "Før du går videre")
    expect(page.get_by_role("region", name="Her kan du få hjælp nu")).to_contain_text("Livslinien")
    expect(page.get_by_role("alert").get_by_role("link", name="112").first).to_have_attribute("href", "tel:112")
    look(page, "crisis")
    choose(page, "Gå videre")
    heading(page, "Se dine svar igennem")
    choose(page, "Send til rådgiveren")
    heading(page, "Din kvittering")
    expect(page.get_by_role("region", name="Her kan du få hjælp nu")).to_be_visible()
    opened(page, house.url, page.locator(".code").inner_text())
    page.get_by_label("Skriv videre").fill(CRISIS)
    choose(page, "Send")
    expect(page.get_by_role("region", name="Her kan du få hjælp nu")).to_contain_text("Livslinien")
    assert house.told().count(CRISIS) == 2


def test_skip_back_and_stop(new_page: Opens, house: House) -> None:
    page = new_page()
    page.goto(f"{house.url}/anonym")
    choose(page, *CHOICES[:3], "Tilbage")
    expect(page.get_by_text("Dit svar før: Mig selv")).to_be_visible()
    choose(page, "En, jeg holder af", *["Spring over"] * 6)
    heading(page, "Se dine svar igennem")
    choose(page, "Ret: Hvordan du vil have svar", "Ring mig op")
    heading(page, "Hvad må rådgiveren kalde dig?")
    page.get_by_role("textbox").fill("Ræven")
    choose(page, "Videre")
    page.get_by_role("textbox").fill("det er 12 34")
    choose(page, "Videre")
    expect(page.get_by_role("alert")).to_contain_text("8 cifre")
    look(page, "telephone")
    page.get_by_role("textbox").fill("20 30 40 50")
    choose(page, "Videre")
    heading(page, "Se dine svar igennem")
    expect(page.get_by_role("main")).to_contain_text("Ræven")
    choose(page, "Stop og slet")
    heading(page, "Det er stoppet")
    assert "Ræven" not in page.content() and house.told().count("Ræven") == 0
    choose(page, "Begynd forfra", *CHOICES[:2], *["Spring over"] * 7)
    heading(page, "Se dine svar igennem")
    choose(page, "Send til rådgiveren")
    expect(page.get_by_role("alert")).to_contain_text("Skriv lidt, før du sender")


def test_a_self_test_on_the_way(new_page: Opens, house: House) -> None:
    page = new_page()
    page.goto(f"{house.url}/anonym")
    choose(page, *CHOICES[:3], "At have det svært", *["Spring over"] * 4, "Ja, tag testen")
    expect(page.get_by_text("WHO-5: spørgsmål 1 af 5")).to_be_visible()
    choose(page, "Slet ikke", "Tilbage")
    for number in range(1, 6):
        expect(page.get_by_text(f"WHO-5: spørgsmål {number} af 5")).to_be_visible()
        choose(page, "Slet ikke")
    heading(page, "Dit resultat")
    expect(page.get_by_role("main")).to_contain_text("70 201 201")
    look(page, "result")
    choose(page, "Gå videre", "Ja, send resultatet med", "Spring over")
    heading(page, "Se dine svar igennem")
    choose(page, "Send til rådgiveren")
    heading(page, "Din kvittering")
    opened(page, house.url, page.locator(".code").inner_text())
    expect(page.get_by_role("main")).to_contain_text("WHO-5: 0 af 100")


def test_by_keyboard_alone(new_page: Opens, house: House) -> None:
    page = new_page()
    page.goto(f"{house.url}/anonym")
    heading(page, "Vil du skrive anonymt til en rådgiver?")
    for title in (*CHOICES, "I postkassen"):
        page.wait_for_function("document.activeElement !== null")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == title:
                break
        page.keyboard.press("Enter")
    heading(page, "Hvad vil du gerne fortælle eller spørge om?")
    page.keyboard.press("Tab")
    page.keyboard.type(STORY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "Se dine svar igennem")
    expect(page.get_by_role("main")).to_contain_text(STORY)


def test_without_scripts_there_are_numbers(browser: Browser, house: House) -> None:
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    for path in ("postkasse", "anonym"):
        page.goto(f"{house.url}/{path}")
        # Playwright does not read the text of <noscript>, but sees what is in it.
        for number in ("80 200 500", "44 77 20 00"):
            expect(page.get_by_role("main").get_by_role("link", name=number)).to_be_visible()
        expect(page.get_by_role("link", name="Forlad siden hurtigt")).to_have_attribute("href", "/politikker")
    context.close()


def test_no_file_of_browser_or_guide_holds_what_was_written(browser: Browser, house: House, tmp_path: Path) -> None:
    """A story in a browser with a profile on the disk; then every byte of profile and installation is searched."""
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(profile, executable_path=_chromium(), args=ARGUMENTS)
    page = context.new_page()
    code = send(page, house.url)
    house.answer(ANSWER)
    opened(page, house.url, code)
    page.get_by_label("Skriv videre").fill(MORE)
    choose(page, "Send")
    expect(page.get_by_role("log")).to_contain_text(MORE)
    choose(page, "Luk postkassen")
    heading(page, "Postkassen er lukket")
    context.close()
    files = [path for place in (profile, house.folder) for path in place.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert b"/postkasse" in kept and b"ballerup" in kept, "the search looks at the right files"
    for secret in (STORY, MORE, ANSWER, code, code.replace("-", ""), code.lower()):
        for encoding in ("utf-8", "utf-16-le", "latin-1"):
            assert secret.encode(encoding) not in kept, secret


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
