"""Self-tests: their questions, and what an answer's points add up to. Pure; the words: instruments/*.yml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intake.choices import match

_FOLDER = Path(__file__).with_name("instruments")
_KEYS = ("name", "title", "topic", "measures", "introduction")
DISCLAIMER = "Testen er en rettesnor og ikke en diagnose. Er du i tvivl, så spørg din læge."


@dataclass(frozen=True)
class Answer:
    """An answer that can be chosen, and its points."""

    title: str
    points: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question. `skip_if_none`: number of the question whose 0 points leave this one out, at 0 points itself."""

    question: str
    options: tuple[Answer, ...]
    skip_if_none: int | None = None


@dataclass(frozen=True)
class Band:
    """What scores from `least` up to the next band mean. `asks_gently`: ask how bad it is, and give a number."""

    least: int
    band: str
    title: str
    meaning: str
    asks_gently: bool = False


@dataclass(frozen=True)
class Result:
    """A finished test."""

    score: int
    maximum: int
    band: Band


@dataclass(frozen=True)
class Instrument:
    """A self-test. `chosen` is always the index of the option for each question so far, None for one left out."""

    name: str
    title: str
    topic: str
    measures: str
    introduction: str
    questions: tuple[Question, ...]
    bands: tuple[Band, ...]
    multiply: int = 1
    continues_in: str | None = None

    @property
    def maximum(self) -> int:
        """The highest score."""
        return self.multiply * sum(max(option.points for option in each.options) for each in self.questions)

    def next_number(self, chosen: Sequence[int | None]) -> int | None:
        """Return the number, from 1, of the next question, or None when all are answered."""
        return len(chosen) + 1 if len(chosen) < len(self.questions) else None

    def with_answer(self, chosen: Sequence[int | None], option: int) -> tuple[int | None, ...]:
        """Return the answers with one more, and None for the questions that it leaves out."""
        answered = (*chosen, option)
        while (number := self.next_number(answered)) and self._is_left_out(number, answered):
            answered = (*answered, None)
        return answered

    def resumed(self, known: Sequence[int | None]) -> tuple[int | None, ...]:
        """Return answers that are known already, from a shorter test, with those that they leave out."""
        answered: tuple[int | None, ...] = ()
        for option in known[: len(self.questions)]:
            if option is not None:
                answered = self.with_answer(answered, option)
        return answered

    def understand(self, number: int, text: str) -> int | None:
        """Return the index of the option that words choose at a question, or None."""
        options = self.questions[number - 1].options
        option = match(text, options)
        return options.index(option) if option else None

    def without_last(self, chosen: Sequence[int | None]) -> tuple[int | None, ...]:
        """Return the answers without the last that was given, and without what was left out after it."""
        given = list(chosen)
        while given and given[-1] is None:
            given.pop()
        return tuple(given[:-1])

    def result(self, chosen: Sequence[int | None]) -> Result:
        """Score a finished test; ValueError if it is not finished."""
        if len(chosen) != len(self.questions):
            raise ValueError(f"{len(chosen)} of {len(self.questions)} questions answered")
        points = [
            0 if option is None else question.options[option].points for question, option in zip(self.questions, chosen)
        ]
        score = self.multiply * sum(points)
        return Result(score, self.maximum, self.band_of(score))

    def band_of(self, score: int) -> Band:
        """Return the band that a score lies in."""
        return max((band for band in self.bands if band.least <= score), key=lambda band: band.least)

    def _is_left_out(self, number: int, chosen: Sequence[int | None]) -> bool:
        decisive = self.questions[number - 1].skip_if_none
        if decisive is None:
            return False
        option = chosen[decisive - 1]
        return option is not None and self.questions[decisive - 1].options[option].points == 0


@cache
def load_instruments() -> dict[str, Instrument]:
    """Read all self-tests, by name."""
    raw = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.yml"))}
    return {name: _instrument(content, raw) for name, content in raw.items()}


def instrument_for(topic: str) -> Instrument | None:
    """Return the test to begin with for a topic: the one that another test continues, if there is one."""
    fitting = [each for each in load_instruments().values() if each.topic == topic]
    return next((each for each in fitting if each.continues_in), fitting[0] if fitting else None)


def _instrument(content: dict[str, Any], others: dict[str, dict[str, Any]]) -> Instrument:
    source = content.get("first_of")
    questions = others[source["instrument"]]["questions"][: source["questions"]] if source else content["questions"]
    return Instrument(
        **{key: content[key] for key in _KEYS},
        questions=tuple(map(_question, questions)),
        bands=tuple(Band(least=band.pop("from"), **band) for band in map(dict, content["bands"])),
        multiply=content.get("multiply", 1),
        continues_in=content.get("continues_in"),
    )


def _question(raw: dict[str, Any]) -> Question:
    options = tuple(Answer(each["title"], each["points"], tuple(each.get("words", ()))) for each in raw["options"])
    return Question(raw["question"], options, raw.get("skip_if_none"))
