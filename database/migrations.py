"""Alembic without an ini file: brings a room's tables to the newest schema, or takes them down."""

from collections.abc import Callable
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData


def upgrade(engine: Engine, folder: Path) -> None:
    """Create or bring up to date every table that the migrations in `folder` (Alembic's script location) describe."""
    _run(engine, folder, command.upgrade, "head")


def downgrade(engine: Engine, folder: Path) -> None:
    """Drop every table that the migrations in `folder` describe, and what is in them."""
    _run(engine, folder, command.downgrade, "base")


def run_from_env(metadata: MetaData, version_table: str) -> None:
    """What a room's migrations/env.py calls. Each room has its own version table: rooms can share a database."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table=version_table,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run(engine: Engine, folder: Path, action: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder))
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
