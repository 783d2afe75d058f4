"""What the console's pages share while the application runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from intake.case_counts import CaseCounts
from intake.reply_drafts import ReplyDrafts
from staff.database import create_engine_from_url
from staff.derived_keys import derived_key
from staff.personnel import Personnel, open_personnel
from web.console.counsellor_keys import CounsellorKeys
from web.console.logins import HalfLogins
from web.console.throttle import LoginThrottle
from web.security import SETTINGS

TIDY_EVERY_SECONDS = 60.0
# Each verification takes 64 MiB and a third of a second.
_VERIFIED_AT_ONCE = 2

logger = logging.getLogger("guide.web.console")


@dataclass(frozen=True)
class Desk:
    """Staff's stores, the unlocked keys, what a login needs, and what counsellors have begun to write."""

    engine: Engine
    personnel: Personnel
    keys: CounsellorKeys
    csrf_key: bytes
    begun_key: bytes
    begun: ReplyDrafts
    case_counts: CaseCounts
    throttle: LoginThrottle = field(default_factory=LoginThrottle)
    half_logins: HalfLogins = field(default_factory=HalfLogins)
    verifying: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_VERIFIED_AT_ONCE))


DESK = web.AppKey("console_desk", Desk)


async def desk_context(app: web.Application) -> AsyncIterator[None]:
    """Open the database of staff and cases; tidy up every minute until the application stops."""
    settings = app[SETTINGS]
    engine = create_engine_from_url(settings.cases_database_url)
    personnel = open_personnel(engine, settings.secret_key)
    keys = CounsellorKeys(engine, settings.secret_key, personnel)
    csrf_key, begun_key = (derived_key(settings.secret_key, purpose) for purpose in ("csrf", "begun texts"))
    app[DESK] = Desk(engine, personnel, keys, csrf_key, begun_key, ReplyDrafts(engine), CaseCounts(engine))
    tidying = asyncio.create_task(_keep_tidying(app[DESK]))
    yield
    tidying.cancel()
    engine.dispose()


async def _keep_tidying(desk: Desk) -> None:
    while True:
        await asyncio.sleep(TIDY_EVERY_SECONDS)
        try:
            await tidy(desk)
        except SQLAlchemyError:
            logger.exception("console_not_tidied")


async def tidy(desk: Desk) -> None:
    """Forget keys of sessions that have ended anywhere, passwords that wait for no code, and keys of leavers."""
    desk.half_logins.forget_old()
    desk.keys.lock_all_but(await asyncio.to_thread(desk.personnel.sessions.live_ids))
    await asyncio.to_thread(desk.keys.retire_leavers)
