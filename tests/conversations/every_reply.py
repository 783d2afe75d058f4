"""What must be true of every reply in every conversation."""

from __future__ import annotations

import re

from api_description import flaws
from domain_files import intents
from running_guide import Answer

from bot.privacy.payloads import is_payload
from web.counselling import payloads as counselling

# Eight digits, or one of the short numbers.
PHONE = re.compile(r"\b(?:\d\d ?){4}\b|\b\d\d \d\d\d \d\d\d\b|\b(?:112|1813|1888|116 ?111)\b")
_DOSE = re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:mg|milligram|ml|gram|enheder|pille|tablet)", re.IGNORECASE)
_DIAGNOSIS = re.compile(
    r"\b(?:du (?:har|lider af|fejler)|you have) (?:\w+ )?"
    r"(?:depression|angst|diabetes|kol|kræft|demens|adhd|stress|cancer|dementia|forhøjet)",
    re.IGNORECASE,
)
_REASONS = {
    "gratis": lambda offer: offer["free"] is True,
    "du kan være anonym": lambda offer: offer["anonymous"] is True,
    "ingen henvisning": lambda offer: offer["referral"] == "none",
}


def assert_sound(answer: Answer, lives_in: str | None) -> None:
    """Check one reply to somebody who lives in that municipality (None: one that the guide does not serve)."""
    assert answer.status == 200, answer.body
    assert not flaws("ChatReply", answer.body)
    assert answer.text.strip()
    assert leads_on(answer), f"a dead end: {answer.text}"
    _assert_well_written(answer.text)
    for button in answer.buttons:
        payload = button["payload"]
        known = is_payload(payload, intents()) or counselling.read(payload) is not None
        assert known or not payload.startswith("/"), f"a command read as words: {button}"
    for offer in answer.offers:
        assert offer["municipality"] in (lives_in, None), f"{offer['name']} is {offer['municipality']}'s"
        assert offer["fictional"] is (offer["municipality"] == "demo"), offer["name"]
        for reason, holds in _REASONS.items():
            assert reason not in offer["reasons"] or holds(offer), f"{offer['name']} is not known to be: {reason}"


def leads_on(answer: Answer) -> bool:
    """Tell whether the reply offers a next step: a button, a card, a helpline or a phone number."""
    helplines = (answer.custom("crisis") or {}).get("helplines")
    return bool(answer.buttons or answer.offers or helplines or PHONE.search(answer.text))


def _assert_well_written(text: str) -> None:
    assert not _DOSE.search(text), f"a dose: {text}"
    assert not _DIAGNOSIS.search(text), f"a diagnosis: {text}"
    assert ".." not in text and "  " not in text and " ." not in text, f"careless: {text}"
    assert not re.search(r"[{}]|\bNone\b|\bnull\b|utter_", text), f"a hole in the text: {text}"
