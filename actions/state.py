"""What the conversation is about, read from the tracker's slots and written back to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from offers_db.search import Filters


@dataclass(frozen=True)
class ConversationState:
    """The slots of domain/_shared.yml. `None` and empty mean: not said yet."""

    municipality: str | None = None
    page_municipality: str | None = None
    topics: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    age: int | None = None
    person: str | None = None
    shown_offers: tuple[str, ...] = ()
    focus_offer: str | None = None
    question: str | None = None
    seen_offers: tuple[str, ...] = ()
    misses: int = 0

    @classmethod
    def of(cls, tracker: Tracker) -> ConversationState:
        """Read the slots; a municipality that the page has changed since then replaces the chat's own."""
        slots = tracker.slots
        page = message_metadata(tracker).get("municipality")
        state = cls(
            municipality=slots.get("municipality"),
            page_municipality=slots.get("page_municipality"),
            topics=tuple(slots.get("topics") or ()),
            filters=Filters(**(slots.get("filters") or {})),
            age=slots.get("age"),
            person=slots.get("person"),
            shown_offers=tuple(slots.get("shown_offers") or ()),
            focus_offer=slots.get("focus_offer"),
            question=slots.get("question"),
            seen_offers=tuple(slots.get("seen_offers") or ()),
            misses=int(slots.get("misses") or 0),
        )
        if page and page != state.page_municipality:
            return replace(state, municipality=page, page_municipality=page)
        return state

    def events(self, tracker: Tracker) -> list[EventType]:
        """Return a SlotSet for each slot that differs from what the tracker holds."""
        return [SlotSet(name, value) for name, value in self._slot_values() if tracker.slots.get(name) != value]

    def _slot_values(self) -> Iterator[tuple[str, Any]]:
        for slot in fields(self):
            value = getattr(self, slot.name)
            if isinstance(value, Filters):
                value = {key: wanted for key, wanted in vars(value).items() if wanted is not None}
            yield slot.name, list(value) if isinstance(value, tuple) else value


def message_metadata(tracker: Tracker) -> dict[str, Any]:
    """Return what the web process sent along with the latest message: municipality and language."""
    return tracker.latest_message.get("metadata") or {}


def message_text(tracker: Tracker) -> str:
    """Return the latest message, redacted."""
    return tracker.latest_message.get("text") or ""


def current_municipality(tracker: Tracker) -> str | None:
    """Return the code that the page sent, else the one in the slot; for what must work without the directory."""
    code: str | None = message_metadata(tracker).get("municipality") or tracker.get_slot("municipality")
    return code
