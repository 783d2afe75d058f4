"""What is known about one offer, question by question: which response to give, and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.wording import LANGUAGES, joined
from offers_db.offer import Offer

# A response of domain/asking.yml, and the fact that fills it (None: it needs none).
Answer = tuple[str, str | None]


def price(offer: Offer) -> Answer:
    """Free, a price in words, or unknown."""
    if offer.free:
        return "utter_price_free", None
    return _known_or_not("price", offer.fees_text)


def place(offer: Offer) -> Answer:
    """An address, the name of the place, or that it is not at a place."""
    parts = [part for part in (offer.location_name, offer.address, *offer.accessibility) if part]
    if parts:
        return "utter_place_known", ". ".join(parts).rstrip(".")
    return ("utter_place_online", None) if offer.online or offer.municipality is None else ("utter_place_unknown", None)


def time(offer: Offer) -> Answer:
    """When it is, or when the phone is answered."""
    return _known_or_not("time", offer.schedule_text or offer.phone_hours)


def anonymity(offer: Offer) -> Answer:
    """Three-valued: unknown is never yes."""
    named = {True: "utter_anonymity_yes", False: "utter_anonymity_no", None: "utter_anonymity_unknown"}
    return named[offer.anonymous], None


def referral(offer: Offer) -> Answer:
    """None needed, from whom, or unknown."""
    return f"utter_referral_{offer.referral or 'unknown'}", None


def contact(offer: Offer) -> Answer:
    """Phone, e-mail and web address, with how to get it."""
    parts = [part for part in (offer.phone, offer.email, offer.url) if part]
    how = [offer.application_process] if offer.application_process else []
    return _known_or_not("contact", ". ".join([joined(parts), *how]).rstrip(".") if parts else None)


def language(offer: Offer) -> Answer:
    """The languages named; an interpreter if that is known."""
    names = [LANGUAGES.get(code, code) for code in offer.languages]
    parts = [part for part in (joined(names), offer.interpretation_services) if part]
    return _known_or_not("language", ". ".join(parts).rstrip("."))


def companion(offer: Offer) -> Answer:
    """Whether one may bring somebody, when the source says so."""
    return _known_or_not("companion", offer.attending)


def eligibility(offer: Offer) -> Answer:
    """Age limits and whom it is for."""
    parts = [part for part in (offer.eligibility_description, _ages(offer)) if part]
    return _known_or_not("eligibility", ". ".join(parts))


def description(offer: Offer) -> Answer:
    """What it is, and how many places are left when that is known."""
    parts = [part for part in (offer.description, offer.capacity_text) if part]
    return "utter_description_known", " ".join(parts) or offer.name


def source(offer: Offer) -> Answer:
    """The document behind it."""
    if offer.source is None:
        return "utter_source_known", "kommunens oplysninger"
    section = f", afsnittet »{offer.section}«" if offer.section else ""
    year = f" ({offer.source.date})" if offer.source.date else ""
    return "utter_source_known", f"»{offer.source.title}«{year}{section}"


FACTS: Mapping[str, Callable[[Offer], Answer]] = {
    "ask_price": price,
    "ask_place": place,
    "ask_time": time,
    "ask_anonymity": anonymity,
    "ask_referral": referral,
    "ask_contact": contact,
    "ask_language": language,
    "ask_companion": companion,
    "ask_eligibility": eligibility,
    "ask_description": description,
    "ask_source": source,
}


def is_known(question: str, offer: Offer) -> bool:
    """Tell whether the directory can answer the question."""
    return not FACTS[question](offer)[0].endswith("_unknown")


def _known_or_not(fact_name: str, fact: str | None) -> Answer:
    return (f"utter_{fact_name}_known", fact) if fact else (f"utter_{fact_name}_unknown", None)


def _ages(offer: Offer) -> str | None:
    low, high = offer.minimum_age, offer.maximum_age
    if low is not None and high is not None:
        return f"Alder: {low}-{high} år"
    if low is not None:
        return f"Alder: fra {low} år"
    return f"Alder: til og med {high} år" if high is not None else None
