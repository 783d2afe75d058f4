"""Stores of sealed cases in SQLite and PostgreSQL, with a clock that tests move and stretching that costs nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from installation import Installation
from postgres import fresh_database
from sqlalchemy import Engine

from intake import migrate
from intake.database import create_engine_from_url

# A slow machine is no failure.
settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """A fresh database on the test server, dropped at the end."""
    with fresh_database() as url:
        engine = create_engine_from_url(url.render_as_string(hide_password=False))
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "sqlite":
        engine = create_engine_from_url(f"sqlite:///{tmp_path}/folder/cases.db")
        yield engine
        engine.dispose()
    else:
        engine = request.getfixturevalue("postgres")
        yield engine
        migrate.downgrade(engine)


@pytest.fixture
def installation(database: Engine) -> Installation:
    """An installation with tables and a recovery key, on either database."""
    return Installation(database)


@pytest.fixture
def on_disk(tmp_path) -> Iterator[Installation]:
    """An installation in SQLite, whose files can be read: `folder`."""
    engine = create_engine_from_url(f"sqlite:///{tmp_path}/folder/cases.db")
    yield Installation(engine, tmp_path / "folder")
    engine.dispose()
