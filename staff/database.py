"""The database of staff and sealed cases, apart from the directory so that it can be backed up and purged alone."""

from __future__ import annotations

import os

from sqlalchemy import Engine

from database import engines

DEFAULT_URL = "sqlite:///var/cases.db"


def database_url() -> str:
    """`GUIDE_CASES_DATABASE_URL`, or the SQLite file var/cases.db."""
    return os.environ.get("GUIDE_CASES_DATABASE_URL") or DEFAULT_URL


def create_engine_from_url(url: str | None = None) -> Engine:
    """An engine for `url` (default: `database_url()`)."""
    return engines.create_engine_from_url(url or database_url())
