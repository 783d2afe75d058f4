"""The form of anonymous counselling: its steps, which come next, and what answers say. Pure; the words: form.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from intake.choices import match

Kind = Literal["information", "choice", "text"]
# By step; "" is a step that was skipped.
Answers = Mapping[str, str]
EXPLANATION = "explanation"
SELFTEST = "selftest"
TEXT = "text"
SKIPPED = ""
_FILE = Path(__file__).with_name("form.yml")
_TELEPHONE = re.compile(r"(?:\+45|0045)?[2-9]\d{7}")
_SEPARATORS = re.compile(r"[\s.\-/()]+")


@dataclass(frozen=True)
class Option:
    """A button of a step. `result`: shown only with (true) or without (false) a self-test taken; None: always."""

    value: str
    title: str
    words: tuple[str, ...] = ()
    result: bool | None = None


@dataclass(frozen=True)
class Step:
    """One question. `hint` stands below it; the `_with_result` words replace the others once a self-test was taken."""

    name: str
    kind: Kind
    label: str
    question: str
    hint: str = ""
    question_with_result: str = ""
    hint_with_result: str = ""
    options: tuple[Option, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    with_result: bool = False
    accepts: str | None = None
    longest: int = 0

    @property
    def skippable(self) -> bool:
        """All but the explanation, which one either goes on from or leaves."""
        return self.kind != "information"

    def applies(self, answers: Answers, has_result: bool) -> bool:
        """Tell whether the step is asked after these answers."""
        if self.with_result and has_result:
            return True
        return all(answers.get(step, SKIPPED) in wanted for step, wanted in self.when.items())

    def choices(self, has_result: bool) -> tuple[Option, ...]:
        """Return the options that can be chosen now."""
        return tuple(option for option in self.options if option.result in (None, has_result))

    def wording(self, has_result: bool) -> tuple[str, str]:
        """Return question and hint."""
        if has_result and self.question_with_result:
            return self.question_with_result, self.hint_with_result
        return self.question, self.hint

    def title_of(self, value: str) -> str:
        """Return what an answer says: an option's title, or the text itself."""
        return next((option.title for option in self.options if option.value == value), value)

    def understand(self, text: str, has_result: bool) -> str | None:
        """Return the value that the words of a message choose, or None."""
        option = match(text, self.choices(has_result))
        return option.value if option else None

    def accepted(self, text: str) -> str | None:
        """Return a text as it is kept, or None if it is not of the form that the step asks for, or too long."""
        kept = text.strip()
        if len(kept) > self.longest:
            return None
        if self.accepts == "telephone":
            return _telephone(kept)
        return kept


class Form:
    """The steps in order. Every method takes the answers so far, as some steps depend on earlier answers."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps
        self._by_name = {step.name: step for step in steps}

    def step(self, name: str) -> Step:
        """Return a step by its name; KeyError if there is none."""
        return self._by_name[name]

    def knows(self, name: str) -> bool:
        """Tell whether there is such a step."""
        return name in self._by_name

    def asked(self, answers: Answers, has_result: bool = False) -> tuple[Step, ...]:
        """Return the steps that these answers lead through."""
        return tuple(step for step in self.steps if step.applies(answers, has_result))

    def after(self, name: str, answers: Answers, has_result: bool = False) -> Step | None:
        """Return the next step, or None when the summary is next."""
        later = self.steps[self._place(name) + 1 :]
        return next((step for step in later if step.applies(answers, has_result)), None)

    def before(self, name: str | None, answers: Answers, has_result: bool = False) -> Step | None:
        """Return the step before, the last one for None (the summary), and None before the first."""
        earlier = self.steps if name is None else self.steps[: self._place(name)]
        return next((step for step in reversed(earlier) if step.applies(answers, has_result)), None)

    def open_question(self, answers: Answers, has_result: bool = False) -> Step | None:
        """Return the first step not yet answered nor skipped: what a change of an earlier answer brought up."""
        return next((step for step in self.asked(answers, has_result) if step.name not in answers), None)

    def progress(self, name: str, answers: Answers, has_result: bool = False) -> tuple[int, int]:
        """Return the step's number and how many there are; the explanation has number 0."""
        names = [step.name for step in self.asked(answers, has_result) if step.kind != "information"]
        return (names.index(name) + 1 if name in names else 0), len(names)

    def kept(self, answers: Answers, has_result: bool = False) -> dict[str, str]:
        """Return the answers of steps that are asked, without what was skipped: what goes into the case."""
        names = {step.name for step in self.asked(answers, has_result)} - {EXPLANATION}
        return {name: value for name, value in answers.items() if name in names and value != SKIPPED}

    def described(self, answers: Answers) -> list[tuple[str, str]]:
        """Return label and words of each answer, in the form's order, as a counsellor reads them."""
        return [(step.label, step.title_of(answers[step.name])) for step in self.steps if answers.get(step.name)]

    def _place(self, name: str) -> int:
        return self.steps.index(self._by_name[name])


@cache
def load_form() -> Form:
    """Read form.yml."""
    return Form(tuple(_step(raw) for raw in yaml.safe_load(_FILE.read_text("utf-8"))["steps"]))


def _step(raw: dict[str, Any]) -> Step:
    options = tuple(Option(**{**option, "words": tuple(option.get("words", ()))}) for option in raw.get("options", ()))
    when = {step: tuple(values) for step, values in raw.get("when", {}).items()}
    return Step(**{**raw, "options": options, "when": when})


def _telephone(text: str) -> str | None:
    digits = _SEPARATORS.sub("", text)
    return digits if _TELEPHONE.fullmatch(digits) else None
