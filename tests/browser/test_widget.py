"""The widget on a page of another origin, under a style sheet that means no good."""

from playwright.sync_api import Locator, expect

from .conftest import Opens
from .fake_guide import FakeGuide
from .pages import Widget


def styles(element: Locator, *names: str) -> list[str]:
    """The computed values of these properties."""
    values: list[str] = element.evaluate("(e, names) => names.map((n) => getComputedStyle(e)[n])", list(names))
    return values


def test_until_it_is_opened_nothing_but_the_launcher_is_fetched(
    new_page: Opens, host_url: str, guide_url: str, guide: FakeGuide
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    widget = Widget(page).open(host_url)
    own = sorted(url.removeprefix(f"{guide_url}/static/") for url in asked if url.startswith(guide_url))
    assert own == ["chat.css", "dom.js", "links.js", "mark.svg", "widget.css", "widget.js"]
    widget.launch()
    assert guide.chats == []


def test_a_conversation_across_origins(widget: Widget, guide: FakeGuide) -> None:
    widget.launch().say("Jeg drikker for meget")
    expect(widget.card("Anonym rådgivning")).to_contain_text("Ring til Ballerup Kommune på 44 77 20 00.")
    assert guide.chats[0]["municipality"] == "ballerup"
    expect(widget.panel.locator(".place")).to_have_text("Chatbot · Ballerup Kommune")
    assert widget.page.context.cookies() == []


def test_the_hosts_style_sheet_stays_outside(widget: Widget) -> None:
    widget.launch().say("Jeg drikker for meget")
    text = widget.replies.first.locator(".text")
    assert styles(text, "font-size", "letter-spacing", "visibility") == ["17px", "normal", "visible"]
    host = widget.page.locator("sundheds-guide")
    assert styles(host, "display", "opacity", "transform") == ["block", "1", "none"]
    assert styles(widget.panel, "background-color") == ["rgb(246, 242, 235)"]


def test_the_widgets_style_sheet_stays_inside(widget: Widget) -> None:
    link = widget.page.get_by_role("link", name="en henvisning")
    assert styles(link, "color") == ["rgb(187, 0, 0)"]


def test_keyboard_opens_and_escape_closes(widget: Widget) -> None:
    widget.launcher.focus()
    widget.page.keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")


def test_escape_closes_what_is_innermost(widget: Widget) -> None:
    widget.launch().say("hej")
    widget.menu("Slet min samtale")
    widget.page.keyboard.press("Escape")
    expect(widget.dialog).to_have_count(0)
    expect(widget.panel.locator("summary")).to_be_focused()
    widget.page.keyboard.press("Enter")
    widget.page.keyboard.press("Escape")
    expect(widget.panel.locator(".tools")).to_be_hidden()
    expect(widget.panel).to_be_visible()


def test_the_hosts_shortcuts_do_not_hear_what_is_typed(widget: Widget) -> None:
    widget.launch().field.press_sequentially("hemmeligt")
    expect(widget.page.locator("#keys")).to_have_text("0")


def test_closing_keeps_the_conversation(widget: Widget) -> None:
    widget.launch().say("hej")
    widget.panel.get_by_role("button", name="Luk").click()
    widget.launch()
    expect(widget.replies).to_have_count(1)


def test_the_reply_is_scrolled_to_and_the_host_is_not(widget: Widget) -> None:
    widget.launch().say("Jeg drikker for meget")
    expect(widget.log.locator(".bubble")).to_be_in_viewport()
    assert widget.page.evaluate("scrollY") == 0


def test_a_narrow_screen_is_filled_and_keeps_the_focus(new_page: Opens, host_url: str) -> None:
    widget = Widget(new_page(viewport={"width": 320, "height": 640})).open(host_url).launch()
    assert widget.panel.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    assert widget.panel.evaluate("e => e.matches(':modal')")
    widget.page.keyboard.press("Escape")
    expect(widget.launcher).to_be_focused()


def test_delete_from_the_widget(widget: Widget, guide: FakeGuide) -> None:
    widget.launch().say("hej")
    widget.menu("Slet min samtale")
    widget.dialog.get_by_role("button", name="Slet samtalen").click()
    expect(widget.log).to_contain_text("Din samtale er slettet.")
    assert guide.forgotten == [guide.chats[0]["session"]]
