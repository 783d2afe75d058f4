"""A small directory of made-up offers (content/), in SQLite and in PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.offer import load_municipalities, load_offers
from offers_db.search import Directory
from offers_db.seed import seed

CONTENT = Path(__file__).parent / "content"
POSTGRES_URL = os.environ.get("GUIDE_TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
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
    name = f"guide_test_{uuid.uuid4().hex}"
    server = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.skip(f"no PostgreSQL answers at {server.url.host}:{server.url.port} (set GUIDE_TEST_POSTGRES_URL)")
    engine = create_engine_from_url(make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()


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
