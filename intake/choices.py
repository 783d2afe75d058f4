"""Choices, and the words that people type instead of pressing a button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.safety.wording import fold


class Choice(Protocol):
    """What can be chosen: what its button says, and other words for it."""

    @property
    def title(self) -> str:
        """The button's words."""

    @property
    def words(self) -> tuple[str, ...]:
        """What means the same."""


AnyChoice = TypeVar("AnyChoice", bound=Choice)
_EDGES = " \n\t.,!?:;-»«\"'()"


@dataclass(frozen=True)
class Phrases:
    """Whole messages with one meaning, however they are spelled and capitalised."""

    folded: frozenset[str]

    @classmethod
    def of(cls, *phrases: str) -> Phrases:
        """Return them, comparable."""
        return cls(frozenset(map(comparable, phrases)))

    def __contains__(self, text: str) -> bool:
        return comparable(text) in self.folded


def comparable(text: str) -> str:
    """Return text as it is compared: folded spelling, single spaces, nothing around it."""
    return " ".join(fold(text).split()).strip(_EDGES)


def match(text: str, choices: Iterable[AnyChoice]) -> AnyChoice | None:
    """Return the one choice that text as a whole names, or None. Part of a sentence names nothing: it may say "not"."""
    said = comparable(text)
    if not said:
        return None
    named = [choice for choice in choices if said in {comparable(each) for each in (choice.title, *choice.words)}]
    return named[0] if len(named) == 1 else None
