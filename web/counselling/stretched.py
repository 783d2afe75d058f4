"""Argon2id in threads of its own: who waits for it must not keep the chat, and a crisis in it, from the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from intake.stretching import TooBusy

Result = TypeVar("Result")
# Those that compute, and those that wait for them, at most `stretching.LONGEST_WAIT` seconds.
MOST_AT_ONCE = 8

_threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="stretching")


class Stretcher:
    """Runs calls that stretch a receipt; raises TooBusy at once when too many are under way."""

    def __init__(self) -> None:
        self._under_way = 0

    async def run(self, call: Callable[..., Result], *arguments: Any) -> Result:
        """Return what the call returns, or raise what it raises."""
        if self._under_way >= MOST_AT_ONCE:
            raise TooBusy
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(_threads, call, *arguments)
        finally:
            self._under_way -= 1


stretcher = Stretcher()
