"""Proof of work: a browser computes a moment before it may send or try a receipt, longer the more is tried.

That is the limit and the growing delay for all of the installation, so nobody's address is kept. A proof is a number
whose SHA-256, together with the challenge, begins with so many zero bits: sha256(f"{challenge}:{number}").
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

LEAST_BITS = 14
MOST_BITS = 19
# A challenge may be this much easier than those given now: they have grown while an honest browser computed.
SLACK_BITS = 2
EXPIRES_AFTER = 600
WINDOW = 600
# Attempts in a window that are usual; each doubling above costs one bit more, which doubles the work.
CALM = 30
_LONGEST = 200


@dataclass(frozen=True)
class Challenge:
    """What a browser is asked: find a number such that sha256("challenge:number") begins with `bits` zero bits."""

    challenge: str
    bits: int


class ProofOfWork:
    """Gives challenges and checks proofs. `clock` counts seconds.

    The key is made anew at each start and what was used is in memory: a restart makes all challenges void.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, least_bits: int = LEAST_BITS, calm: int = CALM
    ) -> None:
        self._clock, self._least_bits, self._calm = clock, least_bits, calm
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._attempts: deque[float] = deque()
        self._used: dict[str, float] = {}

    def challenge(self, purpose: str) -> Challenge:
        """Return a challenge for one purpose (a word), which expires after `EXPIRES_AFTER` seconds."""
        bits = self.bits()
        body = f"{purpose}.{bits}.{int(self._clock()) + EXPIRES_AFTER}.{secrets.token_urlsafe(12)}"
        return Challenge(f"{body}.{self._signature(body)}", bits)

    def verify(self, purpose: str, challenge: str, number: str) -> bool:
        """Tell whether the proof is right, for this purpose, in time and not used before; then it is an attempt.

        A wrong one is none: rubbish costs nothing to send, and must not make honest browsers compute longer.
        """
        if not (_is_plain(challenge) and _is_plain(number) and self._is_ours(challenge)):
            return False
        of_purpose, bits, expires, *_ = challenge.split(".")
        enough = int(bits) >= self.bits() - SLACK_BITS and zero_bits(challenge, number) >= int(bits)
        right = of_purpose == purpose and enough and self._use(challenge, int(expires))
        if right:
            self.count_attempt()
        return right

    def calm(self) -> bool:
        """Tell whether so little is tried that a client which cannot compute may do without."""
        return self._recent() < self._calm

    def count_attempt(self) -> None:
        """Count an attempt that is let through without a proof; `verify` counts those with one."""
        with self._lock:
            self._attempts.append(self._clock())

    def bits(self) -> int:
        """Return the zero bits that a new challenge asks for."""
        return min(self._least_bits + (self._recent() // self._calm).bit_length(), MOST_BITS)

    def _recent(self) -> int:
        with self._lock:
            while self._attempts and self._attempts[0] <= self._clock() - WINDOW:
                self._attempts.popleft()
            return len(self._attempts)

    def _is_ours(self, challenge: str) -> bool:
        body, _, signature = challenge.rpartition(".")
        return hmac.compare_digest(signature.encode(), self._signature(body).encode())

    def _use(self, challenge: str, expires: int) -> bool:
        """Tell whether the challenge is in time and fresh, and mark it used."""
        now = self._clock()
        with self._lock:
            self._used = {used: until for used, until in self._used.items() if until > now}
            if expires <= now or challenge in self._used:
                return False
            self._used[challenge] = expires
            return True

    def _signature(self, body: str) -> str:
        digest = hmac.digest(self._key, body.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST and text.isascii()


def zero_bits(challenge: str, number: str) -> int:
    """Return how many zero bits sha256("challenge:number") begins with."""
    digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
    return len(digest) * 8 - int.from_bytes(digest).bit_length()
