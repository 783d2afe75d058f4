"""Marks what may be danger in a citizen's words, with the same gate as the chat. In memory; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.safety import assess


@dataclass(frozen=True)
class Danger:
    """What it may be, and what a counsellor does first."""

    title: str
    advice: str


_CALL_112 = "Svar så hurtigt, du kan. Bed personen ringe 112."
DANGERS = {
    "overdose": Danger("Overdosis eller forgiftning", f"{_CALL_112} Giftlinjen har 82 12 12 12."),
    "withdrawal": Danger("Farlige abstinenser", f"{_CALL_112} Sig, at det kan være farligt at stoppe brat."),
    "medical": Danger("Akut sygdom", _CALL_112),
    "suicide": Danger(
        "Tanker om selvmord", "Svar så hurtigt, du kan. Giv nummeret til Livslinien, 70 201 201, og 112."
    ),
    "child": Danger(
        "Et barn i fare",
        "Tal med din leder i dag. Du har pligt til at underrette, når et barn kan være i fare. Er det lige nu: 112.",
    ),
    "violence": Danger("Vold", "Svar så hurtigt, du kan. Giv nummeret til Lev Uden Vold, 1888, og 112."),
}


def danger_in(text: str) -> Danger | None:
    """What danger a text may tell of, if any."""
    crisis = assess(text)
    return DANGERS[crisis.level] if crisis else None


def dangers_in(texts: Iterable[str]) -> list[Danger]:
    """The dangers that texts may tell of, each once, in the order they come."""
    return list(dict.fromkeys(danger for text in texts if (danger := danger_in(text))))
