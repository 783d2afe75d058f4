"""Form and self-tests on the page: the real web process, counsellors with keys, and an engine of cardboard."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from nacl.public import PrivateKey
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from intake.database import create_engine_from_url as create_cases_engine
from intake.migrate import upgrade as upgrade_cases
from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.models import Municipality
from web.app import init_app
from web.counselling.rooms import RECIPIENTS
from web.settings import Settings

from .conftest import Opens
from .fake_guide import Server
from .pages import GuidePage

RECEIPT = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")
STORY = "Jeg drikker i smug, når børnene sover."
TO_THE_TEXT = ("Ja, lad os begynde", "Mig selv", "Stoffer", "Det haster", "40 til 59 år", "Gode råd", "I postkassen")
OPENING = {"text": "?", "buttons": [], "custom": {"type": "intake_step", "step": "explanation"}}
TESTING = {"text": "?", "buttons": [], "custom": {"type": "selftest_step", "instrument": "who5"}}
PLAIN = {"text": "Chatten er anonym.", "buttons": [{"title": "Se alle emner", "payload": "/ask_offer"}]}


def engine() -> web.Application:
    """Begins a test when the word falls, a form for all else but a question; understands questions."""

    async def message(request: web.Request) -> web.Response:
        said = (await request.json())["message"]
        reply = TESTING if "test" in said else PLAIN if said.endswith("?") else OPENING
        return web.json_response({"messages": [reply], "intent": "thank"})

    async def understand(_: web.Request) -> web.Response:
        return web.json_response({"intent": "ask_privacy", "confidence": 0.99, "topics": []})

    app = web.Application()
    app.router.add_post("/webhooks/guide/message", message)
    app.router.add_post("/webhooks/guide/understand", understand)
    return app


@pytest.fixture(scope="module")
def real_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("counselling")
    directory, cases = f"sqlite:///{folder}/guide.db", f"sqlite:///{folder}/cases.db"
    database = create_engine_from_url(directory)
    migrate.upgrade(database)
    with Session(database) as session, session.begin():
        session.add(
            Municipality(id=uuid.uuid4(), code="ballerup", name="Ballerup Kommune", phone=None, fictional=False)
        )
    upgrade_cases(create_cases_engine(cases))
    readers = {uuid.uuid4(): bytes(PrivateKey.generate().public_key)}
    with Server(engine()) as engine_url:
        environment = {
            "GUIDE_ENGINE_URL": engine_url,
            "GUIDE_DATABASE_URL": directory,
            "GUIDE_CASES_DATABASE_URL": cases,
            "GUIDE_SECRET_KEY": "x" * 32,
            "GUIDE_INTERNAL_SECRET": "x" * 32,
            "GUIDE_RATE_LIMIT": "0",
        }
        app = init_app(Settings.from_environment(environment))
        app[RECIPIENTS] = lambda _: readers
        with Server(app) as url:
            yield url


@pytest.fixture
def begun(new_page: Opens, real_url: str) -> GuidePage:
    """Somebody who has begun."""
    return begin(new_page(), real_url)


def begin(page: Page, url: str) -> GuidePage:
    guide = GuidePage(page).open(url)
    guide.say("jeg vil skrive anonymt")
    return guide


def choose(page: GuidePage, title: str) -> None:
    before = page.replies.count()
    page.log.locator(".replies").get_by_role("button", name=title, exact=True).click()
    # Sending computes a proof, and the receipt is stretched.
    expect(page.replies).to_have_count(before + 1, timeout=30_000)


def fill_in(page: GuidePage) -> None:
    for title in TO_THE_TEXT:
        choose(page, title)
    page.say(STORY)


def test_from_the_first_word_to_the_receipt(begun: GuidePage) -> None:
    step = begun.log.get_by_role("region", name="Vil du skrive anonymt til en rådgiver?")
    expect(step).to_contain_text("Kan et barn være i fare")
    assert step.get_by_role("link", name="112").get_attribute("href") == "tel:112"
    choose(begun, "Ja, lad os begynde")
    expect(begun.replies.last).to_contain_text("Spørgsmål 1 af 7")
    assert begun.quick_replies() == [
        *("Mig selv", "En, jeg holder af", "En, jeg møder på arbejdet"),
        *("Tilbage", "Spring over", "Stop og slet"),
    ]
    for title in TO_THE_TEXT[1:]:
        choose(begun, title)
    begun.say(STORY)
    summary = begun.log.get_by_role("region", name="Dine svar")
    expect(summary).to_contain_text("Ballerup Kommune")
    expect(summary.locator("dd").last.get_by_role("button")).to_have_accessible_name("Ret: Det, du vil fortælle")
    with begun.page.expect_request("**/api/chat") as sent:
        choose(begun, "Send til rådgiveren")
    assert re.fullmatch(r'/intake_send{"challenge": "[\w.-]+", "number": "\d+"}', sent.value.post_data_json["message"])
    receipt = begun.log.get_by_role("region", name="Din besked er sendt")
    assert RECEIPT.fullmatch(receipt.locator(".code").inner_text())
    expect(receipt).to_contain_text("kun vist denne ene gang")
    expect(receipt.get_by_role("link", name="postkassen")).to_have_attribute("href", re.compile("/postkasse$"))
    assert begun.quick_replies() == []


def test_correcting_in_the_summary(begun: GuidePage) -> None:
    fill_in(begun)
    begun.log.get_by_role("button", name="Ret: Alder").click()
    expect(begun.replies.last).to_contain_text("Dit svar før: 40 til 59 år")
    choose(begun, "60 år eller mere")
    expect(begun.log.get_by_role("region", name="Dine svar").last).to_contain_text("60 år eller mere")


def test_copy_file_and_print_hold_the_code_alone(new_page: Opens, real_url: str) -> None:
    page = begin(new_page(permissions=["clipboard-read", "clipboard-write"]), real_url)
    fill_in(page)
    choose(page, "Send til rådgiveren")
    receipt = page.log.locator(".receipt")
    code = receipt.locator(".code").inner_text()
    receipt.get_by_role("button", name="Kopiér koden").click()
    expect(receipt.get_by_role("status")).to_have_text("Koden er kopieret.")
    assert page.page.evaluate("navigator.clipboard.readText()") == code
    with page.page.expect_download() as saving:
        receipt.get_by_role("button", name="Gem koden som fil").click()
    saved = Path(saving.value.path()).read_text("utf-8")
    assert code in saved and STORY not in saved
    page.page.evaluate("window.print = () => { window.shown = [...document.querySelectorAll('.print-only')].length; }")
    receipt.get_by_role("button", name="Udskriv koden").click()
    assert page.page.evaluate("window.shown") == 1
    page.page.emulate_media(media="print")
    receipt.evaluate("node => node.classList.add('print-only')")
    expect(receipt).to_be_visible()
    expect(page.log.get_by_text(STORY).first).to_be_hidden()


def test_nothing_of_it_is_kept_in_the_browser_or_in_the_saved_conversation(begun: GuidePage) -> None:
    fill_in(begun)
    choose(begun, "Send til rådgiveren")
    code = begun.log.locator(".code").inner_text()
    kept = begun.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    with begun.page.expect_download() as saving:
        begun.menu("Gem som tekst")
    saved = Path(saving.value.path()).read_text("utf-8")
    assert "er ikke med her" in saved and saved.count("er ikke med her") == 1
    for secret in (code, STORY, "Stoffer", "40 til 59"):
        assert secret not in kept and secret not in saved
    begun.page.reload()
    expect(begun.log).to_contain_text("Du er tilbage i din samtale")
    expect(begun.log).not_to_contain_text(code)


def test_a_question_in_the_middle_is_answered_and_the_step_stands_again(begun: GuidePage) -> None:
    choose(begun, "Ja, lad os begynde")
    begun.say("er det anonymt?")
    expect(begun.replies.last).to_contain_text("Chatten er anonym.")
    expect(begun.replies.last.get_by_role("region", name="Hvem handler det om?")).to_be_visible()
    assert "Se alle emner" in begun.quick_replies() and "Mig selv" in begun.quick_replies()


def test_a_self_test_with_a_low_score(begun: GuidePage) -> None:
    choose(begun, "Stop og slet")
    begun.say("tag en test")
    expect(begun.replies.last).to_contain_text("WHO-5: spørgsmål 1 af 5")
    for _ in range(5):
        choose(begun, "Slet ikke")
    result = begun.log.get_by_role("region", name="WHO-5: 0 ud af 100")
    expect(result).to_contain_text("ikke en diagnose")
    expect(begun.log.get_by_role("region", name="Her kan du få hjælp nu")).to_contain_text("Livslinien")
    assert begun.quick_replies() == ["Ja", "Nej", "Se hjælp til trivsel", "Skriv anonymt til en rådgiver"]


def test_by_keyboard_alone(begun: GuidePage) -> None:
    for _ in range(3):
        begun.log.locator(".replies .options button").first.focus()
        begun.page.keyboard.press("Enter")
        expect(begun.field).to_be_focused()
        expect(begun.log.locator(".replies .options button").first).to_be_visible()
    group = begun.log.get_by_role("group", name=re.compile("haster"))
    expect(group.get_by_role("button")).to_have_count(3)
    expect(begun.log.get_by_role("group", name="Tilbage, spring over eller stop")).to_be_visible()


def test_computing_does_not_freeze_the_page(begun: GuidePage) -> None:
    slowest = begun.page.evaluate(
        """async () => {
          const { prove } = await import("/static/proof.js");
          let slowest = 0, last = performance.now(), going = true;
          const beat = () => {
            slowest = Math.max(slowest, performance.now() - last);
            last = performance.now();
            if (going) setTimeout(beat);
          };
          setTimeout(beat);
          await prove({ challenge: "test", bits: 13 });
          going = false;
          return slowest;
        }"""
    )
    assert slowest < 500


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 640}}, {"forced_colors": "active"}],
    ids=["light", "dark", "320 px", "forced colours"],
)
def test_axe_on_every_card(new_page: Opens, real_url: str, options: dict[str, object]) -> None:
    page = begin(new_page(**options), real_url)
    assert page.violations() == [], "explanation"
    fill_in(page)
    assert page.violations() == [] and page.overflow() == 0, "steps and summary"
    choose(page, "Send til rådgiveren")
    page.say("tag en test")
    choose(page, "Slet ikke")
    assert page.violations() == [] and page.overflow() == 0, "receipt and self-test"
    for _ in range(4):
        choose(page, "Slet ikke")
    assert page.violations() == [] and page.overflow() == 0, "result"
