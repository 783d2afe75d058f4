"""What a person does on the page and in the widget. Used against the fake guide and against the real one.

Playwright's locators see through open shadow roots, so that a conversation is the same in both places.
"""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

# Besides axe's defaults: 24 px targets (WCAG 2.2, 2.5.8).
AXE_OPTIONS: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}


class Conversation:
    """A conversation with the guide, wherever it is shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log")
        self.field = page.get_by_role("textbox", name="Skriv til guiden")
        self.send_button = page.get_by_role("button", name="Send", exact=True)
        self.replies = self.log.locator(".reply")
        self.cards = self.log.get_by_role("article")
        self.retry = self.log.get_by_role("button", name="Prøv igen")
        self.typing = page.locator(".typing")
        self.dialog = page.locator("dialog.confirm")

    def write(self, text: str) -> None:
        """Types and sends, without waiting for the answer."""
        self.field.fill(text)
        self.field.press("Enter")

    def say(self, text: str, timeout: float = 10_000) -> Locator:
        """Sends and waits for the answer, which is returned."""
        before = self.replies.count()
        self.write(text)
        expect(self.replies).to_have_count(before + 1, timeout=timeout)
        return self.replies.last

    def quick_replies(self) -> list[str]:
        return self.log.locator(".replies button").all_inner_texts()

    def choose(self, title: str) -> None:
        self.log.get_by_role("button", name=title, exact=True).click()

    def card(self, name: str) -> Locator:
        return self.cards.filter(has=self.page.get_by_role("heading", name=name))

    def violations(self) -> list[str]:
        """What axe-core finds wrong now, one readable line each."""
        found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]

    def overflow(self) -> int:
        """How many pixels the document is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


class GuidePage(Conversation):
    """The citizen page."""

    def open(self, url: str, municipality: str = "ballerup") -> "GuidePage":
        self.page.goto(f"{url}/{municipality}")
        expect(self.page.locator("#municipality")).to_have_text(re.compile("Kommune"))
        return self

    def menu(self, title: str) -> None:
        """Presses a button of the menu, which is folded on a narrow screen."""
        toggle = self.page.get_by_role("button", name="Menu", exact=True)
        if toggle.is_visible():
            toggle.click()
        self.page.locator("#menu").get_by_role("button", name=title, exact=True).click()

    def delete_conversation(self) -> None:
        self.menu("Slet min samtale")
        self.dialog.get_by_role("button", name="Slet samtalen").click()


class Widget(Conversation):
    """The widget on a page of another origin."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.launcher = page.get_by_role("button", name="Spørg Sundhedsguiden")
        self.panel = page.locator("dialog.panel")

    def open(self, host_url: str) -> "Widget":
        self.page.goto(host_url)
        expect(self.launcher).to_be_visible()
        return self

    def launch(self) -> "Widget":
        self.launcher.click()
        expect(self.field).to_be_visible()
        return self

    def menu(self, title: str) -> None:
        self.panel.locator("summary").click()
        self.panel.get_by_role("button", name=title, exact=True).click()
