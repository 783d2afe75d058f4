"""Staff's commands: accounts are made and changed here first, and the log is checked."""

from __future__ import annotations

import argparse
import sys

import segno
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.key_file import server_key
from staff import migrate
from staff.account import Account
from staff.accounts import ONE_TIME_PASSWORD_HOLDS, AccountError, FirstLogin
from staff.audit import BEGINNING
from staff.database import create_engine_from_url
from staff.models import ROLES
from staff.personnel import Personnel, open_personnel


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 = done, 1 = it cannot be done, or the log is broken, 2 = the command or a setting is wrong."""
    options = _parser().parse_args(arguments)
    engine = create_engine_from_url()
    try:
        if options.run is None:
            (migrate.downgrade if options.down else migrate.upgrade)(engine)
            return 0
        return int(options.run(open_personnel(engine, server_key()), options))
    except AccountError as error:
        print(error, file=sys.stderr)
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
    parser = argparse.ArgumentParser(prog="python -m staff", description=__doc__)
    commands = parser.add_subparsers(required=True)
    migration = commands.add_parser("migrate", help="bring the tables up to date")
    migration.add_argument("--down", action="store_true", help="drop the tables: all accounts, and the log")
    migration.set_defaults(run=None)
    creating = _add_named(commands, "create", "make an account with a one-time password and a code for the phone")
    _add_roles(creating)
    creating.add_argument("--email")
    creating.set_defaults(run=_create)
    changing = _add_named(commands, "roles", "give an account these roles and municipalities and no other")
    _add_roles(changing)
    changing.set_defaults(run=_set_roles)
    resetting = _add_named(commands, "reset-password", "give a one-time password; all its sessions end")
    resetting.add_argument("--new-code", action="store_true", help="the phone is lost too: make a new code")
    resetting.set_defaults(run=_reset_password)
    for command, active in (("deactivate", False), ("activate", True)):
        _add_named(commands, command, "open an account" if active else "close an account").set_defaults(
            run=_set_active, active=active
        )
    commands.add_parser("list", help="all accounts").set_defaults(run=_list)
    verifying = commands.add_parser("verify-log", help="check that no entry of the log was changed or removed")
    verifying.add_argument("--fingerprint", help="of an earlier check, kept elsewhere: it must still be in the log")
    verifying.set_defaults(run=_verify_log)
    return parser


def _add_named(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], command: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(command, help=text)
    parser.add_argument("name", metavar="NAME")
    return parser


def _add_roles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", action="append", choices=ROLES, required=True, help="may be given several times")
    parser.add_argument("--municipality", action="append", default=[], metavar="CODE", help="likewise")


def _create(personnel: Personnel, options: argparse.Namespace) -> int:
    _show(personnel.accounts.create(options.name, options.role, options.municipality, options.email))
    return 0


def _set_roles(personnel: Personnel, options: argparse.Namespace) -> int:
    account = personnel.accounts.named(options.name)
    personnel.accounts.set_roles(account.id, options.role, options.municipality)
    print(_row(personnel.accounts.named(options.name)))
    return 0


def _reset_password(personnel: Personnel, options: argparse.Namespace) -> int:
    account = personnel.accounts.named(options.name)
    _show(personnel.accounts.reset_password(account.id, new_code=options.new_code))
    if "counsellor" in account.roles:
        print(
            "\nSagerne åbnes igen med gendannelsesnøglen. Det sker, når rådgiveren har valgt en ny adgangskode:\n"
            f"  python -m web.console recover {account.name}"
        )
    return 0


def _set_active(personnel: Personnel, options: argparse.Namespace) -> int:
    account = personnel.accounts.named(options.name)
    personnel.accounts.set_active(account.id, options.active)
    print(_row(personnel.accounts.named(options.name)))
    return 0


def _list(personnel: Personnel, options: argparse.Namespace) -> int:
    for account in personnel.accounts.all():
        print(_row(account))
    return 0


def _verify_log(personnel: Personnel, options: argparse.Namespace) -> int:
    result = personnel.audit.verify(options.fingerprint)
    if result.broken is not None:
        print(f"Loggen er brudt ved nummer {result.broken}.", file=sys.stderr)
        return 1
    if not result.fingerprint_found:
        print("Fingeraftrykket er ikke i loggen: noget er skåret af.", file=sys.stderr)
        return 1
    print(f"Loggen er hel. Antal: {result.entries}.")
    if result.fingerprint != BEGINNING.hex():
        print(f"Gem fingeraftrykket et andet sted: {result.fingerprint}")
    return 0


def _show(first: FirstLogin) -> None:
    """Print what the person needs, once; it is nowhere in clear afterwards."""
    print(f"Navn:               {first.name}")
    print(f"Engangsadgangskode: {first.password}")
    print(f"Den virker i {ONE_TIME_PASSWORD_HOLDS.days} dage og skal skiftes, første gang man logger ind.")
    if first.totp_uri is None:
        print("Koden på telefonen er den samme som før.")
        return
    print("\nScan koden med en app til engangskoder:\n")
    segno.make(first.totp_uri, error="m").terminal(compact=True)
    print(f"\nKan den ikke scannes, så skriv adressen i appen:\n{first.totp_uri}")


def _row(account: Account) -> str:
    state = "åben" if account.active else "lukket"
    roles, municipalities = ", ".join(sorted(account.roles)), ", ".join(sorted(account.municipalities)) or "-"
    return f"{account.name:20} {state:7} {roles:30} {municipalities}"


if __name__ == "__main__":
    sys.exit(main())
