"""The engine's log of conversations: redacted once more on its way in, and gone when asked for."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

from bot.privacy.redactor import redact_data

DEFAULT_URL = "sqlite:///var/engine.db"


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
        super().__init__(host=url, domain=domain, event_broker=event_broker)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            self.engine.dispose()

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
        with self.engine.begin() as connection:
            events = self.SQLEvent.__table__
            return int(connection.execute(sa.delete(events).where(events.c.sender_id == sender_id)).rowcount)


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
