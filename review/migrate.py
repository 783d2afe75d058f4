"""Brings a database to the read model's newest schema, or takes it down."""

from pathlib import Path

from sqlalchemy import Engine

from database import migrations

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Creates or brings up to date every table of the review."""
    migrations.upgrade(engine, _FOLDER)


def downgrade(engine: Engine) -> None:
    """Drops every table of the review, with reviewers' labels and notes."""
    migrations.downgrade(engine, _FOLDER)
