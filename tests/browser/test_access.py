"""axe-core in every state, keyboard, zoom, and how the log is built."""

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .fake_guide import FakeGuide
from .pages import GuidePage, Widget

WIDE: dict[str, Any] = {}
SCREENS = {
    "light": WIDE,
    "dark": {"color_scheme": "dark"},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "forced colours": {"forced_colors": "active"},
}
screens = pytest.mark.parametrize("options", SCREENS.values(), ids=SCREENS.keys())


@screens
def test_axe_on_the_page(new_page: Opens, guide_url: str, options: dict[str, Any]) -> None:
    page = GuidePage(new_page(**options)).open(guide_url, "demo")
    assert page.violations() == [], "welcome"
    for message in ("Jeg drikker for meget", "alt", "jeg vil dø"):
        page.say(message)
    page.write("fejl 503")
    expect(page.retry).to_be_visible()
    page.field.fill("ord " * 520)
    assert page.violations() == [], "conversation, cards, crisis, error, too long"
    page.menu("Slet min samtale")
    assert page.violations() == [], "dialog"


@screens
def test_axe_on_the_widget(new_page: Opens, host_url: str, options: dict[str, Any]) -> None:
    widget = Widget(new_page(**options)).open(host_url).launch()
    for message in ("Jeg drikker for meget", "jeg vil dø"):
        widget.say(message)
    assert own(widget.violations()) == []


def test_axe_on_the_closed_widget_and_its_menu(widget: Widget) -> None:
    assert own(widget.violations()) == []
    widget.launch().panel.locator("summary").click()
    assert own(widget.violations()) == []


def own(violations: list[str]) -> list[str]:
    """Those of the widget: the host page is wrong on purpose."""
    return [each for each in violations if "sundheds-guide" in each]


@pytest.mark.parametrize("path", ["privatliv", "tilgaengelighed"])
def test_axe_on_the_text_pages(new_page: Opens, guide_url: str, path: str) -> None:
    page = GuidePage(new_page(viewport={"width": 320, "height": 640}))
    page.page.goto(f"{guide_url}/{path}")
    assert page.violations() == []
    assert page.overflow() == 0


def test_folded_menu(new_page: Opens, guide_url: str) -> None:
    page = GuidePage(new_page(viewport={"width": 320, "height": 640})).open(guide_url)
    toggle = page.page.get_by_role("button", name="Menu", exact=True)
    toggle.click()
    assert page.violations() == []
    page.page.get_by_label("Skift kommune").focus()
    page.page.keyboard.press("Escape")
    expect(toggle).to_be_focused()
    page.menu("Slet min samtale")
    page.dialog.get_by_role("button", name="Fortryd").click()
    expect(toggle).to_be_focused()


def test_twice_the_text_on_a_narrow_window_neither_overflows_nor_hides_the_log(new_page: Opens, guide_url: str) -> None:
    page = GuidePage(new_page(viewport={"width": 640, "height": 450})).open(guide_url, "demo")
    page.page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.say("alt")
    page.say("jeg vil dø")
    assert page.overflow() == 0
    page.page.set_viewport_size({"width": 320, "height": 256})
    page.page.evaluate("document.documentElement.style.fontSize = ''")
    assert page.overflow() == 0
    assert page.page.locator(".composer").evaluate("e => getComputedStyle(e).position") == "static"


def test_keyboard_reaches_all_in_order_and_shows_where_it_is(page: GuidePage) -> None:
    expected = ["Gå til samtalen", "112", "70 201 201", "Ny samtale", "Gem som tekst", "Udskriv", "Slet min samtale"]
    for name in expected:
        page.page.keyboard.press("Tab")
        assert page.page.evaluate("document.activeElement.textContent.trim()") == name
        assert page.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_skip_link_leads_to_the_chat(page: GuidePage) -> None:
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    expect(page.log).to_be_focused()


def test_a_quick_reply_on_a_touch_screen_does_not_raise_the_keyboard(new_page: Opens, guide_url: str) -> None:
    page = GuidePage(new_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})).open(guide_url)
    page.choose("Jeg er stresset")
    expect(page.replies).to_have_count(1)
    expect(page.log).to_be_focused()


def test_what_was_read_aloud_is_never_rewritten(page: GuidePage, guide: FakeGuide) -> None:
    """A screen reader reads added nodes; a node that is replaced is read twice."""
    page.say("hej")
    page.page.evaluate(
        """() => {
          window.added = 0; window.rewritten = 0;
          new MutationObserver((all) => all.forEach((each) => {
            window.added += [...each.addedNodes].filter((node) => node.matches?.('.reply')).length;
            window.rewritten += [...each.removedNodes].filter((node) => !node.matches?.('.replies')).length;
          })).observe(document.querySelector('[role=log]'), { childList: true, subtree: true, characterData: true });
        }"""
    )
    guide.slow = 0.6
    page.say("hej igen")
    assert page.page.evaluate("[window.added, window.rewritten]") == [1, 0]
    assert page.log.get_attribute("aria-label") == "Samtale med guiden"
    assert page.page.evaluate("document.documentElement.lang") == "da"


def test_no_motion_when_none_is_wanted(new_page: Opens, guide_url: str, guide: FakeGuide) -> None:
    guide.slow = 1.0
    for motion, name in (("reduce", "none"), ("no-preference", "sg-breathe")):
        page = GuidePage(new_page(reduced_motion=motion)).open(guide_url)
        page.write("hej")
        expect(page.typing).to_have_text("Guiden skriver …")
        assert page.typing.evaluate("e => getComputedStyle(e, '::before').animationName") == name
