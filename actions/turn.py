"""One turn of the conversation: what every action gets, and what it gives back."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.after_crisis import add_care, answer_what_follows
from actions.heard import Heard, hear
from actions.knowledge import live_knowledge
from actions.state import ConversationState
from actions.wording import ask_municipality
from offers_db.offer import Municipality
from offers_db.policies.library import PolicyLibrary
from offers_db.search import Directory

logger = logging.getLogger("guide.actions")


class Button(TypedDict):
    """A quick reply: what it says, and what is sent when it is pressed."""

    title: str
    payload: str


@dataclass
class Turn:
    """The message, the state before it, what is known, and a voice."""

    heard: Heard
    state: ConversationState
    directory: Directory
    policies: PolicyLibrary
    dispatcher: CollectingDispatcher

    @property
    def municipality(self) -> Municipality | None:
        """The municipality whose offers are shown."""
        return self.directory.municipalities.get(self.state.municipality or "")

    def say(
        self,
        response: str,
        buttons: Sequence[Button] = (),
        custom: dict[str, Any] | None = None,
        **words: Any,
    ) -> None:
        """Utter a response of the domain, its open words filled, as one message."""
        self.dispatcher.utter_message(response=response, buttons=list(buttons), json_message=custom, **words)


class GuideAction(Action, ABC):
    """An action of the guide: `answer` says something and returns the state after it."""

    action_name: str
    # Being understood forgives earlier misses; only the action that counts them sees them.
    counts_misses = False

    def name(self) -> str:
        """The name in domain and rules."""
        return self.action_name

    @abstractmethod
    def answer(self, turn: Turn) -> ConversationState:
        """Answer the turn."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer and return slot events; what follows a crisis comes before what the intent asks for, care after it."""
        if answer_what_follows(dispatcher, tracker):
            return []
        events = self._answer(dispatcher, tracker)
        add_care(dispatcher, tracker)
        return events

    def _answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Answer and return slot events. An error is logged without the message, and said to the citizen."""
        known = live_knowledge.current()
        state = ConversationState.of(tracker)
        before = state if self.counts_misses else replace(state, misses=0)
        turn = Turn(hear(tracker), before, known.directory, known.policies, dispatcher)
        try:
            return self.answer(turn).events(tracker)
        except Exception:
            logger.exception("action_failed", extra={"fields": {"action": self.action_name}})
            dispatcher.messages.clear()
            turn.say("utter_action_failed", ask_municipality=ask_municipality(turn.municipality))
            return []
