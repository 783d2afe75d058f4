"""The engine's log of conversations, read only. The engine owns it; here nothing is written to it."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Float, Integer, MetaData, String, Table, Text, func, inspect, select
from sqlalchemy import create_engine as make_engine
from sqlalchemy.engine import make_url

from review.reading import Event

DEFAULT_URL = "sqlite:///var/engine.db"
EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String),
    Column("timestamp", Float),
    Column("data", Text),
)
_SENDERS_AT_ONCE = 500


def log_url() -> str:
    """`GUIDE_ENGINE_DATABASE_URL`, or the SQLite file var/engine.db."""
    return os.environ.get("GUIDE_ENGINE_DATABASE_URL") or DEFAULT_URL


class EventLog:
    """The log at `url`, written as the engine's setting has it. A log that is not there yet is an empty one."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._file: Path | None = None
        if address.get_backend_name() == "sqlite" and address.database:
            self._file = Path(address.database).absolute()
            read_only = {"uri": True, "timeout": 5}
            self._engine: Engine = make_engine(f"sqlite:///file:{self._file}?mode=ro&uri=true", connect_args=read_only)
        else:
            # The engine's driver is psycopg2, ours is psycopg.
            self._engine = make_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)

    def dispose(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[LogReader]:
        """Read from one connection."""
        if self._file is not None and not self._file.exists():
            yield LogReader(None)
            return
        with self._engine.connect() as connection:
            yield LogReader(connection if inspect(connection).has_table(EVENTS.name) else None)


class LogReader:
    """The log on one connection; None for a log that is not there."""

    def __init__(self, connection: Connection | None) -> None:
        self._connection = connection

    def after(self, event_id: int, limit: int) -> tuple[int | None, set[str]]:
        """The number of the last of the next events (None if there are none), and whose they are."""
        if self._connection is None:
            return None, set()
        query = select(EVENTS.c.id, EVENTS.c.sender_id).where(EVENTS.c.id > event_id).order_by(EVENTS.c.id).limit(limit)
        rows = self._connection.execute(query).all()
        return (rows[-1].id if rows else None), {row.sender_id for row in rows}

    def extents(self, senders: Collection[str]) -> dict[str, tuple[int, int, float]]:
        """For each sender that has events: how many, the number of the last, and the latest time (Unix seconds)."""
        if self._connection is None:
            return {}
        found: dict[str, tuple[int, int, float]] = {}
        ordered = sorted(senders)
        for start in range(0, len(ordered), _SENDERS_AT_ONCE):
            some = EVENTS.c.sender_id.in_(ordered[start : start + _SENDERS_AT_ONCE])
            extent = (func.count(), func.max(EVENTS.c.id), func.max(EVENTS.c.timestamp))
            query = select(EVENTS.c.sender_id, *extent).where(some).group_by(EVENTS.c.sender_id)
            for sender, count, last, last_at in self._connection.execute(query):
                found[sender] = (count, last, last_at or 0.0)
        return found

    def events_of(self, sender: str) -> list[Event]:
        """A conversation's events in their order."""
        if self._connection is None:
            return []
        query = select(EVENTS.c.id, EVENTS.c.timestamp, EVENTS.c.data)
        rows = self._connection.execute(query.where(EVENTS.c.sender_id == sender).order_by(EVENTS.c.id))
        return [Event(row.id, row.timestamp or 0.0, json.loads(row.data)) for row in rows]
