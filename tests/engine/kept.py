"""The engine's database, read from outside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

Bytes = Callable[[], dict[str, bytes]]


def checkpoint(database: Path) -> None:
    """Move what is in the write-ahead log into the file, and empty the log."""
    with sqlite3.connect(database, timeout=20) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.close()
    assert not busy


def rows(database: Path, query: str, *values: str) -> list[tuple[object, ...]]:
    """Read from the engine's database."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()
