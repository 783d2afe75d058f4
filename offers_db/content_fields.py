"""The kinds of value a content file holds, each checked, with an error a Danish editor understands."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from offers_db.topics import TOPICS

SHORT_NUMBERS = {"112": "112", "114": "114", "1813": "1813", "1888": "1888", "116111": "116 111", "116123": "116 123"}
_DANISH_NUMBER = re.compile(r"(?:\+45|0045)?([2-9]\d{7})")
_BYDAY = re.compile(r"(?:-1|[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:-1|[1-5])?(?:MO|TU|WE|TH|FR|SA|SU))*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def wrong(message: str) -> PydanticCustomError:
    """A validation error that says `message`, in Danish, as it stands."""
    return PydanticCustomError("content", "{message}", {"message": message})


def normalise_phone(number: object) -> str:
    """ "+45 80200500" -> "80 20 05 00"; 112 -> "112". Raises if it is no Danish number and no known short number."""
    digits = re.sub(r"[\s.-]", "", str(number))
    if digits in SHORT_NUMBERS:
        return SHORT_NUMBERS[digits]
    match = _DANISH_NUMBER.fullmatch(digits)
    if not match:
        raise wrong(f"“{number}” er ikke et dansk telefonnummer (8 cifre) eller et kendt kort nummer")
    return re.sub(r"(\d\d)(?=\d)", r"\1 ", match[1])


def _https(url: str) -> str:
    if not re.fullmatch(r"https://[^\s/]+\.[^\s/]+\S*", url):
        raise wrong("en adresse på nettet skal begynde med https:// og være uden mellemrum")
    return url


def _email(address: str) -> str:
    if not _EMAIL.fullmatch(address):
        raise wrong(f"“{address}” er ikke en e-mailadresse")
    return address


def _topic(code: str) -> str:
    if code not in TOPICS:
        raise wrong(f"ukendt emne “{code}”")
    return code


def _clock(time: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", time):
        raise wrong(f"“{time}” er ikke et klokkeslæt som 09:00")
    return time


def _byday(days: str) -> str:
    if not _BYDAY.fullmatch(days):
        raise wrong(f"“{days}” er ikke ugedage som TU eller MO,TH")
    return days


def _language(code: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", code):
        raise wrong(f"“{code}” er ikke en sprogkode på to bogstaver")
    return code


def _source_date(value: str) -> str:
    try:
        date.fromisoformat(value if len(value) > 4 else f"{value}-01-01")
    except ValueError:
        raise wrong(f"“{value}” er ikke et årstal eller en dato som 2022-05-01") from None
    return value


def _key(key: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        raise wrong(f"nøglen “{key}” må kun have a-z, 0-9 og bindestreg")
    return key


Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, AfterValidator(_key)]
PhoneNumber = Annotated[str, BeforeValidator(normalise_phone)]
Url = Annotated[str, AfterValidator(_https)]
Email = Annotated[str, AfterValidator(_email)]
Topic = Annotated[str, AfterValidator(_topic)]
Clock = Annotated[str, AfterValidator(_clock)]
Byday = Annotated[str, AfterValidator(_byday)]
LanguageCode = Annotated[str, AfterValidator(_language)]
SourceDate = Annotated[str, AfterValidator(_source_date)]
Age = Annotated[int, Field(ge=0, le=120)]
