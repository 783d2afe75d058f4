"""The counsellors' inbox in Chromium: a case from arrival to end, two at once, a session that ends; axe on all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from intake.cases import CASES, CaseStore
from intake.keys import derived_key
from intake.open_case import OpenCase
from intake.reply_templates import reply_templates
from intake.stretching import Cost, stretch
from staff.personnel import Personnel

from .conftest import KEY, Opens
from .console import NARROW_DARK, WIDE, Colleague, look, stranger

ANSWERS = {"about": "me", "topic": "alcohol", "urgency": "week", "hope": "advice", "reply": "mailbox"}
STORY = "Jeg drikker hver aften, når børnene sover.\n\nIngen ved det. Hvordan stopper jeg?"
CHEAP = Cost(opslimit=1, memlimit=8192)
DANGER = "Jeg kan ikke mere. Jeg vil tage mit eget liv."


def write(personnel: Personnel, words: str = STORY, **answers: str) -> OpenCase:
    """A citizen sends the form."""
    cases = CaseStore(personnel.audit._engine, derived_key(KEY.encode(), CASES))
    readers = personnel.key_pairs.public_keys("ballerup")
    case = cases.enter_with_receipt(cases.open_case("ballerup", {**ANSWERS, **answers}, words, readers))
    assert case is not None
    return case


@pytest.fixture(autouse=True)
def no_cases(personnel: Personnel, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty inbox, and passwords that open keys quickly."""
    monkeypatch.setattr("intake.keys.stretch", lambda secret, salt, _: stretch(secret, salt, CHEAP))
    with personnel.audit._engine.begin() as connection:
        for table in ("sealed_case", "staff_account"):
            connection.execute(text(f"DELETE FROM {table}"))


@pytest.mark.parametrize("options", [WIDE, NARROW_DARK], ids=["wide", "320 px dark"])
def test_a_case_from_its_arrival_to_its_end(
    new_page: Opens, console_url: str, personnel: Personnel, options: dict[str, Any]
) -> None:
    page = stranger(new_page, options)
    anna = Colleague(personnel, "anna", page, console_url)
    look(page, "indbakke-tom", options)
    plain = write(personnel)
    write(personnel, DANGER, topic="mind", urgency="soon")
    wish = {"reply": "callback", "alias": "Ræven", "phone": "22334455", "selftest": "WHO-5: 32 af 100 (Lav trivsel)"}
    called = write(personnel, "Kan I ringe?", **wish)
    personnel.accounts.create("bo", ["counsellor"], ["ballerup"])

    anna.open("Henvendelser")
    expect(page.get_by_role("link", name="Henvendelser 3 at se på")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Måske fare: Tanker om selvmord")).to_be_visible()
    look(page, "indbakke", options)
    page.get_by_role("link", name="At have det svært").click()
    expect(page.get_by_text("Svar så hurtigt, du kan.")).to_be_visible()
    look(page, "fare", options)

    anna.open("Alle henvendelser")
    page.get_by_role("button", name=f"Tag henvendelsen {called.id.hex[:6]}").click()
    expect(page.get_by_role("status")).to_have_text("Du har henvendelsen nu.")
    expect(page.get_by_role("link", name="22334455")).to_have_attribute("href", "tel:22334455")
    look(page, "opringning", options)

    anna.open("Alle henvendelser")
    page.get_by_role("button", name=f"Tag henvendelsen {plain.id.hex[:6]}").click()
    page.get_by_label("Dit svar").fill("Hej.")
    page.get_by_label("Færdige tekster").select_option("Stop ikke brat")
    page.get_by_role("button", name="Sæt ind i svaret").click()
    answer = page.get_by_label("Dit svar")
    expect(answer).to_have_value(f"Hej.\n\n{text_of('do_not_stop_alone')}")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("status")).to_have_text("Dit svar er sendt.")
    expect(page.locator(".messages .counsellor .words")).to_contain_text("Hej.")
    page.get_by_label("Nyt notat").fill("Spørg om weekenden næste gang.")
    page.get_by_role("button", name="Gem notatet").click()
    expect(page.get_by_text("Spørg om weekenden næste gang.")).to_be_visible()
    look(page, "henvendelse", options)
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Skriv et svar.").click()
    expect(answer).to_be_focused()
    look(page, "svar-mangler", options)

    anna.open("Kolleger")
    expect(page.get_by_text("Har ikke valgt sin adgangskode endnu")).to_be_visible()
    look(page, "kolleger-venter", options)
    page.goto(f"{console_url}/henvendelser/{plain.id}")
    page.get_by_role("button", name="Luk henvendelsen").click()
    expect(page.get_by_role("status")).to_have_text("Henvendelsen er lukket.")
    anna.open("Lukkede")
    look(page, "lukkede", options)
    page.get_by_role("link", name="Alkohol").click()
    look(page, "lukket", options)
    page.get_by_role("button", name="Åbn henvendelsen igen").click()
    expect(page.get_by_role("status")).to_contain_text("Henvendelsen er åben igen")


