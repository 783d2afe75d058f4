"""Who was asked about thoughts of suicide just now, so that a "ja" is understood even when the engine has gone down."""

from __future__ import annotations

from typing import Any

from bot.safety import QUESTION_TYPE

MOST_CITIZENS = 10_000


class Questioned:
    """The conversations whose last reply asked. In memory only, by sender_id; the oldest give way to new ones."""

    def __init__(self, most: int = MOST_CITIZENS) -> None:
        self._most = most
        self._senders: dict[str, bool] = {}

    def is_asked(self, sender: str) -> bool:
        """Tell whether the last reply asked."""
        return self._senders.get(sender, False)

    def take(self, sender: str) -> bool:
        """Tell whether the last reply asked, and forget it: the message at hand is the only answer."""
        return self._senders.pop(sender, False)

    def note(self, sender: str, messages: list[dict[str, Any]]) -> None:
        """Remember whether the messages just sent ask the question."""
        if any((message.get("custom") or {}).get("type") == QUESTION_TYPE for message in messages):
            self._senders[sender] = True
            if len(self._senders) > self._most:
                del self._senders[next(iter(self._senders))]
