"""The review in Chromium: inbox, search, a conversation with its cards, keyboard; axe, screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from playwright.sync_api import Page, expect
from review_room import EngineLog, bot, fallback, opening, user

from intake import migrate as cases
from offers_db import migrate as directory
from offers_db.content_reader import CONTENT_FOLDER
from offers_db.seed import seed
from review import migrate as review
from staff import migrate as staff
from staff.database import create_engine_from_url
from staff.personnel import Personnel, open_personnel
from web.app import init_app
from web.settings import Settings

from .conftest import KEY, Opens
from .console import NARROW_DARK, OWN_PASSWORD, WIDE, look, stranger
from .fake_guide import Server
from .replies import SCENES

SCREENS = pytest.mark.parametrize("options", [WIDE, NARROW_DARK], ids=["wide", "320 px dark"])
SCRIPT = "<img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class Console:
    """The real web application, who may log in, and the log of an engine that is not there."""

    url: str
    personnel: Personnel
    log: EngineLog


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    folder = tmp_path_factory.mktemp("review")
    url = f"sqlite:///{folder}/all.db"
    engine = create_engine_from_url(url)
    for room in (staff, cases, directory, review):
        room.upgrade(engine)
    seed(engine, CONTENT_FOLDER)
    log = EngineLog(f"sqlite:///{folder}/engine.db")
    write_conversations(log)
    environment = {
        "GUIDE_CASES_DATABASE_URL": url,
        "GUIDE_DATABASE_URL": url,
        "GUIDE_REVIEW_DATABASE_URL": url,
        "GUIDE_ENGINE_DATABASE_URL": log.url,
        "GUIDE_SECRET_KEY": KEY,
        "GUIDE_INTERNAL_SECRET": "x" * 32,
    }
    with Server(init_app(Settings.from_environment(environment))) as address:
        yield Console(f"{address}/personale", open_personnel(engine, KEY.encode()), log)
    log.engine.dispose()
    engine.dispose()


def write_conversations(log: EngineLog) -> None:
    scenes = list(SCENES.items())
    said = [
        event
        for words, replies in scenes
        for event in (user(words, "topic_alcohol", topics=["alcohol"]), *map(reply, replies))
    ]
    log.write("a" * 64, *opening(), *said)
    log.write("b" * 64, *opening("glostrup"), user("ævl", "nlu_fallback", 0.2, "glostrup"), fallback())
    log.write("b" * 64, user(f"bævl {SCRIPT}", "nlu_fallback", 0.2, "glostrup"), fallback())
    crisis = next(
        replies for _, replies in scenes if any((r.get("custom") or {}).get("type") == "crisis" for r in replies)
    )
    log.write("c" * 64, *opening(), user("jeg vil dø", "crisis_suicide", 1.0), *map(reply, crisis))


def reply(message: dict[str, Any]) -> dict[str, Any]:
    return bot(message.get("text") or "", buttons=message.get("buttons"), custom=message.get("custom"))


def log_in(new_page: Opens, console: Console, name: str, options: dict[str, Any]) -> Page:
    first = console.personnel.accounts.create(name, ["reviewer"], [])
    assert first.totp_uri
    phone = pyotp.TOTP(parse_qs(urlsplit(first.totp_uri).query)["secret"][0])
    page = stranger(new_page, options)
    page.goto(console.url)
    page.get_by_label("Navn").fill(name)
    page.get_by_label("Adgangskode").fill(first.password)
    page.get_by_label("Adgangskode").press("Enter")
    page.get_by_label("Kode").fill(phone.now())
    page.get_by_label("Kode").press("Enter")
    page.get_by_label("Ny adgangskode", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("Ny adgangskode en gang til").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Gem adgangskoden").click()
    expect(page.get_by_role("heading", name="Til gennemgang")).to_be_visible()
    return page


@SCREENS
def test_from_the_inbox_to_a_reviewed_conversation(new_page: Opens, console: Console, options: dict[str, Any]) -> None:
    width = options["viewport"]["width"]
    page = log_in(new_page, console, f"rie.{width}", options)
    expect(page.get_by_role("link", name="jeg vil dø")).to_be_visible()
    look(page, "indbakke", options)

    page.get_by_role("link", name="Ikke forstået to gange i træk").click()
    page.get_by_role("link", name="ævl").click()
    expect(page.get_by_text(SCRIPT)).to_be_visible()
    page.get_by_label("Ny note").fill("Hvad mener borgeren?")
    page.get_by_role("button", name="Gem noten").click()
    expect(page.get_by_role("status")).to_have_text("Det er gemt.")
    page.get_by_label("Ny etiket").fill(f"vrøvl {width}")
    page.get_by_role("button", name="Sæt etiket på").click()
    page.get_by_label("Hvem skal se på den?").select_option(label=f"rie.{width}")
    page.get_by_role("button", name="Tildel").click()
    page.get_by_role("button", name="Gennemgået", exact=True).click()
    expect(page.get_by_text(f"Gennemgået af rie.{width}")).to_be_visible()
    look(page, "samtale-gennemgaaet", options)
    page.get_by_role("button", name="Ikke gennemgået alligevel").click()

    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Samtaler").click()
    page.get_by_label("Søg i det, borgerne har skrevet").fill("bævl")
    page.get_by_text("Filtre", exact=True).click()
    page.get_by_label("Kommune").select_option(label="Glostrup Kommune")
    page.get_by_label("Etiket", exact=True).select_option(label=f"vrøvl {width}")
    page.get_by_label("Ikke forstået", exact=True).check()
    page.get_by_role("button", name="Søg").click()
    expect(page.get_by_role("link", name="ævl")).to_have_count(1)
    assert "soeg=b%C3%A6vl" in page.url and "tegn=fell_back" in page.url
    look(page, "samtaler-filtre", options)


@SCREENS
def test_the_cards_are_those_that_the_citizen_saw(new_page: Opens, console: Console, options: dict[str, Any]) -> None:
    page = log_in(new_page, console, f"kort.{options['viewport']['width']}", options)
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Samtaler").click()
    look(page, "samtaler", options)
    page.locator(".row-link").last.click()
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("heading", name="Alkolinjen").first).to_be_visible()
    expect(page.get_by_role("heading", name="Her kan du få hjælp nu").first).to_be_visible()
    page.locator(".understood > summary").first.click()
    expect(page.get_by_text("Næstbedst").first).to_be_visible()
    look(page, "samtale-kort", options)


def test_single_keys_work_and_can_be_turned_off(new_page: Opens, console: Console) -> None:
    page = log_in(new_page, console, "taster", WIDE)
    press(page, "j")
    expect(page.locator(".row-link").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".row-link").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Samtale", exact=True)).to_be_visible()
    press(page, "n")
    page.keyboard.type("gjk")
    expect(page.get_by_label("Ny note")).to_have_value("gjk")
    page.get_by_role("heading", name="Noter").click()
    press(page, "g")
    expect(page.get_by_text("Gennemgået af taster")).to_be_visible()
    press(page, "g")
    expect(page.get_by_role("button", name="Gennemgået", exact=True)).to_be_visible()
    press(page, "l")
    expect(page.get_by_role("heading", name="Samtaler", exact=True)).to_be_visible()
    page.get_by_text("Genvejstaster", exact=True).click()
    page.get_by_label("Brug genvejstaster").uncheck()
    page.reload(wait_until="networkidle")
    page.keyboard.press("j")
    expect(page.locator(".row-link").first).not_to_be_focused()


def press(page: Page, key: str) -> None:
    """Press a key once the page's script listens."""
    expect(page.locator("#genveje")).to_be_checked()
    page.keyboard.press(key)
