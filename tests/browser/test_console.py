"""The console in Chromium: the first login of all with the keyboard, axe on every page, screenshots to look at."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from playwright.sync_api import expect

from staff.personnel import Personnel

from .conftest import Opens
from .console import NARROW_DARK, OWN_PASSWORD, WIDE, look, paste, stranger


@pytest.mark.parametrize("options", [WIDE, NARROW_DARK], ids=["wide", "320 px dark"])
def test_from_the_first_login_to_the_log(
    new_page: Opens, console_url: str, personnel: Personnel, options: dict[str, Any]
) -> None:
    name = f"ida.{options['viewport']['width']}"
    first = personnel.accounts.create(name, ["administrator", "counsellor"], ["ballerup"])
    assert first.totp_uri
    phone = pyotp.TOTP(parse_qs(urlsplit(first.totp_uri).query)["secret"][0])
    page = stranger(new_page, options)
    page.goto(console_url)
    look(page, "log-ind", options)

    page.get_by_label("Navn").press("Enter")
    errors = page.get_by_role("alert")
    expect(errors).to_be_focused()
    expect(errors).to_contain_text("Skriv dit navn.")
    look(page, "log-ind-fejl", options)
    errors.get_by_role("link", name="Skriv din adgangskode.").click()
    expect(page.get_by_label("Adgangskode")).to_be_focused()
    expect(page.get_by_label("Adgangskode")).to_have_accessible_description("Fejl: Skriv din adgangskode.")

    page.get_by_label("Navn").fill(name)
    page.get_by_label("Adgangskode").fill(first.password)
    page.get_by_label("Adgangskode").press("Enter")
    code = page.get_by_label("Kode")
    expect(code).to_have_accessible_description(
        "De seks tal, som appen på din telefon viser nu. Du må gerne sætte koden ind."
    )
    look(page, "kode", options)
    paste(page, code_of=f"{phone.now()[:3]} {phone.now()[3:]}")
    code.press("Enter")

    expect(page.get_by_role("heading", name="Vælg din adgangskode")).to_be_visible()
    look(page, "ny-adgangskode", options)
    page.get_by_label("Ny adgangskode", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("Ny adgangskode en gang til").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Gem adgangskoden").click()
    expect(page.get_by_role("status")).to_contain_text("Din nye adgangskode gælder nu.")
    expect(page.get_by_role("link", name="Henvendelser", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Konti", exact=True).click()
    expect(page.get_by_role("link", name="Konti", exact=True)).to_have_attribute("aria-current", "page")
    look(page, "konti", options)

    page.get_by_role("link", name=name).click()
    look(page, "en-konto", options)
    page.get_by_label("Redaktør").check()
    page.get_by_role("button", name="Gem roller og kommuner").click()
    expect(page.get_by_role("status")).to_have_text("Ændringen er gemt.")
    assert "editor" in personnel.accounts.named(name).roles

    page.get_by_role("navigation").get_by_role("link", name="Log", exact=True).click()
    page.get_by_role("button", name="Kontrollér loggen").click()
    expect(page.get_by_role("status")).to_contain_text("Loggen er hel.")
    look(page, "log", options)
    page.get_by_role("link", name="Min konto").click()
    look(page, "min-konto", options)
    page.get_by_role("button", name="Log ud", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Du er logget ud.")
    page.go_back()
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible()


def test_tab_goes_through_the_login_in_order(new_page: Opens, console_url: str) -> None:
    page = stranger(new_page, WIDE)
    page.goto(console_url)
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached[0] == "Gå til indholdet" and reached[2:] == ["gå til guiden", "name", "password", "Fortsæt"]
