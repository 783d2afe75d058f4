"""Events as Rasa stores them, read into turns."""

from __future__ import annotations

from typing import Any

from review_room import OFFERS, bot, fallback, opening, user

from review.reading import Event, Reading, read


def reading(*events: dict[str, Any]) -> Reading:
    return read(Event(number, 1000.0 + number, event) for number, event in enumerate(events, 1))


def test_the_welcome_stands_below_the_message_that_it_answers() -> None:
    found = reading(*opening(), user("hej"), bot("Hej!"))
    (turn,) = found.turns
    assert turn.text == "hej" and [reply["text"] for reply in turn.replies] == ["Hej, jeg er Sundhedsguiden.", "Hej!"]
    assert (found.municipality, found.language, found.event_count, found.last_event_id) == ("ballerup", "da", 7, 7)


def test_a_session_that_begins_anew_goes_on_in_the_same_conversation() -> None:
    found = reading(*opening(), user("hej"), bot("Hej!"), *opening(), user("igen"), bot("Ja?"))
    assert [turn.text for turn in found.turns] == ["hej", "igen"]
    assert [len(turn.replies) for turn in found.turns] == [2, 2]


def test_nothing_but_the_guide_is_no_turn() -> None:
    assert reading(*opening()).turns == []


def test_what_was_understood_and_searched() -> None:
    found = reading(
        *opening(),
        user("rygestop", "topic_smoking", topics=["smoking"]),
        bot("Her er 3 af 8.", "utter_offers_more_left", [{"title": "Vis flere", "payload": "/more"}], OFFERS),
        {"event": "slot", "name": "topics", "value": ["smoking"]},
        {"event": "slot", "name": "filters", "value": {"free": True}},
        {"event": "slot", "name": "shown_offers", "value": ["x"]},
    )
    (turn,) = found.turns
    assert (turn.intent, turn.confidence, turn.topics) == ("topic_smoking", 0.9, {"smoking"})
    assert turn.ranking == [{"name": "stop", "confidence": 0.05}]
    assert turn.entities == [{"entity": "topic", "value": "smoking"}]
    assert turn.searched == {"municipality": "ballerup", "topics": ["smoking"], "filters": {"free": True}, "total": 8}
    assert (
        turn.replies[1]["buttons"] == [{"title": "Vis flere", "payload": "/more"}]
        and turn.replies[1]["custom"] == OFFERS
    )


def test_signs() -> None:
    crisis = reading(user("x", "crisis_suicide"), bot("Ring.", custom={"type": "crisis"})).turns[0]
    despair = reading(user("x", "greet"), bot("Tænker du på …?", custom={"type": "distress"})).turns[0]
    missed = reading(user("x", "nlu_fallback", 0.2), fallback()).turns[0]
    declined = reading(user("x", "out_of_scope"), bot("Nej.", custom={"type": "out_of_scope"})).turns[0]
    empty = reading(user("x", "topic_heart"), bot("Ingen.", "utter_no_offers")).turns[0]
    assert crisis.crisis and despair.crisis and despair.asks and not missed.crisis
    assert missed.fell_back and missed.asks and declined.out_of_scope and not declined.fell_back
    assert empty.no_offer and not declined.no_offer
