"""The directory's database: SQLite by default, PostgreSQL by URL."""

import os

from sqlalchemy import Engine

from database import engines

DEFAULT_URL = "sqlite:///var/guide.db"


def database_url() -> str:
    """`GUIDE_DATABASE_URL`, or the SQLite file var/guide.db."""
    return os.environ.get("GUIDE_DATABASE_URL") or DEFAULT_URL


def create_engine_from_url(url: str | None = None) -> Engine:
    """An engine for `url` (default: `database_url()`)."""
    return engines.create_engine_from_url(url or database_url())
