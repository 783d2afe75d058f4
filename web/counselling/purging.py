"""Runs intake's deletion of overdue cases and drafts in the web process: at its start, and then at every interval."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from intake.retention import PurgeJob
from web.counselling.rooms import CASE_STORE, DRAFT_STORE
from web.security import SETTINGS

PURGE_JOB = web.AppKey("purge_job", PurgeJob)


async def purging_context(app: web.Application) -> AsyncIterator[None]:
    """Start the job; it needs the stores of `counselling_context`."""
    app[PURGE_JOB] = PurgeJob(app[CASE_STORE], app[DRAFT_STORE], app[SETTINGS].purge_interval)
    running = asyncio.create_task(app[PURGE_JOB].run())
    yield
    running.cancel()
