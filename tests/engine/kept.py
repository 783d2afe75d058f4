"""The engine's database, read from outside."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Callable
from pathlib import Path

from running_guide import Conversation, RunningGuide, wait_until
from sqlalchemy import MetaData, NullPool, create_engine, text

Bytes = Callable[[], dict[str, bytes]]


def checkpoint(database: Path) -> None:
    """Move what is in the write-ahead log into the file, and empty the log."""
    connection = sqlite3.connect(database, timeout=20)
    # It is busy while the engine does the same.
    done = wait_until(lambda: not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0], 20)
    connection.close()
    assert done


def rows(database: Path, query: str, *values: str) -> list[tuple[object, ...]]:
    """Read from the engine's database."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def sender_of(guide: RunningGuide, talk: Conversation) -> str:
    """The name by which the engine knows the conversation."""
    key = (guide.folder / "secret.key").read_bytes().strip()
    assert talk.session
    return hmac.new(key, talk.session.encode(), hashlib.sha256).hexdigest()


class ConversationLog:
    """The engine's database, SQLite or PostgreSQL, by conversation."""

    def __init__(self, url: str) -> None:
        # The engine's driver is psycopg2, the tests' psycopg.
        self._engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)

    def rows(self, sender: str) -> list[str]:
        """Return each row, of any table, that names the conversation."""
        metadata = MetaData()
        metadata.reflect(self._engine)
        with self._engine.connect() as connection:
            stored = [str(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]
        assert stored, "an empty database shows nothing"
        return [row for row in stored if sender in row]

    def age(self, sender: str, days: float, without_last: int = 0) -> None:
        """Write the events' timestamps back, but for the last few."""
        events = "SELECT id FROM events WHERE sender_id = :sender ORDER BY id"
        with self._engine.begin() as connection:
            ids = list(connection.execute(text(events), {"sender": sender}).scalars())
            aged = [{"id": id_, "seconds": days * 86400} for id_ in ids[: len(ids) - without_last]]
            connection.execute(text("UPDATE events SET timestamp = timestamp - :seconds WHERE id = :id"), aged)

    def execute(self, statement: str) -> None:
        """Change the database behind the engine's back."""
        with self._engine.begin() as connection:
            connection.execute(text(statement))
