"""The words that responses leave open: topics with their preposition, places, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from offers_db.offer import Municipality, Offer
from offers_db.search import Filters
from offers_db.topics import TOPICS

# "Tilbud om ældre" would be about them; these topics take "til".
_FOR_PEOPLE = {
    "chronic_illness": "til dig med kronisk sygdom",
    "diabetes": "til dig med diabetes",
    "copd": "til dig med KOL",
    "heart": "til dig med hjertesygdom",
    "cancer": "til dig med kræft",
    "dementia": "om hukommelse og demens",
    "elderly": "til ældre",
    "pregnancy_family": "til gravide og familier",
    "children_youth": "til børn og unge",
    "relatives": "til pårørende",
    "social_psychiatry": "til dig med psykisk sygdom",
    "events": "med arrangementer",
    "community": "med fællesskaber",
    "smoking": "om rygning og nikotin",
    "diet": "om mad og kost",
}
_FILTER_WORDS = {
    "free": "gratis",
    "anonymous": "du kan være anonym",
    "no_referral": "ingen henvisning",
    "online": "på nettet eller telefon",
    "national_only": "i hele landet",
    "local_only": "i din kommune",
    "evening": "om aftenen",
}
_DAYS = {
    "MO": "mandag",
    "TU": "tirsdag",
    "WE": "onsdag",
    "TH": "torsdag",
    "FR": "fredag",
    "SA": "lørdag",
    "SU": "søndag",
}
LANGUAGES = {
    "da": "dansk",
    "en": "engelsk",
    "ar": "arabisk",
    "tr": "tyrkisk",
    "pl": "polsk",
    "uk": "ukrainsk",
    "de": "tysk",
    "so": "somali",
    "ur": "urdu",
    "fa": "farsi",
}


def joined(words: Sequence[str]) -> str:
    """Return "a", "a og b" or "a, b og c"."""
    return " og ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def topic_phrase(topics: Sequence[str]) -> str:
    """Return what follows "tilbud": "om alkohol", "til ældre og om motion"; empty without topics."""
    return joined([_FOR_PEOPLE.get(topic, f"om {TOPICS[topic].lower()}") for topic in topics])


def topic_title(topic: str) -> str:
    """Return a button's words for a topic."""
    return f"Tilbud {topic_phrase([topic])}"


def place_name(municipality: Municipality | None) -> str:
    """Return "Ballerup" of "Ballerup Kommune"; "din kommune" if none is known."""
    return municipality.name.removesuffix(" Kommune") if municipality else "din kommune"


def where(municipality: Municipality | None) -> str:
    """Return "i Ballerup", or "i hele landet" without a municipality."""
    return f"i {place_name(municipality)}" if municipality else "i hele landet"


def ask_municipality(municipality: Municipality | None) -> str:
    """Return the sentence that says whom to ask, with the main number if the municipality's is known."""
    if municipality is None:
        return "Spørg din egen kommune."
    if municipality.phone is None:
        return f"Spørg {municipality.name}."
    return f"Ring til {municipality.name} på {municipality.phone}."


def ask_provider(offer: Offer, municipality: Municipality | None) -> str:
    """Return whom to ask about an offer: its own number, else its municipality, else its web page."""
    if offer.phone:
        return f"Ring og spørg på {offer.phone}."
    if offer.municipality is None:
        return f"Se {offer.url}." if offer.url else f"Spørg {offer.organization}."
    return ask_municipality(municipality)


def filter_phrase(filters: Filters, age: int | None) -> str:
    """Return what was asked for: "gratis og om aftenen"."""
    wanted = [_FILTER_WORDS[name] for name, value in vars(filters).items() if value and name in _FILTER_WORDS]
    if filters.weekday:
        wanted.append(f"om {_DAYS[filters.weekday]}en")
    if filters.language:
        wanted.append(f"på {LANGUAGES.get(filters.language, filters.language)}")
    if age is not None:
        wanted.append(f"til en på {age} år")
    return joined(wanted)
