"""Everything that is not about an offer: hello, who are you, a human, another municipality, out of scope, unclear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import HUMAN, QUESTION_TITLES, TOPICS_MENU, topic_button
from actions.heard import TOPIC_INTENT
from actions.offers import show_overview, show_topics, take_municipality
from actions.state import ConversationState
from actions.turn import Button, GuideAction, Turn
from actions.wording import ask_municipality, place_name
from offers_db.topics import TOPICS

SUGGESTIONS = 3
# Both on-call services ask for a CPR number; numbers from the national directory.
_URGENT_HELP = {
    "aalborg": "Er lægen lukket, kan du ringe til Lægevagten i Nordjylland. Nummeret 70 15 03 00 er ikke bekræftet.",
    "ballerup": "Er lægen lukket, kan du ringe til Akuttelefonen på 1813.",
    "glostrup": "Er lægen lukket, kan du ringe til Akuttelefonen på 1813.",
}
_MEANINGS = {
    **QUESTION_TITLES,
    "ask_offer": "Se alle emner",
    "ask_human": "Tal med et menneske",
    "ask_privacy": "Er chatten anonym?",
    "bot_challenge": "Hvem er du?",
    "more": "Vis flere tilbud",
    "narrow": "Find tilbud, der passer bedre",
    "change_municipality": "Skift kommune",
}


class ActionSessionStart(Action):
    """Begins a visit: says at once what the guide is, except to somebody in a crisis."""

    def name(self) -> str:
        """Rasa's own name for it."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Keep the slots, introduce the guide, and listen."""
        metadata = tracker.get_slot("session_started_metadata") or {}
        if not metadata.get("crisis"):
            dispatcher.utter_message(response="utter_welcome")
        kept = [SlotSet(name, value) for name, value in tracker.slots.items() if value is not None]
        return [SessionStarted(), *kept, ActionExecuted("action_listen")]


class ActionRespond(GuideAction):
    """Gives the response named after the intent."""

    action_name = "action_respond"

    def answer(self, turn: Turn) -> ConversationState:
        """Say it."""
        turn.say(f"utter_{turn.heard.intent}", municipality=place_name(turn.municipality))
        return turn.state


class ActionDeclineMedicalAdvice(GuideAction):
    """Gives no diagnosis and no dose, but says who can."""

    action_name = "action_decline_medical_advice"

    def answer(self, turn: Turn) -> ConversationState:
        """Point to doctor and pharmacist, with offers of the topic as a next step."""
        buttons = [topic_button(topic) for topic in turn.heard.topics[:2]]
        urgent = _URGENT_HELP.get(turn.state.municipality or "", "Er lægen lukket, så ring til lægevagten.")
        turn.say("utter_medical_advice", [*buttons, HUMAN], urgent_help=urgent)
        return turn.state


class ActionContactHuman(GuideAction):
    """Gives the municipality's number."""

    action_name = "action_contact_human"

    def answer(self, turn: Turn) -> ConversationState:
        """Say the number, or where to find it."""
        municipality = turn.municipality
        if municipality is None:
            return ask_which_municipality(turn)
        response = "utter_human" if municipality.phone else "utter_human_no_phone"
        buttons: list[Button] = [TOPICS_MENU, topic_button("mental_health")]
        turn.say(response, buttons, municipality=municipality.name, phone=municipality.phone or "")
        return turn.state


class ActionChangeMunicipality(GuideAction):
    """Shows another municipality's offers from now on."""

    action_name = "action_change_municipality"

    def answer(self, turn: Turn) -> ConversationState:
        """Change and show the same topics again; an unknown municipality gets national help."""
        if turn.heard.municipality is None:
            return ask_which_municipality(turn)
        take_municipality(turn)
        if turn.municipality:
            turn.say("utter_municipality_changed", municipality=place_name(turn.municipality))
        topics = turn.heard.topics or turn.state.topics
        return show_topics(turn, topics) if topics else show_overview(turn)


class ActionDeclineOutOfScope(GuideAction):
    """Declines kindly and says what the guide can do."""

    action_name = "action_decline_out_of_scope"

    def answer(self, turn: Turn) -> ConversationState:
        """Say whom to ask instead, with suggestions."""
        suggestions = [*map(topic_button, turn.heard.topics[:2]), TOPICS_MENU, HUMAN]
        custom = {"type": "out_of_scope", "suggestions": suggestions}
        turn.say("utter_out_of_scope", suggestions, custom, ask_municipality=ask_municipality(turn.municipality))
        return turn.state


class ActionClarify(GuideAction):
    """Offers the likeliest meanings; the second time in a row, phone numbers and a human."""

    action_name = "action_clarify"
    counts_misses = True

    def answer(self, turn: Turn) -> ConversationState:
        """Ask again, differently the second time."""
        state = replace(turn.state, misses=turn.state.misses + 1)
        if state.misses > 1:
            suggestions = [HUMAN]
            response = "utter_clarify_again"
        else:
            suggestions = [*_likely_meanings(turn), HUMAN]
            response = "utter_clarify"
        custom = {"type": "fallback", "suggestions": suggestions}
        turn.say(response, suggestions, custom, ask_municipality=ask_municipality(turn.municipality))
        return state


def ask_which_municipality(turn: Turn) -> ConversationState:
    """Ask for the municipality, with the known ones as buttons."""
    turn.say("utter_municipality_which", _municipality_buttons(turn))
    return turn.state


def _municipality_buttons(turn: Turn) -> list[Button]:
    return [
        {"title": municipality.name, "payload": f'/change_municipality{{"municipality": "{municipality.code}"}}'}
        for municipality in turn.directory.municipalities.values()
        if municipality.fictional is False
    ]


def _likely_meanings(turn: Turn) -> list[Button]:
    """Return up to three of the likeliest intents that a button can stand for."""
    buttons: list[Button] = []
    for intent in turn.heard.meanings:
        topic = intent.removeprefix(TOPIC_INTENT)
        if intent.startswith(TOPIC_INTENT) and topic in TOPICS:
            buttons.append(topic_button(topic))
        elif intent in _MEANINGS:
            buttons.append({"title": _MEANINGS[intent], "payload": f"/{intent}"})
    return buttons[:SUGGESTIONS] or [TOPICS_MENU]
