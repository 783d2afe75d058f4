"""The command that needs accounts and cases: `python -m web.console recover NAME`, after a lost password."""

from __future__ import annotations

import argparse
import getpass
import sys

from bot.privacy.key_file import server_key
from intake.cases import WrongRecoveryCode
from staff.accounts import AccountError
from staff.database import create_engine_from_url
from staff.personnel import open_personnel
from web.console.counsellor_keys import CounsellorKeys


def main(arguments: list[str] | None = None) -> int:
    """Run it; 0 = done, 1 = it cannot be done, 2 = the command or a setting is wrong."""
    parser = argparse.ArgumentParser(prog="python -m web.console", description=__doc__)
    commands = parser.add_subparsers(required=True)
    recovering = commands.add_parser("recover", help="give a counsellor the cases back, with the recovery code")
    recovering.add_argument("name", metavar="NAME")
    options = parser.parse_args(arguments)
    engine = create_engine_from_url()
    try:
        secret_key = server_key()
        personnel = open_personnel(engine, secret_key)
        account = personnel.accounts.named(options.name)
        code = getpass.getpass("Gendannelsesnøgle: ")
        count = CounsellorKeys(engine, secret_key, personnel).recover(account, code)
    except WrongRecoveryCode:
        return _failed("Gendannelsesnøglen passer ikke til den her installation.", 1)
    except AccountError as error:
        return _failed(str(error), 1)
    except ValueError as error:
        return _failed(str(error), 2)
    finally:
        engine.dispose()
    if count is None:
        return _failed(f"{account.name} skal først logge ind og vælge en ny adgangskode.", 1)
    print(f"{account.name} kan nu åbne {count} sager.")
    return 0


def _failed(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
