"""Logins half done: name and password wait in memory for the code, so that no answer tells which of them was wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

WAIT_SECONDS = 300.0
MOST_WAITING = 1000


@dataclass(frozen=True)
class HalfLogin:
    """What was typed on the first page; not checked yet."""

    name: str
    password: str = field(repr=False)
    since: float


class HalfLogins:
    """Half logins by the secret of their browser's cookie; the oldest give way to new ones."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[str, HalfLogin] = {}

    def put(self, cookie: str, name: str, password: str) -> None:
        """Wait for the code."""
        self.forget_old()
        self._waiting.pop(cookie, None)
        self._waiting[cookie] = HalfLogin(name, password, self._clock())
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]

    def get(self, cookie: str) -> HalfLogin | None:
        """What waits for a code."""
        self.forget_old()
        return self._waiting.get(cookie)

    def drop(self, cookie: str) -> None:
        """The code has come, right or wrong."""
        self._waiting.pop(cookie, None)

    def forget_old(self) -> None:
        """Drop what has waited too long."""
        oldest = self._clock() - WAIT_SECONDS
        self._waiting = {cookie: half for cookie, half in self._waiting.items() if half.since > oldest}
