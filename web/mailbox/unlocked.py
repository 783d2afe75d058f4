"""Mailboxes that are open now: in memory only, by the hash of a token that lives in the citizen's page."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.open_case import OpenCase

TOKEN_BYTES = 32
MOST_OPEN = 2000
TIDY_EVERY_SECONDS = 10.0


@dataclass
class _Unlocked:
    case: OpenCase = field(repr=False)
    used_at: float


class UnlockedCases:
    """Opened cases, each until it has been idle for so many seconds; the longest idle give way to new ones."""

    def __init__(self, idle_seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.idle_seconds = idle_seconds
        self._clock = clock
        self._open: dict[bytes, _Unlocked] = {}

    def open(self, case: OpenCase) -> str:
        """Keep a case open; return the token that finds it: 256 random bits, URL-safe, 43 characters."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._open[_hash(token)] = _Unlocked(case, self._clock())
        if len(self._open) > MOST_OPEN:
            del self._open[next(iter(self._open))]
        return token

    def get(self, token: str) -> OpenCase | None:
        """Return the case of a token, which is idle no longer; None if it is closed."""
        self.forget_idle()
        unlocked = self._open.pop(_hash(token), None)
        if unlocked is None:
            return None
        # Put back at the end: the first is always the one that was idle longest.
        self._open[_hash(token)] = _Unlocked(unlocked.case, self._clock())
        return unlocked.case

    def close(self, token: str) -> None:
        """Close what a token opened, if anything."""
        self._open.pop(_hash(token), None)

    def close_case(self, case_id: uuid.UUID) -> None:
        """Close a case wherever it is open: it has been deleted."""
        self._open = {key: each for key, each in self._open.items() if each.case.id != case_id}

    def forget_idle(self) -> None:
        """Close what has been idle too long."""
        oldest = self._clock() - self.idle_seconds
        self._open = {key: each for key, each in self._open.items() if each.used_at > oldest}

    async def keep_forgetting(self) -> None:
        """Close in time also when nobody asks, until cancelled."""
        while True:
            await asyncio.sleep(TIDY_EVERY_SECONDS)
            self.forget_idle()

    def __len__(self) -> int:
        return len(self._open)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
