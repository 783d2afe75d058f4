"""Stories: what a citizen says, turn by turn, and what must be true of each reply. One YAML file a behaviour.

- story: what it shows
  municipality: ballerup        # of the page; the default
  turns:
    - say: a message            # or  press: the title of a button in the last reply
      page: glostrup            # the page's municipality from this turn on
      lives_in: aalborg         # whose offers may show from this turn on, when the chat changes it; null: national only
      topic: alcohol            # the first topic shown
      topics: [stress, sleep]   # all topics shown
      first_offer: Alkolinjen   # the first card
      offers: [Netstof]         # cards that are among those shown, by name
      without_offers: true      # no card
      says: [gratis]            # in the text; capital or small does not matter
      silent_about: [ja]        # not in the text
      custom: fallback          # type of a custom part
      level: suicide            # of a crisis
      phones: [112]             # among the helplines of a crisis
      button: Vis flere         # title of a button, or its beginning
      buttons: 3                # at least so many
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

STORIES = Path(__file__).parent / "stories"


@dataclass(frozen=True)
class Turn:
    """One message and what its reply must be. `None` and empty: not asked."""

    say: str | None = None
    press: str | None = None
    page: str | None = None
    lives_in: Any = "as before"
    topic: str | None = None
    topics: list[str] = field(default_factory=list)
    first_offer: str | None = None
    offers: list[str] = field(default_factory=list)
    without_offers: bool = False
    says: list[str] = field(default_factory=list)
    silent_about: list[str] = field(default_factory=list)
    custom: str | None = None
    level: str | None = None
    phones: list[str] = field(default_factory=list)
    button: str | None = None
    buttons: int = 0

    def __post_init__(self) -> None:
        if (self.say is None) == (self.press is None):
            raise ValueError("a turn has either `say` or `press`")


@dataclass(frozen=True)
class Story:
    """A conversation from its first message."""

    behaviour: str
    name: str
    turns: list[Turn]
    municipality: str = "ballerup"

    def __str__(self) -> str:
        return f"{self.behaviour}: {self.name}"


def load_stories() -> list[Story]:
    """Read all stories; an unknown field is an error, so that no expectation is lost to a typo."""
    return [
        Story(path.stem, entry.pop("story"), [Turn(**turn) for turn in entry.pop("turns")], **entry)
        for path in sorted(STORIES.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]
