"""Offer cards and the crisis box: what is known, what is not, and nothing that can hurt."""

from playwright.sync_api import expect

from .pages import GuidePage


def test_unknown_facts_are_said_to_be_unknown(page: GuidePage) -> None:
    page.say("Jeg drikker for meget")
    card = page.card("Anonym rådgivning om alkohol og stoffer")
    assert card.locator("dt").all_inner_texts() == ["Anonym", "Hvor"]
    unknown = card.locator(".unknown")
    expect(unknown).to_have_text(
        "Jeg kender ikke pris, tid og telefonnummer. Jeg ved heller ikke, om der er en aldersgrænse og om du skal have "
        "en henvisning. Ring til Ballerup Kommune på 44 77 20 00."
    )
    expect(unknown.get_by_role("link")).to_have_attribute("href", "tel:+4544772000")
    expect(card).to_contain_text("Kilde: Rammeoplæg for SundhedsHuset, 2010. Ikke bekræftet af kommunen.")
    chips = card.get_by_role("list", name="Derfor passer det").get_by_role("listitem")
    expect(chips).to_have_text(["du kan være anonym", "i Ballerup"])


def test_a_national_offer_answers_for_itself(page: GuidePage) -> None:
    page.say("Jeg drikker for meget")
    card = page.card("Alkolinjen")
    expect(card.locator(".unknown")).to_contain_text("Ring og spørg på 80 200 500.")
    expect(card).not_to_contain_text("af kommunen")


def test_every_field_is_shown(page: GuidePage) -> None:
    page.say("alt")
    card = page.card("Gåhold for dig, der vil i gang igen")
    rows = dict(zip(card.locator("dt").all_inner_texts(), card.locator("dd").all_inner_texts(), strict=True))
    assert rows == {
        "For hvem": "For dig, der har været syg · 18-64 år",
        "Pris": "150 kr. for hele forløbet",
        "Anonym": "Nej, du kan ikke være anonym",
        "Henvisning": "Du skal have en henvisning fra din egen læge",
        "Hvornår": "Tirsdage kl. 19-21, 1. september - 15. december 2026",
        "Hvor": "Demohuset, Eksempelvej 1, 0000 Demoby",
        "Telefon": "00 00 00 01",
        "Telefontid": "Hverdage kl. 9-12",
        "E-mail": "gaahold@demo.example",
        "Hjemmeside": "demo.example/sundhed/gaahold-for-dig-der-vil-i-gang-igen",
        "Sprog": "dansk, engelsk",
        "Adgang": "Elevator til alle etager. Handicaptoilet",
        "Pladser": "4 ledige pladser (1. november 2026)",
        "Slutter": "15. december 2026",
    }
    expect(card.locator(".unknown")).to_have_count(0)
    expect(card).to_contain_text("Opdigtet eksempel")
    expect(card).to_contain_text("Husk regntøj.")
    expect(card).to_contain_text("Bekræftet 3. november 2026.")
    web = card.get_by_role("link", name="demo.example/sundhed")
    assert set((web.get_attribute("rel") or "").split()) == {"noreferrer", "noopener"}
    expect(card.get_by_role("link", name="gaahold@")).to_have_attribute("href", "mailto:gaahold@demo.example")


def test_nothing_in_a_reply_becomes_markup_or_a_script_link(page: GuidePage) -> None:
    reply = page.say("ondt")
    expect(reply).to_contain_text("<script>alert(1)</script> & co.")
    expect(reply.get_by_role("heading")).to_contain_text("<img src=x")
    assert reply.locator("img, script, b, a[href^='javascript'], a[href^='mailto']").count() == 0
    assert page.overflow() == 0


def test_numbers_in_a_text_become_links_but_years_do_not(page: GuidePage) -> None:
    reply = page.say("nummer")
    assert [each.get_attribute("href") for each in reply.get_by_role("link").all()] == [
        "tel:+4544772000",
        "tel:112",
        "https://ballerup.dk/sundhed",
    ]


def test_crisis_box(page: GuidePage) -> None:
    page.say("jeg vil dø")
    box = page.log.get_by_role("region", name="Her kan du få hjælp nu")
    calls = box.locator("a[href^='tel:']").all()
    assert [each.get_attribute("href") for each in calls] == ["tel:112", "tel:+4570201201", "tel:1813"]
    for call in calls:
        size = call.bounding_box()
        assert size and size["height"] >= 44
    lines = box.get_by_role("listitem")
    expect(lines.nth(1)).to_contain_text("Alle dage · Du kan være anonym")
    expect(lines.nth(2)).to_contain_text("Åbningstid: ved jeg ikke")
    web = lines.nth(1).get_by_role("link", name="www.livslinien.dk")
    expect(web).to_have_attribute("href", "https://www.livslinien.dk/")
