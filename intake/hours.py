"""Times cut to the hour. What is stored is a count of hours, so that nothing finer can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
SECONDS_AN_HOUR = 3600
HOURS_A_DAY = 24


def utc_now() -> datetime:
    """Return the time with its zone."""
    return datetime.now(UTC)


def hour_of(time: datetime) -> int:
    """Return the whole hours since 1970 (UTC) of a time with a zone."""
    return int(time.timestamp()) // SECONDS_AN_HOUR


def time_of(hour: int) -> datetime:
    """Return the beginning of the hour, in UTC."""
    return datetime.fromtimestamp(hour * SECONDS_AN_HOUR, UTC)
