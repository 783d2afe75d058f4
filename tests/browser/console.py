"""Staff's console in Chromium: who opens it, and how each page is looked at."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
from playwright.sync_api import Page, expect
from sqlalchemy import text

from staff.personnel import Personnel

from .conftest import Opens
from .pages import Conversation

OWN_PASSWORD = "fire gode korte ord"
# Where to put screenshots; none by default.
SCREENSHOTS = os.environ.get("GUIDE_TEST_SCREENSHOTS")
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
NARROW_DARK: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


class Colleague:
    """A counsellor with a phone and a window of their own."""

    def __init__(self, personnel: Personnel, name: str, page: Page, url: str) -> None:
        first = personnel.accounts.create(name, ["counsellor"], ["ballerup"])
        assert first.totp_uri
        self.personnel, self.name, self.page, self.url = personnel, name, page, url
        self.phone = pyotp.TOTP(parse_qs(urlsplit(first.totp_uri).query)["secret"][0])
        self.log_in(first.password)
        page.get_by_label("Ny adgangskode", exact=True).fill(OWN_PASSWORD)
        page.get_by_label("Ny adgangskode en gang til").fill(OWN_PASSWORD)
        page.get_by_role("button", name="Gem adgangskoden").click()
        expect(page.get_by_role("heading", name="Henvendelser", level=1)).to_be_visible()

    def log_in(self, password: str = OWN_PASSWORD) -> None:
        """From the first page on; a code is made usable again, as if half a minute had passed."""
        with self.personnel.audit._engine.begin() as connection:
            connection.execute(text("UPDATE staff_account SET totp_step = NULL"))
        self.page.goto(f"{self.url}/login")
        self.page.get_by_label("Navn").fill(self.name)
        self.page.get_by_label("Adgangskode").fill(password)
        self.page.get_by_role("button", name="Fortsæt").click()
        self.page.get_by_label("Kode").fill(self.phone.now())
        self.page.get_by_role("button", name="Log ind").click()
        expect(self.page.get_by_role("button", name="Log ud", exact=True)).to_be_visible()

    def open(self, title: str) -> None:
        """Choose a page of the menu, or a tab."""
        self.page.get_by_role("link", name=title).first.click()


def stranger(new_page: Opens, options: dict[str, Any]) -> Page:
    """A page of somebody who is not logged in: tests share their browser's cookies."""
    page = new_page(**options)
    page.context.clear_cookies()
    return page


def paste(page: Page, code_of: str) -> None:
    """Put text into the field in focus as the clipboard does."""
    page.get_by_label("Kode").focus()
    page.keyboard.insert_text(code_of)
    expect(page.get_by_label("Kode")).to_have_value(code_of)


def look(page: Page, name: str, options: dict[str, Any]) -> None:
    """axe, no overflow, and a screenshot if one is wanted."""
    view = Conversation(page)
    assert view.violations() == [], name
    assert view.overflow() == 0, name
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}-{options['viewport']['width']}.png", full_page=True)
