"""Messages a minute a client. Addresses live in memory only, hashed with a key made at start."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0
MOST_CLIENTS = 50_000


class RateLimiter:
    """A sliding window for each client."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._hits: dict[bytes, deque[float]] = {}

    def seconds_to_wait(self, address: str) -> float:
        """Count one message from address; return 0, or how long until one is allowed again."""
        if self._limit == 0:
            return 0.0
        now = self._clock()
        client = hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()
        if len(self._hits) >= MOST_CLIENTS and client not in self._hits:
            self._forget_idle(now)
        hits = self._hits.setdefault(client, deque())
        while hits and hits[0] <= now - WINDOW_SECONDS:
            hits.popleft()
        if len(hits) >= self._limit:
            return hits[0] + WINDOW_SECONDS - now
        hits.append(now)
        return 0.0

    def _forget_idle(self, now: float) -> None:
        self._hits = {client: hits for client, hits in self._hits.items() if hits and hits[-1] > now - WINDOW_SECONDS}
