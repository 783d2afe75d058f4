"""Payloads of the guide's own buttons: the closed list of what a message may tell the engine without being read.

A message that begins with a slash is a command to Rasa: it names an intent and entities, which no classifier checks.
Anybody can type one, so what is not on the list is read as words.
"""

from __future__ import annotations

import re
from collections.abc import Collection

CRISIS_PREFIX = "crisis_"
# Rasa acts on these by itself; no button of ours sends them.
_COMMANDS = {"restart", "back", "session_start", "nlu_fallback"}
# A code has no space, so nothing that a person says about anybody fits into one.
_WITH_AN_ENTITY = "|".join(
    (
        r'topic_[a-z_]+{"topic": "[a-z_]{1,20}"}',
        r'ask_[a-z]+{"offer_id": "[a-z0-9-]{1,40}"}',
        r'ask_policy{"policy_section": "[a-z0-9-]{1,100}#[a-z0-9-]{1,150}"}',
        r'change_municipality{"municipality": "[a-z]{1,40}"}',
        r'narrow{"(?:offer_filter|time_of_day)": "[a-z_]{1,20}"}',
    )
)
_PAYLOAD = re.compile(rf"/(?:[a-z_]+|{_WITH_AN_ENTITY})")
_COMMAND_MARK = re.compile(r"[\s/]+")


def is_payload(text: str, intents: Collection[str]) -> bool:
    """Tell whether text is what one of our buttons sends; `intents` are those the model knows."""
    if not _PAYLOAD.fullmatch(text):
        return False
    intent = text[1:].partition("{")[0]
    return intent in intents and intent not in _COMMANDS and not intent.startswith(CRISIS_PREFIX)


def as_words(text: str) -> str:
    """Return text without what would make it a command: slashes at the start, also behind white space."""
    mark = _COMMAND_MARK.match(text)
    return (text[mark.end() :] if mark else text) or "?"