@pytest.mark.parametrize("options", [WIDE, NARROW_DARK], ids=["wide", "320 px dark"])
def test_two_counsellors_at_once_and_a_new_colleague(
    browser: Browser, new_page: Opens, console_url: str, personnel: Personnel, options: dict[str, Any]
) -> None:
    anna = Colleague(personnel, "anna", stranger(new_page, options), console_url)
    case = write(personnel)
    with browser.new_context(**options) as window:
        bo = Colleague(personnel, "bo", window.new_page(), console_url)
        expect(bo.page.get_by_text("1 åben henvendelse er ikke delt med dig endnu.")).to_be_visible()
        look(bo.page, "ikke-delt", options)
        anna.open("Kolleger")
        look(anna.page, "kolleger", options)
        anna.page.get_by_role("button", name="Del åbne henvendelser med bo").click()
        expect(anna.page.get_by_text("Har adgang til alle åbne")).to_be_visible()

        for each in (anna, bo):
            each.open("Henvendelser")
        button = f"Tag henvendelsen {case.id.hex[:6]}"
        bo.page.get_by_role("button", name=button).click()
        expect(bo.page.get_by_text("Hvordan stopper jeg?")).to_be_visible()
        anna.page.get_by_role("button", name=button).click()
        expect(anna.page.get_by_text("bo har den nu. Tak, fordi du også var klar")).to_be_visible()
        look(anna.page, "for-sent", options)
        anna.page.goto(f"{console_url}/henvendelser/{case.id}")
        expect(anna.page.get_by_text("bo har den her henvendelse.")).to_be_visible()
        look(anna.page, "hos-kollega", options)

        bo.page.get_by_label("Kollega").select_option("anna")
        bo.page.get_by_role("button", name="Giv den til kollegaen").click()
        expect(bo.page.get_by_role("status")).to_have_text("Din kollega har henvendelsen nu.")
        anna.open("Alle henvendelser")
        anna.open("Mine")
        anna.page.get_by_role("link", name="Alkohol").click()
        expect(anna.page.get_by_label("Dit svar")).to_be_visible()


def test_words_written_when_the_session_had_ended_are_there_after_the_next_login(
    new_page: Opens, console_url: str, personnel: Personnel
) -> None:
    page = stranger(new_page, WIDE)
    anna = Colleague(personnel, "anna", page, console_url)
    case = write(personnel)
    anna.open("Henvendelser")
    page.get_by_role("button", name="Tag henvendelsen").click()
    long_answer = "Kære du.\n\n" + "Det er svært at skrive om. " * 20
    page.get_by_label("Dit svar").fill(long_answer)
    with personnel.audit._engine.begin() as connection:
        connection.execute(text("UPDATE staff_session SET last_seen_at = last_seen_at - 1860"))
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("status")).to_contain_text("Det, du skrev, er gemt i henvendelsen.")
    look(page, "logget-ud", WIDE)
    anna.log_in()
    anna.open("Mine")
    page.get_by_role("link", name="Alkohol").click()
    expect(page.get_by_label("Dit svar")).to_have_value(long_answer.strip())
    look(page, "gemt-svar", WIDE)
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("status")).to_have_text("Dit svar er sendt.")
    assert case.read()[-1].text == long_answer.strip()


def test_a_locked_case_says_why(new_page: Opens, console_url: str, personnel: Personnel) -> None:
    page = stranger(new_page, WIDE)
    anna = Colleague(personnel, "anna", page, console_url)
    case = write(personnel)
    account = personnel.accounts.named("anna")
    first = personnel.accounts.reset_password(account.id, new_code=False)
    anna.log_in(first.password)
    choose(page)
    expect(page.get_by_text("1 henvendelse kan ikke åbnes med din nøgle.")).to_be_visible()
    look(page, "laast-liste", WIDE)
    page.goto(f"{console_url}/henvendelser/{case.id}")
    expect(page.get_by_role("heading", name="Henvendelsen er låst")).to_be_visible()
    look(page, "laast", WIDE)


def choose(page: Page) -> None:
    for label in ("Ny adgangskode", "Ny adgangskode en gang til"):
        page.get_by_label(label, exact=True).fill("endnu en god sætning")
    page.get_by_role("button", name="Gem adgangskoden").click()


def text_of(template_id: str) -> str:
    return next(template.text for template in reply_templates() if template.id == template_id)
