"""Danish words for what the review names in English."""

from __future__ import annotations

from datetime import UTC, datetime

from offers_db.topics import TOPICS
from review.projection import CRISIS, DRAWN, MISSED_TWICE, THUMBS_DOWN, UNSURE
from web.console.wording import moment

SIGNS = {
    "crisis": "Krise",
    "thumbs_down": "Tommelfinger ned",
    "missed_twice": "Ikke forstået to gange i træk",
    "fell_back": "Ikke forstået",
    "out_of_scope": "Uden for emnet",
    "no_offer": "Intet tilbud fundet",
    "stopped": "Stoppede midtvejs",
}
"""The signs that the list can be narrowed by."""
UNSURE_SIGN = "Usikker på meningen"
URGENCIES = {
    CRISIS: ("krise", "Krise"),
    THUMBS_DOWN: ("ned", "Tommelfinger ned"),
    MISSED_TWICE: ("to-gange", "Ikke forstået to gange i træk"),
    UNSURE: ("usikker", "Usikker på meningen"),
    DRAWN: ("tilfaeldig", "Tilfældigt udtrukket"),
}
"""Why a person should look: the word in the address, and what it is called."""
LANGUAGES = {"da": "Dansk", "en": "Engelsk"}
_OTHER_INTENTS = {
    "affirm": "Siger ja",
    "ask_anonymity": "Om man kan være anonym",
    "ask_companion": "Om man må have nogen med",
    "ask_contact": "Spørger efter kontakt",
    "ask_description": "Hvad tilbuddet er",
    "ask_eligibility": "Hvem tilbuddet er for",
    "ask_human": "Vil tale med et menneske",
    "ask_language": "Spørger til sprog",
    "ask_medical_advice": "Spørger om sygdom eller medicin",
    "ask_offer": "Vil se tilbud",
    "ask_place": "Hvor det er",
    "ask_policy": "Spørger til politik",
    "ask_policy_behind": "Politikken bag et tilbud",
    "ask_price": "Hvad det koster",
    "ask_privacy": "Hvad der gemmes",
    "ask_referral": "Om henvisning",
    "ask_source": "Hvor oplysningen er fra",
    "ask_statistic": "Spørger om tal",
    "ask_time": "Hvornår det er",
    "bot_challenge": "Om guiden er en robot",
    "change_municipality": "Skifter kommune",
    "correct": "Retter guiden",
    "crisis_child": "Krise: et barn",
    "crisis_medical": "Krise: akut sygdom",
    "crisis_overdose": "Krise: overdosis",
    "crisis_suicide": "Krise: selvmord",
    "crisis_violence": "Krise: vold",
    "crisis_withdrawal": "Krise: abstinenser",
    "deny": "Siger nej",
    "goodbye": "Siger farvel",
    "greet": "Hilser",
    "more": "Vil se flere",
    "narrow": "Stiller krav til tilbud",
    "nlu_fallback": "Ikke forstået",
    "out_of_scope": "Uden for emnet",
    "professional_request": "Spørger som fagperson",
    "start_counselling": "Vil skrive til en rådgiver",
    "stop": "Vil stoppe",
    "take_selftest": "Vil tage en test",
    "thank": "Siger tak",
    "thumbs_down": "Tommelfinger ned",
    "thumbs_up": "Tommelfinger op",
    "vague_need": "Vil have hjælp, siger ikke til hvad",
}
INTENTS = _OTHER_INTENTS | {f"topic_{code}": f"Emne: {name}" for code, name in TOPICS.items()}


def intent(name: str | None) -> str:
    """What a message was taken to mean; the word itself if it is newer than this."""
    return INTENTS.get(name or "", name or "Ukendt")


def sign(name: str) -> str:
    """A sign's Danish name."""
    return SIGNS.get(name, UNSURE_SIGN)


def topic(code: str) -> str:
    """A topic's Danish name; the code itself if it is none of ours."""
    return TOPICS.get(code, code)


def percent(share: float | None) -> str:
    """0.415 -> "42 %"."""
    return "ukendt" if share is None else f"{round(share * 100)} %"


def seconds(at: int) -> str:
    """A time in Denmark, of Unix seconds."""
    return moment(datetime.fromtimestamp(at, UTC))


def said(value: object) -> str:
    """A value of the search in words."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(said, value))
    return {True: "ja", False: "nej"}.get(value, str(value)) if isinstance(value, bool) else topic(str(value))


FILTERS = {"said": said, "intent": intent, "sign": sign, "topic": topic, "percent": percent, "seconds": seconds}
"""For the templates."""
