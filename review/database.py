"""The read model's database. It can be thrown away and rebuilt, but for what reviewers have added."""

from __future__ import annotations

import os

from sqlalchemy import Engine, text

from database import engines

DEFAULT_URL = "sqlite:///var/review.db"
_TABLES = ("conversation", "turn", "topic", "word", "note", "label", "handling")
_RELEASE = {
    "sqlite": "PRAGMA wal_checkpoint(TRUNCATE)",
    "postgresql": "VACUUM " + ", ".join(f"review_{table}" for table in _TABLES),
}


def database_url() -> str:
    """`GUIDE_REVIEW_DATABASE_URL`, or the SQLite file var/review.db."""
    return os.environ.get("GUIDE_REVIEW_DATABASE_URL") or DEFAULT_URL


def create_engine_from_url(url: str | None = None) -> Engine:
    """An engine for `url` (default: `database_url()`)."""
    return engines.create_engine_from_url(url or database_url())


def release_space(engine: Engine) -> None:
    """Let nothing but new rows stand where deleted ones stood, as the engine does with its own log.

    SQLite has overwritten the rows, but its write-ahead log still holds them: it is emptied. PostgreSQL overwrites
    nothing by itself: VACUUM gives the space to the next rows.
    """
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(_RELEASE[engine.dialect.name]))
