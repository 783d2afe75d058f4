"""A crisis: the reply is bot.safety's, the same as the web process gives when the engine is down."""

from __future__ import annotations

from typing import Any, cast

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.said import last_shown
from actions.state import current_municipality, message_text
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
        utter_crisis(CrisisAssessment(level, detect(message_text(tracker))), dispatcher, tracker)
        return []


def utter_crisis(crisis: CrisisAssessment, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Utter the reply, with the way back to what was shown before."""
    answer = reply(crisis, current_municipality(tracker))
    dispatcher.utter_message(text=answer["text"], buttons=way_back(tracker), json_message=answer["custom"])


def way_back(tracker: Tracker) -> list[dict[str, str]]:
    """Return the button that leads back, if there is something to go back to. Its payload is words, as typed."""
    if last_shown(tracker) is None:
        return []
    return [{"title": "Tilbage til det, jeg spurgte om", "payload": "tilbage til det jeg spurgte om"}]
