"""An engine's log for tests, written as Rasa writes it, and a look into the read model."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, delete, select, text

from review.conversations import Conversations
from review.event_log import EVENTS, EventLog
from review.models import Base, PositionRow
from review.projection import Projector

T0 = 1_795_000_000
OFFERS = {
    "type": "offers",
    "topic": "smoking",
    "topics": ["smoking"],
    "municipality": "ballerup",
    "total": 8,
    "offers": [],
}
# As in Rasa's own table: a number that is free again is given again in SQLite.
_TABLES = {
    "sqlite": "CREATE TABLE events (id INTEGER NOT NULL, sender_id VARCHAR(255) NOT NULL, "
    "type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), "
    "action_name VARCHAR(255), data TEXT, PRIMARY KEY (id))",
    "postgresql": "CREATE TABLE events (id SERIAL PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, "
    "type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)",
}


@dataclass
class Review:
    """A read model and the log that it is made from."""

    engine: Engine
    log: EngineLog
    reader: EventLog

    @property
    def projector(self) -> Projector:
        return Projector(self.engine, self.reader)

    @property
    def conversations(self) -> Conversations:
        return Conversations(self.engine)


@dataclass
class EngineLog:
    """The engine's database, as the engine uses it."""

    url: str
    now: float = T0
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        if self.url.startswith("sqlite:///"):
            Path(self.url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self.engine = create_engine(self.url)
        with self.engine.begin() as connection:
            connection.execute(text(_TABLES[self.engine.dialect.name]))
            connection.execute(text("CREATE INDEX ix_events_sender_id ON events (sender_id)"))

    def reader(self) -> EventLog:
        return EventLog(self.url.replace("postgresql+psycopg:", "postgresql:"))

    def write(self, sender: str, *events: dict[str, Any]) -> None:
        """Append events in one transaction, a second each."""
        insert = "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (:sender, :kind, :at, :data)"
        with self.engine.begin() as connection:
            for event in events:
                self.now += 1
                row = {"sender": sender, "kind": event["event"], "at": self.now, "data": json.dumps(event)}
                connection.execute(text(insert), row)

    def forget(self, sender: str) -> None:
        """Delete a conversation, as the engine does."""
        with self.engine.begin() as connection:
            connection.execute(delete(EVENTS).where(EVENTS.c.sender_id == sender))

    def senders(self) -> set[str]:
        with self.engine.connect() as connection:
            return set(connection.scalars(select(EVENTS.c.sender_id)))


def opening(municipality: str = "ballerup") -> list[dict[str, Any]]:
    """What Rasa writes before the first message."""
    return [
        {"event": "action", "name": "action_session_start"},
        bot("Hej, jeg er Sundhedsguiden.", custom={"type": "welcome"}),
        {"event": "session_started"},
        {"event": "slot", "name": "municipality", "value": municipality},
        {"event": "action", "name": "action_listen"},
    ]


def user(
    words: str, intent: str = "greet", confidence: float = 0.9, municipality: str = "ballerup", **more: Any
) -> dict[str, Any]:
    parsed = {
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [{"name": intent, "confidence": confidence}, {"name": "stop", "confidence": 0.05}],
        "entities": [{"entity": "topic", "value": topic, "start": 0} for topic in more.pop("topics", ())],
    }
    about = {"municipality": municipality, "language": more.pop("language", "da")}
    return {"event": "user", "text": words, "parse_data": parsed, "metadata": about}


def bot(
    words: str, response: str = "utter_x", buttons: list[dict[str, str]] | None = None, custom: Any = None
) -> dict[str, Any]:
    data = {"buttons": buttons, "custom": custom, "image": None}
    return {"event": "bot", "text": words, "metadata": {"utter_action": response}, "data": data}


def fallback() -> dict[str, Any]:
    return bot("Jeg er ikke sikker på, hvad du mener.", "utter_clarify", custom={"type": "fallback", "suggestions": []})


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All that the read model holds, without its own numbers, which a rebuild may give anew."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != PositionRow.__tablename__]
    with engine.connect() as connection:
        ids = dict(connection.execute(text("SELECT number, sender_id FROM review_conversation")).all())
        held = {}
        for table in tables:
            rows = [row._asdict() for row in connection.execute(table.select())]
            for row in rows:
                row.pop("number", None)
                if "conversation" in row:
                    row["conversation"] = ids[row["conversation"]]
            held[table.name] = sorted((str(sorted(row.items())),) for row in rows)
        return held


def rows_of(engine: Engine) -> int:
    """How many rows there are in all tables but the position's."""
    metadata = MetaData()
    metadata.reflect(engine)
    own = [
        t
        for t in metadata.sorted_tables
        if t.name.startswith("review_") and t.name not in ("review_position", "review_version")
    ]
    with engine.connect() as connection:
        return sum(len(connection.execute(table.select()).all()) for table in own)
