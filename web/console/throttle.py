"""A growing delay for login attempts, by account name and for all together. No address is kept."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0
MOST_IN_WINDOW = 30
FREE_ATTEMPTS = 3
# Longer would let anybody who knows a name keep that person out; the code makes guessing hopeless anyway.
LONGEST_DELAY = 60.0
FORGOTTEN_AFTER = 3600.0
MOST_NAMES = 10_000


class LoginThrottle:
    """Attempts in memory. A name is kept as a keyed hash: it may be a password that was typed in the wrong field."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._recent: deque[float] = deque()
        self._names: dict[bytes, tuple[int, float]] = {}

    def attempt(self, name: str) -> float:
        """Count an attempt and return 0, or return the seconds until one is allowed. Counted before it is tried: many
        at once are many."""
        now, hashed = self._clock(), self._hash(name)
        while self._recent and self._recent[0] <= now - WINDOW_SECONDS:
            self._recent.popleft()
        if len(self._recent) >= MOST_IN_WINDOW:
            return self._recent[0] + WINDOW_SECONDS - now
        attempts, allowed_at = self._names.get(hashed, (0, now))
        if allowed_at > now:
            return allowed_at - now
        attempts = 1 if now - allowed_at > FORGOTTEN_AFTER else attempts + 1
        self._recent.append(now)
        self._remember(hashed, attempts, now + _delay_after(attempts))
        return 0.0

    def succeeded(self, name: str) -> None:
        """Forget the attempts of a name that has logged in."""
        self._names.pop(self._hash(name), None)

    def _remember(self, hashed: bytes, attempts: int, allowed_at: float) -> None:
        self._names.pop(hashed, None)
        self._names[hashed] = (attempts, allowed_at)
        if len(self._names) > MOST_NAMES:
            del self._names[next(iter(self._names))]

    def _hash(self, name: str) -> bytes:
        return hashlib.blake2b(name.encode(errors="replace"), key=self._key, digest_size=16).digest()


def _delay_after(attempts: int) -> float:
    """0 for the first few, then 2, 4, 8 … seconds."""
    return 0.0 if attempts < FREE_ATTEMPTS else min(2.0 ** min(attempts - FREE_ATTEMPTS + 1, 10), LONGEST_DELAY)
