"""The review's commands: `python -m review migrate | update | rebuild`."""

from __future__ import annotations

import argparse
import sys

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from review import migrate
from review.database import create_engine_from_url
from review.event_log import EventLog, log_url
from review.projection import Projector


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 = done, 1 = a database is wrong, 2 = the command is wrong."""
    options = _parser().parse_args(arguments)
    engine = create_engine_from_url()
    try:
        options.run(engine, options)
    except SQLAlchemyError as error:
        # Not the error itself: it would print the rows that were being written.
        print(f"databasefejl: {type(error).__name__}", file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m review", description=__doc__)
    commands = parser.add_subparsers(required=True)
    migration = commands.add_parser("migrate", help="bring the tables up to date")
    migration.add_argument("--down", action="store_true", help="drop the tables, with reviewers' labels and notes")
    migration.set_defaults(run=_migrate)
    updating = commands.add_parser("update", help="read what is new in the engine's log (web does so by itself)")
    updating.set_defaults(run=_update)
    rebuilding = commands.add_parser("rebuild", help="read the whole log anew; labels and notes stay")
    rebuilding.set_defaults(run=_rebuild)
    return parser


def _migrate(engine: Engine, options: argparse.Namespace) -> None:
    if options.down:
        migrate.downgrade(engine)
    else:
        migrate.upgrade(engine)


def _update(engine: Engine, _: argparse.Namespace) -> None:
    print(f"{Projector(engine, EventLog(log_url())).update()} samtaler er ændret")


def _rebuild(engine: Engine, _: argparse.Namespace) -> None:
    print(f"{Projector(engine, EventLog(log_url())).rebuild()} samtaler er læst")


if __name__ == "__main__":
    sys.exit(main())
