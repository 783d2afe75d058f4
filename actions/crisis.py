"""A crisis: the reply is bot.safety's, the same as the web process gives when the engine is down."""

from __future__ import annotations

from typing import Any, cast

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.state import message_metadata
from bot.safety import CrisisAssessment, Level, reply
from bot.safety.language import detect


class ActionCrisis(Action):
    """Says what to do now and whom to ring. It depends on no directory and no database."""

    def name(self) -> str:
        """The name in domain and rules."""
        return "action_crisis"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Utter the reply for the level that the intent names."""
        intent = (tracker.latest_message.get("intent") or {}).get("name") or ""
        level = cast(Level, intent.removeprefix("crisis_"))
        municipality = message_metadata(tracker).get("municipality") or tracker.get_slot("municipality")
        answer = reply(CrisisAssessment(level, detect(tracker.latest_message.get("text") or "")), municipality)
        dispatcher.utter_message(text=answer["text"], json_message=answer["custom"])
        return []
