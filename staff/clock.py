"""The time, which tests move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, with its zone."""
    return datetime.now(UTC)


def to_the_minute(at: datetime) -> datetime:
    """The same time without its seconds: nobody's working day need be known closer than that."""
    return at.replace(second=0, microsecond=0)
