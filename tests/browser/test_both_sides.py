"""A citizen and a counsellor in two windows: written, answered, read, deleted; and after a lost password."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import text

from intake.cases import CASES
from intake.keys import derived_key
from intake.recovery_keys import RecoveryKeys
from staff.personnel import Personnel
from web.console import __main__ as command_line

from .conftest import KEY, Opens
from .console import WIDE, Colleague, stranger
from .test_mailbox import MORE, SENDING, STORY, choose, enter, heading, look, opened, send

ANSWER = "Tak, fordi du skriver. Vi kan tale sammen på torsdag."


@pytest.fixture(autouse=True)
def nobody_yet(personnel: Personnel) -> None:
    """No cases, no staff."""
    with personnel.audit._engine.begin() as connection:
        for table in ("sealed_case", "staff_account", "recovery_key"):
            connection.execute(text(f"DELETE FROM {table}"))


def test_a_citizen_and_a_counsellor(
    browser: Browser, new_page: Opens, console_url: str, personnel: Personnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = console_url.removesuffix("/personale")
    engine = personnel.audit._engine
    recovery_code = RecoveryKeys(engine, derived_key(KEY.encode(), CASES)).renew()
    anna = Colleague(personnel, "anna", stranger(new_page, WIDE), console_url)
    with browser.new_context(**WIDE) as elsewhere:
        citizen = elsewhere.new_page()
        code = send(citizen, url)

        anna.open("Henvendelser")
        anna.page.get_by_role("button", name="Tag henvendelsen").click()
        expect(anna.page.get_by_text(STORY)).to_be_visible()
        anna.page.get_by_label("Dit svar").fill(ANSWER)
        anna.page.get_by_role("button", name="Send svaret").click()
        expect(anna.page.get_by_role("status")).to_have_text("Dit svar er sendt.")

        opened(citizen, url, code.lower().replace("-", " "))
        expect(citizen.get_by_role("log")).to_contain_text(ANSWER)
        look(citizen, "both-sides")
        citizen.get_by_label("Skriv videre").fill(MORE)
        choose(citizen, "Send")
        expect(citizen.get_by_role("log")).to_contain_text(MORE)

        account = personnel.accounts.named("anna")
        anna.log_in(personnel.accounts.reset_password(account.id, new_code=False).password)
        for label in ("Ny adgangskode", "Ny adgangskode en gang til"):
            anna.page.get_by_label(label, exact=True).fill("endnu en god sætning")
        anna.page.get_by_role("button", name="Gem adgangskoden").click()
        expect(anna.page.get_by_text("1 henvendelse kan ikke åbnes med din nøgle.")).to_be_visible()
        monkeypatch.setenv("GUIDE_CASES_DATABASE_URL", str(engine.url))
        monkeypatch.setenv("GUIDE_SECRET_KEY", KEY)
        monkeypatch.setattr("getpass.getpass", lambda _: recovery_code)
        assert command_line.main(["recover", "anna"]) == 0
        anna.open("Henvendelser")
        anna.open("Mine")
        anna.page.get_by_role("link", name="Stoffer").click()
        expect(anna.page.get_by_text(MORE)).to_be_visible()

        choose(citizen, "Slet alt nu", "Ja, slet alt")
        heading(citizen, "Alt er slettet")
        enter(citizen, url, code)
        expect(citizen.get_by_role("alert")).to_contain_text("Vi kan ikke finde noget med den kode", timeout=SENDING)
        anna.page.reload()
        expect(anna.page.get_by_text(STORY)).to_have_count(0)
