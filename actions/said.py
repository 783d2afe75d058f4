"""What the guide has said in this conversation, read from the tracker's events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rasa_sdk import Tracker

from bot.safety import CAUTION_TYPE, QUESTION_TYPE

CRISIS_TYPE: Final = "crisis"
_INTERLUDES: Final = (CRISIS_TYPE, QUESTION_TYPE, CAUTION_TYPE)
_NOT_WORTH_REPEATING: Final = ("welcome", "fallback")


def last_shown(tracker: Tracker) -> dict[str, Any] | None:
    """Return the last bot event that showed offers, passages or the like."""
    return next((event for kind, event in _replies(tracker) if kind and kind not in _INTERLUDES), None)


def shown_before_crisis(tracker: Tracker) -> dict[str, Any] | None:
    """Return the same, if nothing but a crisis reply or the question was shown after it."""
    newest = next((kind for kind, _ in _replies(tracker) if kind), None)
    return last_shown(tracker) if newest in _INTERLUDES else None


def was_asked_just_now(tracker: Tracker) -> bool:
    """Tell whether the reply before the latest message asked about thoughts of suicide."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages == 2:
            break
        if _kind(event) == QUESTION_TYPE:
            return True
    return False


def was_cautioned(tracker: Tracker) -> bool:
    """Tell whether helplines have been given in this conversation: caution in every reply would be nagging."""
    return any(_kind(event) in _INTERLUDES for event in tracker.events)


def _replies(tracker: Tracker) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Yield the bot's events, the newest first, each with the type of what it showed."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            kind = _kind(event)
            yield (None if kind in _NOT_WORTH_REPEATING else kind), event


def _kind(event: dict[str, Any]) -> str | None:
    custom = (event.get("data") or {}).get("custom") or {}
    kind: str | None = custom.get("type")
    return kind
