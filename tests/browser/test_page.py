"""The conversation on the citizen page: what is sent, what is shown, and what happens when something fails."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .fake_guide import FakeGuide
from .pages import GuidePage


def test_opening_sends_no_message_and_says_it_is_a_chatbot(page: GuidePage, guide: FakeGuide) -> None:
    for text in ("Du taler med en chatbot", "Du er anonym"):
        expect(page.log).to_contain_text(text)
    expect(page.page.get_by_role("heading", level=1)).to_have_text("Sundhedsguiden")
    expect(page.page.locator("#municipality")).to_have_text("Ballerup Kommune")
    assert 4 <= len(page.quick_replies()) <= 6
    assert guide.chats == []


def test_help_line_stays_in_sight(page: GuidePage) -> None:
    page.say("Jeg drikker for meget")
    line = page.page.get_by_role("region", name="Akut hjælp")
    expect(line).to_be_in_viewport()
    links = line.get_by_role("link")
    assert [each.get_attribute("href") for each in links.all()] == ["tel:112", "tel:+4570201201"]


def test_a_message_and_its_session(page: GuidePage, guide: FakeGuide) -> None:
    page.say("hej")
    page.say("hej igen")
    secret = guide.chats[0]["session"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
    assert guide.chats == [
        {"message": "hej", "session": secret, "municipality": "ballerup", "language": "da"},
        {"message": "hej igen", "session": secret, "municipality": "ballerup", "language": "da"},
    ]
    expect(page.field).to_be_focused()
    expect(page.field).to_have_value("")
    assert page.page.context.cookies() == []
    assert page.page.evaluate("[localStorage.length, Object.keys(sessionStorage)]") == [0, ["sundhedsguiden.session"]]


def test_what_is_typed_is_shown_as_it_was_typed_and_never_as_markup(page: GuidePage) -> None:
    elements = "document.querySelectorAll('img, svg, script, iframe, a, b, h2').length"
    page.say("hej")
    before = page.page.evaluate(elements)
    for text in (
        "<img src=x onerror=alert(1)><script>alert(2)</script>",
        "&lt;b&gt; **fed** [klik](javascript:alert(3)) {{7*7}} ${x}",
        "javascript:alert(4) <a href='javascript:alert(5)'>klik</a>",
    ):
        page.say(text)
        expect(page.log).to_contain_text(text)
    assert page.page.evaluate(elements) == before


def test_shift_enter_is_a_new_line_and_the_field_grows(page: GuidePage, guide: FakeGuide) -> None:
    before = page.field.bounding_box()
    page.field.press_sequentially("en")
    page.field.press("Shift+Enter")
    page.field.press_sequentially("to")
    after = page.field.bounding_box()
    assert before and after and after["height"] > before["height"] + 10
    page.send_button.click()
    expect(page.replies).to_have_count(1)
    assert guide.chats[0]["message"] == "en\nto"


def test_nothing_and_too_much_are_not_sent(page: GuidePage, guide: FakeGuide) -> None:
    page.write("   \n ")
    page.field.fill("æ" * 1801)
    expect(page.page.locator(".counter")).to_have_text("Du kan skrive 199 tegn mere")
    page.field.fill("😀" * 2001)
    page.field.press("Enter")
    expect(page.page.locator(".notice")).to_contain_text("for lang")
    assert guide.chats == []
    page.field.fill("😀" * 2000)
    page.field.press("Enter")
    expect(page.replies).to_have_count(1)
    assert len(guide.chats[0]["message"]) == 2000


def test_messages_wait_their_turn_and_a_double_click_sends_once(page: GuidePage, guide: FakeGuide) -> None:
    guide.slow = 0.7
    page.field.fill("først")
    page.send_button.dblclick()
    page.write("derefter")
    expect(page.typing).to_have_text("Guiden skriver …")
    expect(page.replies).to_have_count(2)
    expect(page.typing).to_have_text("")
    assert [each["message"] for each in guide.chats] == ["først", "derefter"]
    assert guide.chats[0]["session"] == guide.chats[1]["session"]


def test_quick_reply_shows_its_title_sends_its_payload_and_goes_away(page: GuidePage, guide: FakeGuide) -> None:
    page.say("Jeg drikker for meget")
    assert page.quick_replies() == ["Hvad koster det?", "Hvor er det?", "Vis flere"]
    page.choose("Hvad koster det?")
    expect(page.log.locator(".bubble").last).to_have_text("Hvad koster det?")
    expect(page.replies.last).to_contain_text("Jeg ved ikke, hvad det koster")
    assert guide.chats[-1]["message"] == "/ask_price"
    assert page.quick_replies() == []
    expect(page.field).to_be_focused()


@pytest.mark.parametrize("message", ["øh", "hvad er klokken i Tokyo"])
def test_suggestions_of_a_fallback_are_quick_replies(page: GuidePage, guide: FakeGuide, message: str) -> None:
    page.say(message)
    page.choose("Jeg vil sove bedre")
    expect(page.replies).to_have_count(2)
    assert guide.chats[-1]["message"] == "/topic_sleep"


def test_unknown_type_and_empty_answer(page: GuidePage) -> None:
    expect(page.say("fremtid")).to_contain_text("Teksten vises stadig.")
    expect(page.say("tavs")).to_contain_text("Prøv at skrive det på en anden måde")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("fejl 400", "kunne ikke læses"),
        ("fejl 413", "for lang"),
        ("fejl 429", "Vent et minut"),
        ("fejl 503", "ude af drift"),
    ],
)
def test_an_error_is_told_in_the_guides_words(page: GuidePage, message: str, text: str) -> None:
    page.write(message)
    expect(page.log.locator(".failed")).to_contain_text(text)
    expect(page.log.locator(".bubble")).to_have_text(message)


def test_resend_after_an_error(page: GuidePage, guide: FakeGuide) -> None:
    page.write("fejl én gang")
    page.retry.click()
    expect(page.replies).to_have_count(1)
    expect(page.retry).to_have_count(0)
    expect(page.field).to_be_focused()
    assert [each["message"] for each in guide.chats] == ["fejl én gang"] * 2


def test_a_late_resend_comes_with_its_answer_at_the_end(page: GuidePage) -> None:
    page.write("fejl én gang")
    expect(page.retry).to_be_visible()
    page.say("hej")
    page.retry.click()
    expect(page.replies).to_have_count(2)
    expect(page.log.locator(".bubble")).to_have_text(["hej", "fejl én gang"])


def test_a_reply_that_cannot_be_shown_does_not_stop_the_next(page: GuidePage) -> None:
    page.write("i stykker")
    expect(page.log.locator(".failed")).to_contain_text("Jeg kan ikke vise svaret.")
    page.say("hej")


def test_offline_keeps_the_message(page: GuidePage, guide: FakeGuide) -> None:
    page.page.context.set_offline(True)
    expect(page.page.locator(".notice")).to_contain_text("uden internet")
    page.write("hej")
    expect(page.log.locator(".failed")).to_contain_text("uden internet")
    page.page.context.set_offline(False)
    page.retry.click()
    expect(page.replies).to_have_count(1)
    assert len(guide.chats) == 1


def test_an_unreachable_guide_is_said_also_before_anything_is_known(new_page: Opens, guide_url: str) -> None:
    page = GuidePage(new_page())
    page.page.route("**/api/**", lambda route: route.abort())
    page.page.goto(f"{guide_url}/ballerup")
    page.write("hej")
    expect(page.log.locator(".failed")).to_contain_text("ikke få forbindelse")
    page.page.unroute("**/api/**")
    page.retry.click()
    expect(page.replies).to_have_count(1)
    expect(page.page.locator("#municipality")).to_have_text("Ballerup Kommune")


def test_a_lost_session_is_said(page: GuidePage, guide: FakeGuide) -> None:
    page.say("hej")
    page.say("glemt")
    expect(page.log).to_contain_text("Vi er begyndt forfra.")
    page.say("hej igen")
    assert guide.chats[-1]["session"] == "another-session"


def test_reload_keeps_the_session_and_says_so(page: GuidePage, guide: FakeGuide) -> None:
    page.say("hej")
    page.page.reload()
    expect(page.log).to_contain_text("Du er tilbage i din samtale.")
    page.say("hej igen")
    assert guide.chats[-1]["session"] == guide.chats[0]["session"]


def test_new_conversation(page: GuidePage, guide: FakeGuide) -> None:
    page.say("hej")
    page.menu("Ny samtale")
    page.dialog.get_by_role("button", name="Fortryd").click()
    expect(page.replies).to_have_count(1)
    page.menu("Ny samtale")
    page.dialog.get_by_role("button", name="Start ny samtale").click()
    expect(page.replies).to_have_count(0)
    expect(page.log).to_contain_text("Du taler med en chatbot")
    page.say("hej igen")
    assert guide.chats[-1]["session"] != guide.chats[0]["session"]


def test_a_reply_of_a_left_conversation_never_shows(page: GuidePage, guide: FakeGuide) -> None:
    guide.slow = 0.8
    page.write("hej")
    page.write("hej igen")
    page.menu("Ny samtale")
    page.dialog.get_by_role("button", name="Start ny samtale").click()
    page.say("ny")
    page.say("ny igen")
    expect(page.log.locator(".bubble")).to_have_text(["ny", "ny igen"])
    assert [each["message"] for each in guide.chats] == ["hej", "ny", "ny igen"]
    assert guide.chats[1]["session"] == guide.chats[2]["session"] != guide.chats[0]["session"]


def test_delete_waits_for_what_is_under_way(page: GuidePage, guide: FakeGuide) -> None:
    guide.slow = 0.6
    page.write("hej")
    page.delete_conversation()
    expect(page.log).to_contain_text("Din samtale er slettet.")
    expect(page.replies).to_have_count(0)
    assert guide.forgotten == [guide.chats[0]["session"]]
    assert page.page.evaluate("sessionStorage.length") == 0


def test_a_failed_deletion_is_not_called_a_deletion(page: GuidePage, guide: FakeGuide) -> None:
    page.say("hej")
    guide.forget_fails = True
    page.delete_conversation()
    expect(page.log.locator(".note")).to_contain_text("ikke slettet endnu")
    guide.forget_fails = False
    page.delete_conversation()
    expect(page.log).to_contain_text("Din samtale er slettet.")


def test_dialog_gives_the_focus_back_and_escape_is_no(page: GuidePage, guide: FakeGuide) -> None:
    page.say("hej")
    page.menu("Slet min samtale")
    expect(page.dialog.get_by_role("button", name="Fortryd")).to_be_focused()
    page.page.keyboard.press("Escape")
    expect(page.dialog).to_have_count(0)
    expect(page.page.get_by_role("button", name="Slet min samtale")).to_be_focused()
    assert guide.forgotten == []


def test_change_of_municipality_keeps_the_conversation(page: GuidePage, guide: FakeGuide) -> None:
    page.say("hej")
    choice = page.page.get_by_label("Skift kommune")
    choice.select_option("aalborg")
    choice.select_option("demo")
    expect(page.page.locator("#municipality")).to_have_text("Demo Kommune")
    expect(page.page.get_by_text("Dette er en opdigtet kommune.")).to_be_visible()
    expect(page.log.locator(".note")).to_have_text(["Du får nu tilbud i Demo Kommune."])
    assert page.page.url.endswith("/demo")
    page.say("hej igen")
    assert guide.chats[-1]["municipality"] == "demo"
    assert guide.chats[-1]["session"] == guide.chats[0]["session"]


def test_saved_text_has_all_that_was_said(page: GuidePage, tmp_path: Path) -> None:
    page.say("Jeg drikker for meget")
    page.say("jeg vil dø")
    with page.page.expect_download() as download:
        page.menu("Gem som tekst")
    saved = tmp_path / "saved.txt"
    download.value.save_as(saved)
    text = saved.read_text("utf-8")
    said = ("Du:\nJeg drikker for meget", "Anonym: Ja, du kan være anonym")
    for part in ("Ballerup Kommune", "chatbot", *said, "44 77 20 00", "70 201 201"):
        assert part in text
    assert "Anonym: Nej" not in text


def test_print_shows_the_conversation_and_hides_the_tools(page: GuidePage) -> None:
    page.say("Jeg drikker for meget")
    page.page.emulate_media(media="print")
    expect(page.log.get_by_text("Du skrev:")).to_be_visible()
    expect(page.cards.first).to_be_visible()
    for hidden in (page.field, page.page.locator("#menu"), page.log.locator(".replies")):
        expect(hidden).to_be_hidden()
