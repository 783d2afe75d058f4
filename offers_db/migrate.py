"""Alembic without an ini file: brings a database to the newest schema, or takes it down."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine) -> None:
    """Creates or brings up to date every table of the directory."""
    _run(engine, command.upgrade, "head")


def downgrade(engine: Engine) -> None:
    """Drops every table of the directory, and the content with them."""
    _run(engine, command.downgrade, "base")


def _run(engine: Engine, action: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        # Batch mode copies and drops a SQLite table: with foreign keys on, that would delete the rows that point to it.
        _set_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                action(config, revision)
        finally:
            _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
        connection.commit()
