"""Whom to ring in a crisis. Numbers and hours: facts.md, "National helplines"; what is not known is None."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Helpline:
    """A number to ring: `phone` as it is written, `hours` in Danish, `anonymous` None when not known."""

    name: str
    phone: str
    hours: str | None = None
    anonymous: bool | None = None
    url: str | None = None


ALARM: Final = Helpline("Alarm 112", "112", "Altid åben", anonymous=False)
AKUTTELEFONEN: Final = Helpline(
    "Akuttelefonen 1813 (Region Hovedstaden)", "1813", "Aften, nat og weekend", anonymous=False
)
LAEGEVAGTEN_NORD: Final = Helpline(
    "Lægevagten Region Nordjylland (nummeret er ikke bekræftet)",
    "70 15 03 00",
    "Kl. 16-08 og i weekenden",
    anonymous=False,
    url="https://laegevagten.dk",
)
LIVSLINIEN: Final = Helpline("Livslinien", "70 201 201", "Hver dag. Der kan være lang ventetid", anonymous=True)
GIFTLINJEN: Final = Helpline("Giftlinjen", "82 12 12 12", "Altid åben", anonymous=False)
LEV_UDEN_VOLD: Final = Helpline("Lev Uden Vold", "1888", "Altid åben", anonymous=True, url="https://levudenvold.dk")
BOERNETELEFONEN: Final = Helpline("BørneTelefonen", "116 111", "Altid åben", anonymous=True)
ALKOLINJEN: Final = Helpline("Alkolinjen", "80 200 500", "Hverdage", anonymous=True)

# Numbers the guide itself gives outside a crisis, and the main numbers of Ballerup and of Aalborg Sundhed og Kultur.
_OTHER_NUMBERS: Final = (
    "80 31 31 31", "39 25 25 25", "80 30 10 30", "58 50 58 50", "32 210 210", "44 77 20 00", "99 31 19 55",
)  # fmt: skip

_DOCTORS: Final[dict[str, tuple[Helpline, ...]]] = {
    "ballerup": (AKUTTELEFONEN,),
    "glostrup": (AKUTTELEFONEN,),
    "aalborg": (LAEGEVAGTEN_NORD,),
}
_ANYWHERE: Final = (AKUTTELEFONEN, LAEGEVAGTEN_NORD)

_FIRST: Final[dict[str, tuple[Helpline, ...]]] = {
    "suicide": (ALARM, LIVSLINIEN),
    "overdose": (ALARM, GIFTLINJEN),
    "violence": (ALARM, LEV_UDEN_VOLD),
    "medical": (ALARM,),
    "withdrawal": (ALARM,),
    "child": (ALARM, BOERNETELEFONEN),
}
_LAST: Final[dict[str, tuple[Helpline, ...]]] = {"withdrawal": (ALKOLINJEN,), "child": (LEV_UDEN_VOLD,)}


def doctors_on_call(municipality_code: str | None) -> tuple[Helpline, ...]:
    """The region's doctor on call; both regions' when the municipality is not known."""
    return _DOCTORS.get(municipality_code or "", _ANYWHERE)


def helplines(level: str, municipality_code: str | None) -> tuple[Helpline, ...]:
    """Whom to ring at a crisis level, 112 first."""
    return (*_FIRST[level], *doctors_on_call(municipality_code), *_LAST.get(level, ()))


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))


_LISTED: Final = (ALARM, AKUTTELEFONEN, LAEGEVAGTEN_NORD, LIVSLINIEN, GIFTLINJEN, LEV_UDEN_VOLD, BOERNETELEFONEN)

HELPLINE_NUMBERS: Final = frozenset(
    _digits(phone) for phone in (*(line.phone for line in (*_LISTED, ALKOLINJEN)), *_OTHER_NUMBERS)
)
"""Digits of every number the guide itself gives: the redactor leaves them in a transcript."""
