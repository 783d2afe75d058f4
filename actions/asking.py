"""Questions about an offer: which offer is meant, and what is known about it."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.buttons import about, question_buttons
from actions.offer_facts import FACTS
from actions.offers import show_topics, take_municipality
from actions.pointing import meant_offer, pointed_offer
from actions.state import ConversationState
from actions.turn import Button, GuideAction, Turn
from actions.wording import ask_provider
from offers_db.offer import Offer

# "Er det også for folk med KOL?" asks about the offer in focus, not for another.
_TELLS_WHO_ASKS = {"ask_eligibility", "ask_companion"}
_IT = re.compile(r"(?i)\b(?:det|den|it|this|that)\b")
# "Og den anden?" asks what was asked before.
_ONLY_POINTS = re.compile(r"(?i)\W*(?:og|hvad med|hvad så med|and|what about)?\W*(?:den|det|nr\.?|nummer|the)\s+\w+\W*")
# The topic that a question's own words sound like: "hvornår er det" is no wish for events.
_ECHO = {"ask_time": "events", "ask_companion": "relatives"}


class ActionAnswerAboutOffer(GuideAction):
    """Answers from the directory; a topic that is named first brings its offers into view."""

    action_name = "action_answer_about_offer"

    def answer(self, turn: Turn) -> ConversationState:
        """Answer for the offer meant, with the others of the list as buttons."""
        question = turn.heard.intent
        if turn.state.question and _ONLY_POINTS.fullmatch(turn.heard.text):
            question = turn.state.question
        take_municipality(turn)
        offer = meant_offer(turn)
        named = _other_topics(turn, offer)
        if named and pointed_offer(turn) is None:
            turn.state = show_topics(turn, named[:1])
            offer = meant_offer(turn)
        if offer is None:
            # Without an offer in view "er det anonymt?" is about this chat.
            turn.say("utter_ask_privacy" if question == "ask_anonymity" else "utter_which_offer")
            return turn.state
        say_fact(turn, question, offer)
        return replace(turn.state, focus_offer=offer.id, question=question)


def _other_topics(turn: Turn, offer: Offer | None) -> tuple[str, ...]:
    """Return the topics heard if they lead away from the offer in focus."""
    heard = turn.heard
    if offer is None:
        return heard.topics
    if heard.intent in _TELLS_WHO_ASKS and _IT.search(heard.text):
        return ()
    named = tuple(topic for topic in heard.topics if topic != _ECHO.get(heard.intent))
    return () if set(named) & set(offer.topics) else named


def say_fact(turn: Turn, question: str, offer: Offer) -> None:
    """Utter what is known, or that it is not and whom to ask."""
    response, fact = FACTS[question](offer)
    municipality = turn.directory.municipalities.get(offer.municipality or "")
    turn.say(
        response,
        [*_same_question_buttons(turn, question, offer), *question_buttons(offer, but=question)][:4],
        offer=f"»{offer.name}«",
        fact=fact or "",
        ask_provider=ask_provider(offer, municipality),
        assured=_assured(offer),
    )


def _same_question_buttons(turn: Turn, question: str, answered: Offer) -> list[Button]:
    others = [
        offer for offer in map(turn.directory.offer, turn.state.shown_offers) if offer and offer.id != answered.id
    ]
    return [about(offer, question, f"Og {offer.name}?") for offer in others[:2]]


def _assured(offer: Offer) -> str:
    if offer.assured_date:
        return f"Det er bekræftet {offer.assured_date:%d.%m.%Y}."
    return "Ingen har bekræftet det siden."
