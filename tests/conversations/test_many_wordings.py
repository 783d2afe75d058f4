"""One behaviour in many wordings: what holds for one topic, offer or question must hold for all."""

from __future__ import annotations

import re

import pytest
from running_guide import Conversation, RunningGuide

pytestmark = pytest.mark.engine

# How people name each topic in a word or two.
NAMED = {
    "alcohol": "alkohol",
    "drugs": "hash",
    "smoking": "rygning",
    "diet": "kost",
    "weight": "vægttab",
    "exercise": "motion",
    "stress": "stress",
    "mental_health": "angst",
    "loneliness": "ensomhed",
    "grief": "sorg",
    "sleep": "søvn",
    "chronic_illness": "kronisk sygdom",
    "diabetes": "diabetes",
    "copd": "KOL",
    "heart": "hjertesygdom",
    "cancer": "kræft",
    "dementia": "demens",
    "rehabilitation": "genoptræning",
    "elderly": "ældre",
    "pregnancy_family": "graviditet",
    "children_youth": "børn og unge",
    "relatives": "pårørende",
    "sexual_health": "prævention",
    "social_psychiatry": "socialpsykiatri",
    "community": "fællesskaber",
    "events": "arrangementer",
}
FRAMES = ("{}", "og hvad med {}", "nej jeg mener {}")


@pytest.mark.parametrize("frame", FRAMES)
def test_every_topic_is_heard_by_its_name(guide: RunningGuide, frame: str) -> None:
    """In the fictional municipality, which has offers for all of them; after another topic was shown."""
    misheard = {}
    for topic, name in NAMED.items():
        talk = guide.conversation("demo")
        talk.say("/topic_smoking" if topic != "smoking" else "/topic_exercise")
        answer = talk.say(frame.format(name))
        if answer.topic != topic:
            misheard[frame.format(name)] = answer.topic or answer.text
    assert not misheard


@pytest.mark.parametrize(
    "wording", ["hvad har I", "hvad tilbyder I", "hvad kan jeg få hjælp til", "hvilke tilbud er der"]
)
def test_the_number_of_offers_does_not_hang_on_the_wording(guide: RunningGuide, wording: str) -> None:
    by_button = re.search(r"kender (\d+) tilbud", guide.conversation().say("/ask_offer").text)
    in_words = re.search(r"kender (\d+) tilbud", guide.conversation().say(wording).text)
    assert by_button and int(by_button[1]) > 50
    assert in_words is None or in_words[1] == by_button[1]


@pytest.mark.parametrize("municipality", ["ballerup", "glostrup", "aalborg", "demo"])
def test_every_menu_topic_leads_on(guide: RunningGuide, municipality: str) -> None:
    """Each button of the menu shows offers, or says that there are none and whom to ask."""
    menu = guide.conversation(municipality).say("/ask_offer")
    for button in menu.buttons:
        answer = guide.conversation(municipality).say(button["payload"])
        assert answer.offers or answer.buttons, button
        assert all(offer["municipality"] in (municipality, None) for offer in answer.offers), button


@pytest.mark.parametrize(
    "wording",
    ["hvad koster det", "er det gratis?", "koster det noget", "hvor meget skal jeg betale", "how much does it cost"],
)
def test_an_unknown_price_is_never_free(talk: Conversation, wording: str) -> None:
    shown = talk.say("/topic_smoking")
    assert shown.offers[0]["free"] is None
    answer = talk.say(wording)
    assert "ved ikke" in answer.text and "44 77 20 00" in answer.text and "er gratis" not in answer.text


@pytest.mark.parametrize(
    ("ordinal", "position"),
    [("den første", 0), ("den anden", 1), ("nummer 2", 1), ("den tredje", 2), ("den sidste", 2), ("the second", 1)],
)
def test_an_offer_is_meant_by_its_place_in_the_list(talk: Conversation, ordinal: str, position: int) -> None:
    offers = talk.say("/topic_alcohol").offers
    assert len(offers) == 3
    assert f"»{offers[position]['name']}«" in talk.say(f"hvad koster {ordinal}").text


@pytest.mark.parametrize("wording", ["hvad med den anden", "og den anden"])
def test_the_question_is_kept_for_the_other_offer(talk: Conversation, wording: str) -> None:
    offers = talk.say("/topic_alcohol").offers
    talk.say("hvad koster det")
    assert f"»{offers[1]['name']}«" in talk.say(wording).text


def test_every_card_has_what_the_contract_promises(guide: RunningGuide) -> None:
    fields = {
        "id", "name", "description", "topics", "organization", "municipality", "anonymous", "free", "referral",
        "minimum_age", "maximum_age", "phone", "email", "url", "address", "schedule_text", "source", "assured_date",
        "reasons",
    }  # fmt: skip
    for municipality in ("ballerup", "glostrup", "aalborg", "demo"):
        custom = guide.conversation(municipality).say("/topic_alcohol").custom("offers")
        assert custom and custom["topic"] == "alcohol" and custom["municipality"] == municipality
        for offer in custom["offers"]:
            assert fields <= offer.keys()
            assert offer["free"] in (True, False, None) and offer["anonymous"] in (True, False, None)
            assert offer["referral"] in ("none", "gp", "hospital", None)
            assert "alcohol" in offer["topics"]
            assert offer["source"] is None or offer["source"].keys() == {"title", "date"}
