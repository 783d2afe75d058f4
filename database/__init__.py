"""What every room with tables of its own shares: engines, names of constraints, and running Alembic."""
