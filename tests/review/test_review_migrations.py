"""The migrations build exactly the models' tables, on both databases, and take them down again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from review import migrate
from review.database import DEFAULT_URL, database_url
from review.models import Base
from staff import migrate as staff

VERSION_TABLE = "review_version"


def tables_of(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if name.startswith("review")} - {VERSION_TABLE}


def test_up_down_up(database: Engine) -> None:
    for _ in range(2):
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


def test_other_rooms_in_the_same_database_are_left_alone(database: Engine) -> None:
    staff.upgrade(database)
    migrate.upgrade(database)
    migrate.downgrade(database)
    assert "staff_account" in inspect(database).get_table_names() and tables_of(database) == set()


def test_database_url_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUIDE_REVIEW_DATABASE_URL", raising=False)
    assert database_url() == DEFAULT_URL
    monkeypatch.setenv("GUIDE_REVIEW_DATABASE_URL", "sqlite:///other.db")
    assert database_url() == "sqlite:///other.db"
