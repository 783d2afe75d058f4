"""The engine's log of conversations: redacted once more on its way in, and gone when asked for."""

from __future__ import annotations

import os
import pathlib
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

from bot.privacy.redactor import redact_data

if TYPE_CHECKING:
    # Not needed to run, and it takes TensorFlow along.
    from rasa.core.agent import Agent

DEFAULT_URL = "sqlite:///var/engine.db"
_EVENTS = SQLTrackerStore.SQLEvent.__table__
_RELEASE = {"sqlite": "PRAGMA wal_checkpoint(TRUNCATE)", "postgresql": "VACUUM events"}


class RedactingTrackerStore(SQLTrackerStore):
    """Rasa's SQL store at `GUIDE_ENGINE_DATABASE_URL`, behind a net of redaction.

    The channel redacts first; this catches what another channel, an action or a slot would let through.
    """

    def __init__(
        self,
        host: str | None = None,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        url = os.environ.get("GUIDE_ENGINE_DATABASE_URL", DEFAULT_URL)
        if url.startswith("sqlite:///"):
            pathlib.Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self._releasing = threading.Lock()
        super().__init__(host=url, domain=domain, event_broker=event_broker)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            self.engine.dispose()
        with self.engine.begin() as connection:
            connection.execute(sa.text("CREATE INDEX IF NOT EXISTS ix_events_timestamp ON events (timestamp)"))

    @staticmethod
    def of(agent: Agent) -> RedactingTrackerStore:
        """Return the agent's store; raise TypeError if Rasa fell back to another one, as it does silently."""
        store = agent.tracker_store
        store = getattr(store, "_tracker_store", store)
        if not isinstance(store, RedactingTrackerStore):
            raise TypeError(f"endpoints.yml must name bot.privacy.tracker_store, but the engine uses {type(store)}")
        return store

    def _additional_events(self, session: Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        """Return the events that are not stored yet, redacted (Rasa's hook just before it stores them)."""
        return map(redact_event, super()._additional_events(session, tracker))

    def forget(self, sender_id: str) -> int:
        """Delete every event of a conversation in one transaction and return how many there were."""
        return self._delete(_EVENTS.c.sender_id == sender_id)

    def forget_overdue(self, sender_id: str, deadline: float) -> int:
        """Delete a conversation as `forget` does, unless it has gone on since the deadline (Unix time, seconds)."""
        newer = _EVENTS.alias()
        gone_on = sa.exists().where(newer.c.sender_id == sender_id, newer.c.timestamp >= deadline)
        return self._delete(_EVENTS.c.sender_id == sender_id, ~gone_on)

    def overdue(self, deadline: float, after: str, limit: int) -> list[str]:
        """Return conversations (sender ids, in order, those after `after`) whose last event is before the deadline."""
        later = _overdue(deadline).where(_EVENTS.c.sender_id > after).order_by(_EVENTS.c.sender_id).limit(limit)
        with self.engine.connect() as connection:
            return list(connection.execute(later).scalars())

    def count_overdue(self, deadline: float) -> int:
        """Return how many conversations have their last event before the deadline."""
        count = sa.select(sa.func.count()).select_from(_overdue(deadline).subquery())
        with self.engine.connect() as connection:
            return int(connection.execute(count).scalar())

    def release_space(self) -> None:
        """Let nothing but new rows stand where deleted ones stood, as far as the database can.

        SQLite has overwritten the rows themselves, but its write-ahead log still holds them: it is emptied. PostgreSQL
        overwrites nothing by itself: VACUUM gives the space to the next conversations.
        """
        # One at a time: SQLite lets a second caller go home unserved.
        with self._releasing, self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(sa.text(_RELEASE[self.engine.dialect.name]))

    def _delete(self, *conditions: Any) -> int:
        with self.engine.begin() as connection:
            return int(connection.execute(sa.delete(_EVENTS).where(*conditions)).rowcount)


def _overdue(deadline: float) -> Any:
    """Return the query for conversations whose last event is before the deadline."""
    # The inner query, by the index on timestamp, keeps the outer one from reading the whole log.
    aged = sa.select(_EVENTS.c.sender_id).where(_EVENTS.c.timestamp < deadline)
    found = sa.select(_EVENTS.c.sender_id).where(_EVENTS.c.sender_id.in_(aged)).group_by(_EVENTS.c.sender_id)
    return found.having(sa.func.max(_EVENTS.c.timestamp) < deadline)


def redact_event(event: Event) -> Event:
    """Return the event without personal data in what a person wrote or could have been echoed."""
    stored = event.as_dict()
    if isinstance(event, BotUttered):
        # The data part is the directory's own: an offer's phone number must stay readable for reviewers.
        return Event.from_parameters({**stored, "text": redact_data(stored["text"])})
    return Event.from_parameters(redact_data(stored))


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # secure_delete overwrites what is deleted, so that a forgotten conversation is not left in free pages.
    for pragma in ("secure_delete = ON", "journal_mode = WAL", "busy_timeout = 5000", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
