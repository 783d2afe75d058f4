"""A citizen's form and self-tests in progress: what is kept, sealed, between two messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SUMMARY = "summary"


@dataclass(frozen=True)
class Draft:
    """Everything said so far. Without a step there is no form, without a test none is under way.

    step: name of the form's step that was asked, or SUMMARY.
    answers: by step, "" for a step that was skipped.
    changing: the step was chosen in the summary, which comes again after it.
    test, chosen: the self-test under way and its answers so far (`Instrument`).
    results: the answers of finished tests, by instrument.
    doubt: words of which it is not known yet what they are meant for.
    sent_to: code of the municipality that the last summary named.
    """

    step: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    changing: bool = False
    test: str | None = None
    chosen: tuple[int | None, ...] = ()
    results: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    doubt: str = ""
    sent_to: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        """Return a draft as `to_json` gave it."""
        results = {name: tuple(chosen) for name, chosen in data["results"].items()}
        return cls(**{**data, "chosen": tuple(data["chosen"]), "results": results})

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self)

    @property
    def is_active(self) -> bool:
        """Whether a question of the form or of a test waits for its answer."""
        return self.step is not None or self.test is not None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Draft()
