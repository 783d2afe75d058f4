"""Alembic's entry: runs the migrations on the connection that `database.migrations` hands over."""

from database.migrations import run_from_env
from review.models import Base

VERSION_TABLE = "review_version"

run_from_env(Base.metadata, VERSION_TABLE)
