"""Staff's room in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import fresh_database
from sqlalchemy import Engine
from staff_room import CHEAP, SERVER_KEY, MovedClock, Person, employ

from staff import migrate
from staff.database import create_engine_from_url
from staff.personnel import Personnel, open_personnel


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """A fresh database on the test server, dropped at the end."""
    with fresh_database() as url:
        engine = create_engine_from_url(url.render_as_string(hide_password=False))
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
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
def tables(database: Engine) -> Engine:
    """A database with the tables and nobody in it."""
    migrate.upgrade(database)
    return database


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def personnel(tables: Engine, clock: MovedClock) -> Personnel:
    return open_personnel(tables, SERVER_KEY, clock, CHEAP)


@pytest.fixture
def person(personnel: Personnel) -> Person:
    """An administrator who has not logged in yet."""
    return employ(personnel, "ida.berg", "administrator")
