"""The cases' database, apart from the directory's so that it can be encrypted, backed up and emptied by itself."""

import os

from sqlalchemy import Engine, text

from database import engines

DEFAULT_URL = "sqlite:///var/cases.db"
_RELEASE = {
    "sqlite": "PRAGMA wal_checkpoint(TRUNCATE)",
    "postgresql": "VACUUM sealed_case, case_key, case_text, intake_draft, reply_draft",
}


def database_url() -> str:
    """`GUIDE_CASES_DATABASE_URL`, or the SQLite file var/cases.db."""
    return os.environ.get("GUIDE_CASES_DATABASE_URL") or DEFAULT_URL


def create_engine_from_url(url: str | None = None) -> Engine:
    """An engine for `url` (default: `database_url()`)."""
    return engines.create_engine_from_url(url or database_url())


def release_space(engine: Engine) -> None:
    """Let nothing but new rows stand where deleted ones stood, as far as the database can.

    SQLite has overwritten the rows themselves (`secure_delete`), but its write-ahead log still holds them: it is
    emptied. PostgreSQL overwrites nothing by itself: VACUUM gives the space to the next rows.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(_RELEASE[engine.dialect.name]))
