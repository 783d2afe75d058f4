"""What is shown before anything else to somebody who writes of a crisis, or of despair."""

from __future__ import annotations

from typing import Any

from bot.safety import assess, is_despairing, question, reply
from bot.safety.language import detect

_DESPAIR = {
    "da": (
        "Det lyder, som om du har det rigtig svært lige nu. En rådgiver læser ikke med lige nu. "
        "Du kan tale med et menneske nu: ring til Livslinien på 70 201 201. Du kan være anonym. "
        "Er der fare for liv, så ring 112."
    ),
    "en": (
        "It sounds as if things are really hard for you right now. No counsellor is reading along right now. "
        "You can talk to a person now: call Livslinien on 70 201 201. You can be anonymous. "
        "If a life is in danger, call 112."
    ),
}


def alert_for(text: str, municipality: str) -> dict[str, Any] | None:
    """Return `text` and `custom` (of type crisis or distress, with helplines), or None if all seems well."""
    if crisis := assess(text):
        return reply(crisis, municipality)
    if is_despairing(text):
        language = detect(text)
        return {"text": _DESPAIR[language], "custom": question(municipality, language)["custom"]}
    return None
