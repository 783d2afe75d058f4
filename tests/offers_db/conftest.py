"""A small directory of made-up offers (content/), in SQLite and in PostgreSQL."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from postgres import fresh_database
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.offer import load_municipalities, load_offers
from offers_db.search import Directory
from offers_db.seed import seed

CONTENT = Path(__file__).parent / "content"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def content() -> Path:
    return CONTENT


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


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
        engine = create_engine_from_url(f"sqlite:///{tmp_path}/folder/guide.db")
        yield engine
        engine.dispose()
    else:
        engine = request.getfixturevalue("postgres")
        yield engine
        migrate.downgrade(engine)


@pytest.fixture
def tables(database: Engine) -> Engine:
    """A database with the tables, without content."""
    migrate.upgrade(database)
    return database


@pytest.fixture
def seeded(tables: Engine) -> Engine:
    """A database with the test content."""
    seed(tables, CONTENT)
    return tables


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The test content, searchable, on the 21st of November 2026."""
    engine = create_engine_from_url(f"sqlite:///{tmp_path_factory.mktemp('directory')}/guide.db")
    migrate.upgrade(engine)
    seed(engine, CONTENT)
    with Session(engine) as session:
        built = Directory(load_offers(session, today=TODAY), load_municipalities(session), today=lambda: TODAY)
    engine.dispose()
    return built
