"""The cases' commands: `python -m intake migrate | init | recover | purge`."""

from __future__ import annotations

import argparse
import getpass
import sys
import uuid

from nacl.public import PublicKey
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.key_file import server_key
from intake import migrate
from intake.cases import CASES, CaseStore, WrongRecoveryCode
from intake.database import create_engine_from_url
from intake.drafts import DRAFTS, DraftStore
from intake.hours import utc_now
from intake.keeping import Keeping
from intake.keys import derived_key
from intake.recovery_keys import RecoveryKeys
from intake.sealing import Tampered


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 = done, 1 = it cannot be done, 2 = the command or a setting is wrong."""
    options = _parser().parse_args(arguments)
    engine = create_engine_from_url()
    try:
        return int(options.run(engine, options))
    except WrongRecoveryCode:
        print("Gendannelsesnøglen passer ikke. Intet er ændret.", file=sys.stderr)
        return 1
    except Tampered:
        print("Gendannelsesnøglen i databasen passer ikke til serverens nøgle. Intet er ændret.", file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        # Only the database's own words: SQLAlchemy's would repeat the values of the statement.
        print(f"databasefejl: {getattr(error, 'orig', None) or type(error).__name__}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        engine.dispose()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake", description=__doc__)
    commands = parser.add_subparsers(required=True)
    migration = commands.add_parser("migrate", help="bring the tables up to date")
    migration.add_argument("--down", action="store_true", help="drop the tables: all that was written")
    migration.set_defaults(run=_migrate)
    beginning = commands.add_parser("init", help="make the recovery key and print its code, once")
    beginning.add_argument("--replace", action="store_true", help="make a new one for new cases: the code is lost")
    beginning.set_defaults(run=_init)
    recovering = commands.add_parser("recover", help="after a lost password: give a counsellor their cases back")
    recovering.add_argument("counsellor", type=uuid.UUID, metavar="ID")
    recovering.add_argument("public_key", type=_public_key, metavar="KEY", help="the new public key, 64 hex digits")
    recovering.add_argument("--municipality", action="append", default=[], help="all cases of this one as well")
    recovering.set_defaults(run=_recover)
    commands.add_parser("purge", help="delete now what is kept no longer").set_defaults(run=_purge)
    return parser


def _migrate(engine: Engine, options: argparse.Namespace) -> int:
    (migrate.downgrade if options.down else migrate.upgrade)(engine)
    return 0


def _init(engine: Engine, options: argparse.Namespace) -> int:
    keys = RecoveryKeys(engine, derived_key(server_key(), CASES))
    if not options.replace and keys.current():
        print("Der er allerede en gendannelsesnøgle. Er den væk, så brug --replace.", file=sys.stderr)
        return 1
    print(keys.renew())
    print(
        "Det er gendannelsesnøglen. Den vises kun nu. Skriv den på papir, og læg den i et pengeskab.\n"
        "Den åbner alle sager. Den skal bruges, når en rådgiver har glemt sit kodeord.",
        file=sys.stderr,
    )
    return 0


def _recover(engine: Engine, options: argparse.Namespace) -> int:
    code = getpass.getpass("Gendannelsesnøgle: ") if sys.stdin.isatty() else sys.stdin.readline()
    count = _case_store(engine).recover(code, options.counsellor, options.public_key, options.municipality)
    print(f"Sager, der kan åbnes igen: {count}")
    return 0


def _purge(engine: Engine, options: argparse.Namespace) -> int:
    cases = _case_store(engine).purge(utc_now())
    drafts = DraftStore(engine, derived_key(server_key(), DRAFTS)).purge(utc_now())
    print(f"Slettede sager: {cases}, slettede kladder: {drafts}")
    return 0


def _case_store(engine: Engine) -> CaseStore:
    return CaseStore(engine, derived_key(server_key(), CASES), keeping=Keeping.from_environment())


def _public_key(text: str) -> bytes:
    return bytes(PublicKey(bytes.fromhex(text)))


if __name__ == "__main__":
    sys.exit(main())
