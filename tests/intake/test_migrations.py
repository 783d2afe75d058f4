"""The migrations build exactly the models' tables, on both databases, and take them down again."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from installation import Counsellor, Installation
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from intake import migrate
from intake.database import DEFAULT_URL, database_url
from intake.models import Base

VERSION_TABLE = "intake_version"


def tables_of(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {VERSION_TABLE}


def test_up_down_up(database: Engine) -> None:
    migrate.upgrade(database)
    assert tables_of(database) == set(Base.metadata.tables)
    migrate.downgrade(database)
    assert tables_of(database) == set()
    migrate.upgrade(database)
    migrate.upgrade(database)
    assert tables_of(database) == set(Base.metadata.tables)


def test_models_and_migrations_agree(database: Engine) -> None:
    migrate.upgrade(database)
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_named_checks_agree(database: Engine) -> None:
    """Alembic compares no CHECK constraints, so their names are compared here."""
    migrate.upgrade(database)
    expected = {c.name for t in Base.metadata.tables.values() for c in t.constraints if str(c.name).startswith("ck_")}
    found = {c["name"] for name in tables_of(database) for c in inspect(database).get_check_constraints(name)}
    assert found == expected


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sealed_case SET state = 'half open'",
        "UPDATE sealed_case SET messages = -1",
        "UPDATE case_text SET kind = 'message', number = 1",
        "UPDATE case_text SET kind = 'rumour'",
    ],
)
def test_the_database_itself_refuses_nonsense(installation: Installation, change: str) -> None:
    installation.answered_case(Counsellor())
    with pytest.raises(IntegrityError), installation.engine.begin() as connection:
        connection.execute(text(change))


def test_database_url_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUIDE_CASES_DATABASE_URL", raising=False)
    assert database_url() == DEFAULT_URL
    monkeypatch.setenv("GUIDE_CASES_DATABASE_URL", "sqlite:///other.db")
    assert database_url() == "sqlite:///other.db"
