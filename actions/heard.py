"""What the latest message says: intent, topics, filters and the rest, as the pipeline found them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from offers_db.search import Filters
from offers_db.topics import TOPICS

TOPIC_INTENT = "topic_"
OLDEST = 115
# The margins above which a topic counts beside the intent, chosen on 180 messages with two needs and 3400 with one:
# four in five of the first are heard, one in twelve of the second gets a need too many.
SURE_MARGIN = -0.3
UNJOINED_MARGIN = -0.1
_JOINING = re.compile(
    r"\b(?:og|samt|plus|også|osse|både|men|eller|desuden|and|also|both|too|och)\b|[,+&]", re.IGNORECASE
)
# A substance named outright is a need of its own: "jeg drikker og ryger hash".
_SUBSTANCE_TOPICS = {"alcohol": "alcohol", "drugs": "drugs", "nicotine": "smoking"}
_FILTERS: dict[str, Filters] = {
    "free": Filters(free=True),
    "anonymous": Filters(anonymous=True),
    "no_referral": Filters(no_referral=True),
    "online": Filters(online=True),
    "national": Filters(national_only=True),
    "local": Filters(local_only=True),
}
_LANGUAGE_FILTER = "language_"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Heard:
    """One understood message. `text` is the redacted text, empty for a pressed button."""

    intent: str
    text: str
    topics: tuple[str, ...]
    filters: Filters
    municipality: str | None
    age: int | None
    person: str | None
    offer_id: str | None
    policy_section: str | None
    meanings: tuple[str, ...]


def hear(tracker: Tracker) -> Heard:
    """Read the latest message."""
    message = tracker.latest_message
    intent = (message.get("intent") or {}).get("name") or ""
    text = message.get("text") or ""
    return Heard(
        intent=intent,
        text="" if text.startswith("/") else text,
        topics=_topics(message, intent),
        filters=_filters(message),
        municipality=_last(message, "municipality"),
        age=_age(message),
        person=_last(message, "person"),
        offer_id=_last(message, "offer_id"),
        policy_section=_last(message, "policy_section"),
        meanings=tuple(entry["name"] for entry in message.get("intent_ranking") or ()),
    )


def _values(message: dict[str, Any], entity: str) -> list[str]:
    return [str(found["value"]) for found in message.get("entities") or () if found["entity"] == entity]


def _last(message: dict[str, Any], entity: str) -> str | None:
    values = _values(message, entity)
    return values[-1] if values else None


def _topics(message: dict[str, Any], intent: str) -> tuple[str, ...]:
    """Return the codes heard, the intent's own first, then by margin, then by substances named."""
    own = [intent.removeprefix(TOPIC_INTENT)] if intent.startswith(TOPIC_INTENT) else []
    is_joined = not own or _JOINING.search(message.get("text") or "") is not None
    least = SURE_MARGIN if is_joined else UNJOINED_MARGIN
    heard = own + [str(topic["value"]) for topic in _topic_entities(message) if _margin(topic) > least]
    if heard:
        heard += [
            _SUBSTANCE_TOPICS[substance]
            for substance in _values(message, "substance")
            if substance in _SUBSTANCE_TOPICS
        ]
    return tuple(dict.fromkeys(code for code in heard if code in TOPICS))


def _topic_entities(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [found for found in message.get("entities") or () if found["entity"] == "topic"]


def _margin(topic: dict[str, Any]) -> float:
    """A topic from a button has no margin: it is certain."""
    return float(topic.get("confidence_entity") or 1.0)


def _filters(message: dict[str, Any]) -> Filters:
    filters = Filters()
    for value in _values(message, "offer_filter"):
        if value.startswith(_LANGUAGE_FILTER):
            filters = replace(filters, language=value.removeprefix(_LANGUAGE_FILTER))
        elif value in _FILTERS:
            filters = merged(filters, _FILTERS[value])
    weekday, time_of_day = _last(message, "weekday"), _last(message, "time_of_day")
    if weekday in _WEEKDAYS:
        filters = replace(filters, weekday=weekday)
    if weekday == "weekend":
        filters = replace(filters, weekday="SA")
    if time_of_day == "evening":
        filters = replace(filters, evening=True)
    return filters


def _age(message: dict[str, Any]) -> int | None:
    ages = [int(value) for value in _values(message, "age") if value.isdecimal() and int(value) <= OLDEST]
    return ages[-1] if ages else None


def merged(first: Filters, second: Filters) -> Filters:
    """Return first with everything that second asks for."""
    return replace(first, **{name: wanted for name, wanted in vars(second).items() if wanted is not None})
