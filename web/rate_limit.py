"""Messages a minute a client. No address is kept: only a keyed hash, in memory, whose key lives an hour."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import secrets
import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0
KEY_SECONDS = 3600.0
MOST_CLIENTS = 50_000
# A household or a phone has a whole /64 of these to choose from.
_IPV6_PREFIX = 64
_EVERYBODY_ELSE = b""


class RateLimiter:
    """A sliding window for each client."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._key_made_at = self._tidied_at = clock()
        self._hits: dict[bytes, deque[float]] = {}

    def seconds_to_wait(self, address: str) -> float:
        """Count one message from address; return 0, or how long until one is allowed again."""
        if self._limit == 0:
            return 0.0
        now = self._clock()
        self.forget_old()
        hits = self._hits.setdefault(self._client(address), deque())
        while hits and hits[0] <= now - WINDOW_SECONDS:
            hits.popleft()
        if len(hits) >= self._limit:
            return hits[0] + WINDOW_SECONDS - now
        hits.append(now)
        return 0.0

    async def keep_forgetting(self) -> None:
        """Forget in time also when nobody writes, until cancelled."""
        while True:
            await asyncio.sleep(WINDOW_SECONDS)
            self.forget_old()

    def _client(self, address: str) -> bytes:
        client = hashlib.blake2b(_network(address).encode(), key=self._key, digest_size=16).digest()
        # A flood of new addresses shares one window, so that memory is bounded and known clients go on.
        return client if client in self._hits or len(self._hits) < MOST_CLIENTS else _EVERYBODY_ELSE

    def forget_old(self) -> None:
        """Once a minute drop idle clients; once an hour the key and with it everybody: all windows begin anew."""
        now = self._clock()
        if now - self._key_made_at >= KEY_SECONDS:
            self._key, self._key_made_at = secrets.token_bytes(32), now
            self._hits.clear()
        if now - self._tidied_at >= WINDOW_SECONDS:
            self._tidied_at = now
            self._hits = {client: hits for client, hits in self._hits.items() if hits[-1] > now - WINDOW_SECONDS}


def _network(address: str) -> str:
    """Return what stands for one client: an IPv4 address as it is, of an IPv6 address its network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), _IPV6_PREFIX), strict=False))
