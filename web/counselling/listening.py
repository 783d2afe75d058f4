"""What words in the middle of a form are: a command, an answer, a question to the guide, or not clear.

What is sent to the engine is stored there (redacted), what is told to a counsellor must not be. So only a clear
question goes to the engine, and when it is not clear the citizen is asked.
"""

from __future__ import annotations

import re
from typing import Literal

from intake.choices import Phrases, comparable
from web.counselling import payloads
from web.engine import Understanding

Meaning = Literal["answer", "question", "unclear"]

# Whole messages, and none that could be told: "jeg vil stoppe" is about drinking, "jeg vil ikke mere" may be despair.
_COMMANDS = {
    payloads.STOP: Phrases.of(
        *(
            "stop",
            "stop nu",
            "stop her",
            "stop og slet",
            "stop testen",
            "afslut",
            "annuller",
            "afbryd",
            "quit",
            "cancel",
        ),
    ),
    payloads.BACK: Phrases.of("tilbage", "gå tilbage", "et skridt tilbage", "forrige", "back", "go back"),
    payloads.SKIP: Phrases.of(
        *("spring over", "spring det over", "spring den over", "springer over", "næste", "skip", "pas"),
        *("vil ikke svare", "det vil jeg ikke svare på", "det siger jeg ikke"),
    ),
    payloads.CONTINUE: Phrases.of("fortsæt", "videre", "gå videre", "continue", "kom videre"),
}
_SEND = Phrases.of("send", "send det", "send den", "send nu", "ja send", "ja send den", "send til rådgiveren")
_QUESTION = Phrases.of("et spørgsmål", "spørgsmål", "det er et spørgsmål", "til dig", "question")
_PART = Phrases.of("en del af mit svar", "svar", "mit svar", "del af svaret", "en del", "tag det med", "til rådgiveren")
_ASKING = re.compile(
    r"(?:hva|hvad|hvor|hvordan|hvornår|hvornaar|hvorfor|hvem|hvilke\w*|kan|ka|må|maa|skal|er|har|får|faar|bliver|koster"
    r"|what|how|who|when|where|why|can|may|is|are|do|does|will)\b",
    re.IGNORECASE,
)
# In folded spelling.
_ANONYMOUS = re.compile(r"\ban[oy]n[oy]m")
_TO_SOMEBODY = re.compile(r"\b(?:skriv|tal|snak|radgiv|besked|counsel|write|talk)")
_TEST = re.compile(r"\b(?:selv)?test(?:en)?\b")
MOST_WORDS_OF_A_QUESTION = 12
MOST_WORDS_IN_A_TEXT = 8
_SURE = 0.6
_SURE_IN_A_TEXT = 0.8
_ABOUT_THE_GUIDE = ("bot_challenge", "change_municipality", "take_selftest", "start_counselling")
CRISIS_PREFIX = "crisis_"
_SURE_OF_A_CRISIS = 0.7


def command(text: str) -> str | None:
    """Return the payload of the button that a whole message stands for, or None."""
    return next((payload for payload, phrases in _COMMANDS.items() if text in phrases), None)


def is_send(text: str) -> bool:
    """Tell whether a message says that the summary shall be sent."""
    return text in _SEND


def settled(text: str) -> str | None:
    """Return the payload of the button that answers "is it a question or a part?", or None."""
    if text in _QUESTION:
        return payloads.QUESTION
    return payloads.PART if text in _PART else None


def meaning_at_a_choice(text: str, understood: Understanding | None) -> Meaning:
    """Tell what words are that name no option."""
    return "question" if _looks_asking(text) and _is_asked_of_the_guide(understood, _SURE) else "unclear"


def meaning_in_a_test(text: str, understood: Understanding | None) -> Meaning:
    """Tell what words are that name no answer of a test: nothing is told there, so a topic is a wish, too."""
    is_wish = understood is not None and understood.intent.startswith("topic_") and understood.confidence >= _SURE
    return "question" if is_wish else meaning_at_a_choice(text, understood)


def meaning_in_a_text(text: str, understood: Understanding | None) -> Meaning:
    """Tell what words are where anything can be told: an answer, unless they ask something and are short."""
    if not _looks_asking(text):
        return "answer"
    is_short = len(text.split()) <= MOST_WORDS_IN_A_TEXT
    return "question" if is_short and _is_asked_of_the_guide(understood, _SURE_IN_A_TEXT) else "unclear"


def crisis_level(understood: Understanding | None) -> str | None:
    """Return the level of a crisis that the trained classifier hears where the rules heard none, or None."""
    if understood is None or not understood.intent.startswith(CRISIS_PREFIX):
        return None
    return understood.intent.removeprefix(CRISIS_PREFIX) if understood.confidence >= _SURE_OF_A_CRISIS else None


def asks_to_begin(text: str) -> str | None:
    """Return the payload that begins a form or a test, for words that say so plainly; for when the engine is down."""
    words = comparable(text)
    if len(words.split()) > MOST_WORDS_OF_A_QUESTION:
        return None
    if _ANONYMOUS.search(words) and _TO_SOMEBODY.search(words):
        return payloads.START_FORM
    return payloads.START_TEST if _TEST.search(words) else None


def _looks_asking(text: str) -> bool:
    is_short = len(text.split()) <= MOST_WORDS_OF_A_QUESTION
    return is_short and (text.rstrip().endswith("?") or _ASKING.match(text.strip()) is not None)


def _is_asked_of_the_guide(understood: Understanding | None, least: float) -> bool:
    if understood is None or understood.confidence < least:
        return False
    return understood.intent.startswith("ask_") or understood.intent in _ABOUT_THE_GUIDE
