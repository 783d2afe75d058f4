"""The directory's commands: `python -m offers_db migrate | seed | search | policies`."""

import argparse
import sys
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from offers_db import migrate
from offers_db.content_reader import CONTENT_FOLDER, ContentError
from offers_db.database import create_engine_from_url
from offers_db.offer import Offer, load_municipalities, load_offers
from offers_db.policies.importing.blocks import UnreadableFile
from offers_db.policies.importing.document import import_document
from offers_db.seed import seed
from offers_db.topics import TOPICS


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 = done, 1 = the content or the database is wrong, 2 = the command or the file is wrong."""
    options = _parser().parse_args(arguments)
    engine = create_engine_from_url()
    try:
        options.run(engine, options)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"databasefejl: {error}", file=sys.stderr)
        return 1
    except UnreadableFile as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 2
    finally:
        engine.dispose()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m offers_db", description=__doc__)
    commands = parser.add_subparsers(required=True)
    migration = commands.add_parser("migrate", help="bring the tables up to date")
    migration.add_argument("--down", action="store_true", help="drop the tables and all content")
    migration.set_defaults(run=_migrate)
    seeding = commands.add_parser("seed", help="load the content files")
    seeding.add_argument("--content", type=Path, default=CONTENT_FOLDER, metavar="DIR")
    seeding.set_defaults(run=_seed)
    searching = commands.add_parser("search", help="try a search")
    searching.add_argument("text", nargs="?")
    searching.add_argument("--municipality")
    searching.add_argument("--topic", action="append", choices=TOPICS, default=[])
    searching.add_argument("--age", type=int)
    searching.add_argument("--limit", type=int, default=5)
    searching.set_defaults(run=_search)
    _add_policies(commands.add_parser("policies", help="a municipality's own documents"))
    return parser


def _add_policies(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True)
    importing = commands.add_parser("import", help="load a document verbatim (PDF, HTML, DOCX or text)")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--municipality", required=True)
    importing.add_argument("--document", required=True, metavar="ID")
    importing.add_argument("--title", required=True)
    importing.add_argument("--year", type=int, required=True)
    importing.set_defaults(run=_import_policy)


def _migrate(engine: Engine, options: argparse.Namespace) -> None:
    if options.down:
        migrate.downgrade(engine)
    else:
        migrate.upgrade(engine)


def _seed(engine: Engine, options: argparse.Namespace) -> None:
    print(seed(engine, options.content))


def _import_policy(engine: Engine, options: argparse.Namespace) -> None:
    print(
        import_document(
            engine,
            options.file,
            municipality=options.municipality,
            document=options.document,
            title=options.title,
            year=options.year,
        )
    )


def _search(engine: Engine, options: argparse.Namespace) -> None:
    # Imported here: the other commands need neither the model nor the word list.
    from offers_db.search import Directory, OfferQuery

    with Session(engine) as session:
        directory = Directory(load_offers(session), load_municipalities(session))
    query = OfferQuery(options.text, tuple(options.topic), options.municipality, age=options.age, limit=options.limit)
    result = directory.search(query)
    print(f"{result.total} tilbud")
    for offer in result.offers:
        print(_row(offer))


def _row(offer: Offer) -> str:
    return f"{offer.municipality or '-':10} {offer.name[:44]:44} {offer.topics[0]:18} {', '.join(offer.reasons)}"


if __name__ == "__main__":
    sys.exit(main())
