"""Alembic's entry: runs the migrations on the connection that `offers_db.migrate` hands over."""

from alembic import context

from offers_db.models import Base

VERSION_TABLE = "offers_db_version"

# The database may hold other rooms' tables and versions: this room has its own version table.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
