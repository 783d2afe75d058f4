"""The migrations build exactly the models' tables, on both databases, and take them down again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from offers_db import migrate as directory
from staff import migrate
from staff.database import DEFAULT_URL, database_url
from staff.models import Base

VERSION_TABLE = "staff_version"


def tables_of(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {VERSION_TABLE, "offers_db_version"}


def test_up_down_up(database: Engine) -> None:
    migrate.upgrade(database)
    assert tables_of(database) == set(Base.metadata.tables)
    migrate.downgrade(database)
    assert tables_of(database) == set()
    migrate.upgrade(database)
    assert tables_of(database) == set(Base.metadata.tables)


def test_upgrading_twice_changes_nothing(tables: Engine) -> None:
    migrate.upgrade(tables)
    assert tables_of(tables) == set(Base.metadata.tables)


def test_models_and_migrations_agree(tables: Engine) -> None:
    with tables.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_named_checks_agree(tables: Engine) -> None:
    """Alembic compares no CHECK constraints, so their names are compared here."""
    expected = {c.name for t in Base.metadata.tables.values() for c in t.constraints if str(c.name).startswith("ck_")}
    found = {c["name"] for name in tables_of(tables) for c in inspect(tables).get_check_constraints(name)}
    assert found == expected


def test_a_directory_in_the_same_database_is_left_alone(tables: Engine) -> None:
    directory.upgrade(tables)
    migrate.downgrade(tables)
    assert "municipality" in tables_of(tables) and not any(name.startswith("staff") for name in tables_of(tables))
    directory.downgrade(tables)


def test_the_database_itself_refuses_a_role_that_is_none(tables: Engine) -> None:
    account = "INSERT INTO staff_account (id, name, password_hash, sealed_totp_secret, active, created_at) VALUES ({})"
    some_id = "'00000000000000000000000000000001'"
    with tables.begin() as connection:
        connection.execute(text(account.format(f"{some_id}, 'a', 'b', 'c', true, 0")))
    with pytest.raises(IntegrityError), tables.begin() as connection:
        connection.execute(text(f"INSERT INTO staff_role (account_id, role) VALUES ({some_id}, 'king')"))


def test_database_url_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUIDE_CASES_DATABASE_URL", raising=False)
    assert database_url() == DEFAULT_URL
    monkeypatch.setenv("GUIDE_CASES_DATABASE_URL", "sqlite:///other.db")
    assert database_url() == "sqlite:///other.db"
