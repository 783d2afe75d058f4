"""The read model in SQLite and in PostgreSQL, beside an engine's log in the same kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import fresh_database
from review_room import EngineLog, Review
from sqlalchemy import Engine

from review import migrate
from review.database import create_engine_from_url


@pytest.fixture
def sqlite_review(tmp_path: Path) -> Iterator[Review]:
    yield from _review(f"sqlite:///{tmp_path}/review.db", f"sqlite:///{tmp_path}/engine.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "sqlite":
        engine = create_engine_from_url(f"sqlite:///{tmp_path}/folder/review.db")
        yield engine
        engine.dispose()
        return
    with fresh_database() as url:
        engine = create_engine_from_url(url.render_as_string(hide_password=False))
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def review(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Review]:
    if request.param == "sqlite":
        yield from _review(f"sqlite:///{tmp_path}/review.db", f"sqlite:///{tmp_path}/engine.db")
        return
    with fresh_database() as url:
        address = url.render_as_string(hide_password=False)
        yield from _review(address, address)


def _review(url: str, log_url: str) -> Iterator[Review]:
    engine = create_engine_from_url(url)
    migrate.upgrade(engine)
    log = EngineLog(log_url)
    reader = log.reader()
    yield Review(engine, log, reader)
    reader.dispose()
    log.engine.dispose()
    engine.dispose()
