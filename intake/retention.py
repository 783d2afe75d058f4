"""The job that deletes what is kept no longer: cases and drafts."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from bot.privacy.json_log import log_event
from intake.cases import CaseStore
from intake.drafts import DraftStore
from intake.hours import Clock, utc_now

logger = logging.getLogger("guide.intake.retention")


class PurgeJob:
    """Deletes overdue cases and drafts once when it starts and then at every interval (seconds) until cancelled."""

    def __init__(self, cases: CaseStore, drafts: DraftStore, interval: int, clock: Clock = utc_now) -> None:
        self._cases, self._drafts, self._interval, self._clock = cases, drafts, interval, clock
        self._last_run: datetime | None = None

    async def run(self) -> None:
        """Purge, wait and begin anew; what goes wrong is logged and tried again at the next run."""
        while True:
            try:
                await self.purge()
            except Exception:
                logger.exception("case_purge_failed")
            await asyncio.sleep(self._interval)

    async def purge(self) -> None:
        """Delete what is overdue now, and log how much it was."""
        now = self._clock()
        cases = await asyncio.to_thread(self._cases.purge, now)
        drafts = await asyncio.to_thread(self._drafts.purge, now)
        self._last_run = now
        if cases or drafts:
            log_event(logger, "cases_purged", cases=cases, drafts=drafts)

    async def backlog(self) -> dict[str, object]:
        """Return for `/readyz` how many cases and drafts are overdue now, and the last completed run or null."""
        now = self._clock()
        return {
            "overdue_cases": await asyncio.to_thread(self._cases.overdue, now),
            "overdue_drafts": await asyncio.to_thread(self._drafts.overdue, now),
            "last_run": self._last_run and self._last_run.isoformat(timespec="seconds"),
        }
