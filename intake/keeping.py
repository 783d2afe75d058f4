"""How long a case is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from intake.hours import HOURS_A_DAY


@dataclass(frozen=True)
class Keeping:
    """Days that a case is kept after its last message, and at most after it was closed."""

    days: int = 90
    closed_days: int = 30

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Keeping:
        """Read the settings; raise ValueError, naming the setting, for one that is no whole number from 1."""
        return cls(
            _days(environment, "GUIDE_CASE_RETENTION_DAYS", cls.days),
            _days(environment, "GUIDE_CLOSED_CASE_RETENTION_DAYS", cls.closed_days),
        )

    def after_message(self, hour: int) -> int:
        """Return the hour until which a case is kept whose last message is of this hour."""
        return hour + self.days * HOURS_A_DAY

    def after_closing(self, hour: int) -> int:
        """Return the hour until which a case is kept, at most, that is closed in this hour."""
        return hour + self.closed_days * HOURS_A_DAY


def _days(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)
