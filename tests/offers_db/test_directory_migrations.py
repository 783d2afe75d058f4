"""The migrations build exactly the models' tables, on both databases, and take them down again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from offers_db import migrate
from offers_db.database import DEFAULT_URL, database_url
from offers_db.models import Base

VERSION_TABLE = "offers_db_version"


def tables_of(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {VERSION_TABLE}


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


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE service SET status = 'maybe'",
        "UPDATE service SET minimum_age = 80, maximum_age = 20",
        "UPDATE service SET organization_id = id",
        "UPDATE cost_option SET amount = -1",
        "UPDATE schedule SET opens_at = '20:00', closes_at = '19:00'",
        "UPDATE location SET location_type = 'moon'",
        "UPDATE taxonomy_term SET code = 'alcohol'",
    ],
)
def test_the_database_itself_refuses_nonsense(seeded: Engine, change: str) -> None:
    with pytest.raises(IntegrityError), seeded.begin() as connection:
        connection.execute(text(change))


def test_deleting_an_organization_takes_its_services_along(seeded: Engine) -> None:
    with seeded.begin() as connection:
        connection.execute(text("DELETE FROM organization"))
        for table in ("service", "schedule", "cost_option", "phone", "location", "address"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table


def test_database_url_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUIDE_DATABASE_URL", raising=False)
    assert database_url() == DEFAULT_URL
    monkeypatch.setenv("GUIDE_DATABASE_URL", "sqlite:///other.db")
    assert database_url() == "sqlite:///other.db"
