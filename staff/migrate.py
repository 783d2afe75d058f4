"""Brings a database to staff's newest schema, or takes it down."""

from pathlib import Path

from sqlalchemy import Engine

from database import migrations

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Creates or brings up to date every table of staff."""
    migrations.upgrade(engine, _FOLDER)


def downgrade(engine: Engine) -> None:
    """Drops every table of staff: accounts, sessions and the audit log."""
    migrations.downgrade(engine, _FOLDER)
