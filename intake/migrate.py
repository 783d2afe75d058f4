"""Brings a database to the newest schema of sealed cases, or takes it down."""

from pathlib import Path

from sqlalchemy import Engine

from database import migrations

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Creates or brings up to date every table of sealed cases."""
    migrations.upgrade(engine, _FOLDER)


def downgrade(engine: Engine) -> None:
    """Drops every table of sealed cases, and all that citizens and counsellors have written."""
    migrations.downgrade(engine, _FOLDER)
