"""Conversations end by themselves: one that nobody has continued for `GUIDE_RETENTION_DAYS` is deleted."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rasa.shared.exceptions import InvalidConfigException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.privacy.json_log import log_event
from bot.privacy.tracker_store import RedactingTrackerStore

if TYPE_CHECKING:
    # Not needed to run, and it takes TensorFlow along.
    from rasa.core.agent import Agent

SECONDS_A_DAY = 86400
BATCH = 500

logger = logging.getLogger("guide.retention")


class PurgeJob:
    """Deletes overdue conversations once after the start and then at every interval, as long as the engine runs.

    `days` is how long a conversation is kept after its last event, `interval` the seconds between two runs.
    """

    def __init__(self, days: int, interval: int) -> None:
        self._days, self._interval = days, interval
        self._last_run: datetime | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> PurgeJob:
        """Read the settings; raise InvalidConfigException, which Rasa prints before it stops, for one that is wrong."""
        return cls(
            _positive_number(environment, "GUIDE_RETENTION_DAYS", 30),
            _positive_number(environment, "GUIDE_PURGE_INTERVAL", 3600),
        )

    def attach(self, routes: Blueprint) -> None:
        """Run in the channel's server, and report there: `GET retention` gives days, overdue and last_run."""

        @routes.after_server_start
        async def begin(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            # The server cancels its named tasks when it stops.
            app.add_task(self.run(app.ctx.agent), name="purge")

        @routes.get("/retention")
        async def retention(request: Request) -> HTTPResponse:
            return response.json(await self.backlog(request.app.ctx.agent))

    async def run(self, agent: Agent) -> None:
        """Purge, wait and begin anew until cancelled; what goes wrong is logged and tried again at the next run."""
        while True:
            try:
                await self._purge(agent)
            except Exception:
                logger.exception("purge_failed")
            await asyncio.sleep(self._interval)

    async def backlog(self, agent: Agent) -> dict[str, object]:
        """Return days kept, how many conversations are overdue now, and when a run was last completed or null."""
        store = RedactingTrackerStore.of(agent)
        return {
            "days": self._days,
            "overdue": await asyncio.to_thread(store.count_overdue, self._deadline()),
            "last_run": self._last_run and self._last_run.isoformat(timespec="seconds"),
        }

    def _deadline(self) -> float:
        """Return the time (Unix, seconds) before which the last event of an overdue conversation lies."""
        return time.time() - self._days * SECONDS_A_DAY

    async def _purge(self, agent: Agent) -> None:
        """Delete what is overdue, each conversation by itself, so that one that cannot be deleted holds up no other."""
        store, deadline = RedactingTrackerStore.of(agent), self._deadline()
        deleted, failed, last = 0, Counter[str](), ""
        while batch := await asyncio.to_thread(store.overdue, deadline, last, BATCH):
            for sender in batch:
                try:
                    # Under its lock, so that a citizen who comes back right now loses all of it or nothing.
                    async with agent.lock_store.lock(sender):
                        deleted += await asyncio.to_thread(store.forget_overdue, sender, deadline) > 0
                except Exception as error:
                    failed[type(error).__name__] += 1
            last = batch[-1]
        await asyncio.to_thread(store.release_space)
        self._last_run = datetime.now(UTC)
        if deleted or failed:
            level = logging.ERROR if failed else logging.INFO
            log_event(logger, "conversations_purged", level, deleted=deleted, failed=dict(failed))


def _positive_number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise InvalidConfigException(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)
