"""The review's read model while the application runs: kept in step with the engine's log, and open to the pages."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.json_log import log_event
from review.conversations import Conversations
from review.database import create_engine_from_url
from review.event_log import EventLog
from review.projection import Projector
from web.security import SETTINGS

UPDATE_EVERY_SECONDS = 5.0

logger = logging.getLogger("guide.web.review")


@dataclass(frozen=True)
class ReviewRoom:
    """The conversations, and what brings them up to date."""

    conversations: Conversations
    projector: Projector
    _updating: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def update(self) -> None:
        """Read what is new in the log. Who comes meanwhile waits for a pass of their own, which is short."""
        async with self._updating:
            await asyncio.to_thread(self.projector.update)

    async def is_current(self, conversation_id: uuid.UUID) -> bool:
        """Bring one conversation up to date; False if it is gone."""
        return await asyncio.to_thread(self.projector.is_current, conversation_id)

    async def forget(self, sender: str) -> None:
        """Delete what there is of a conversation that the engine has deleted. Raises SQLAlchemyError."""
        await asyncio.to_thread(self.projector.forget, sender)


REVIEW = web.AppKey("review", ReviewRoom)


async def review_context(app: web.Application) -> AsyncIterator[None]:
    """Open log and read model; read what is new every few seconds until the application stops."""
    settings = app[SETTINGS]
    engine, log = create_engine_from_url(settings.review_database_url), EventLog(settings.engine_database_url)
    app[REVIEW] = ReviewRoom(Conversations(engine), Projector(engine, log))
    updating = asyncio.create_task(_keep_updating(app[REVIEW]))
    yield
    updating.cancel()
    await asyncio.gather(updating, return_exceptions=True)
    log.dispose()
    engine.dispose()


async def _keep_updating(room: ReviewRoom) -> None:
    while True:
        await asyncio.sleep(UPDATE_EVERY_SECONDS)
        try:
            await room.update()
        except SQLAlchemyError as error:
            # Not the error itself: it would print the rows that were being written.
            log_event(logger, "review_not_updated", logging.ERROR, reason=type(error).__name__)
