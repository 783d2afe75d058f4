"""`python -m staff`, as an administrator types it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import text

from staff.__main__ import main
from staff.database import create_engine_from_url
from staff.personnel import Personnel, open_personnel

ROOT = Path(__file__).parents[2]
KEY = "a key of at least thirty-two characters"


@pytest.fixture(autouse=True)
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with the tables."""
    url = f"sqlite:///{tmp_path}/cases.db"
    monkeypatch.setenv("GUIDE_CASES_DATABASE_URL", url)
    monkeypatch.setenv("GUIDE_SECRET_KEY", KEY)
    assert main(["migrate"]) == 0
    return url


def personnel() -> Personnel:
    return open_personnel(create_engine_from_url(), KEY.encode())


def test_an_account_is_made_with_password_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["create", "Ida.Berg", "--role", "counsellor", "--municipality", "ballerup"]) == 0
    said = capsys.readouterr().out
    password = re.search(r"Engangsadgangskode: (\S+)", said)
    address = re.search(r"otpauth://\S+", said)
    assert password and address and "▄" in said
    code = pyotp.parse_uri(address[0])
    assert isinstance(code, pyotp.TOTP)
    account = personnel().accounts.verify_login("ida.berg", password[1], code.now())
    assert account is not None and account.must_change_password and account.municipalities == {"ballerup"}
    assert password[1] not in repr(personnel().audit.entries())


def test_roles_closing_and_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ida", "bo"):
        assert main(["create", name, "--role", "administrator"]) == 0
    assert main(["roles", "bo", "--role", "editor", "--role", "reviewer"]) == 0
    assert main(["deactivate", "bo"]) == 0
    capsys.readouterr()
    assert main(["list"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["bo", "lukket", "editor,", "reviewer", "-"],
        ["ida", "åben", "administrator", "-"],
    ]
    assert main(["activate", "bo"]) == 0
    assert all(account.active for account in personnel().accounts.all())


def test_a_lost_password_is_replaced_and_a_counsellor_told_of_the_recovery_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["create", "ida", "--role", "counsellor", "--municipality", "ballerup"])
    first = re.search(r"Engangsadgangskode: (\S+)", capsys.readouterr().out)
    assert main(["reset-password", "ida"]) == 0
    said = capsys.readouterr().out
    second = re.search(r"Engangsadgangskode: (\S+)", said)
    assert first and second and first[1] != second[1]
    assert "python -m web.console recover ida" in said and "otpauth" not in said
    assert main(["reset-password", "ida", "--new-code"]) == 0
    assert "otpauth" in capsys.readouterr().out


def test_a_refusal_is_one_line_in_danish(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reset-password", "ukendt"]) == 1
    assert main(["create", "bo", "--role", "counsellor"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Der er ingen konto med navnet ukendt.",
        "En rådgiver skal høre til mindst én kommune.",
    ]


def test_the_log_is_checked(cases: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["create", "ida", "--role", "administrator"])
    capsys.readouterr()
    assert main(["verify-log"]) == 0
    said = capsys.readouterr().out
    fingerprint = re.search(r"[0-9a-f]{64}", said)
    assert "Loggen er hel. Antal: 1." in said and fingerprint
    main(["create", "bo", "--role", "editor"])
    assert main(["verify-log", "--fingerprint", fingerprint[0]]) == 0
    assert main(["verify-log", "--fingerprint", "0" * 63 + "1"]) == 1
    with create_engine_from_url(cases).begin() as connection:
        connection.execute(text("DROP TRIGGER staff_audit_no_update"))
        connection.execute(text("UPDATE staff_audit SET action = 'login' WHERE number = 2"))
    assert main(["verify-log"]) == 1
    assert "brudt ved nummer 2" in capsys.readouterr().err


def test_a_database_without_tables_is_told_without_a_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "GUIDE_CASES_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}
    run = subprocess.run(
        [sys.executable, "-m", "staff", "create", "hemmelig.person", "--role", "editor"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 1 and run.stderr.startswith("databasefejl") and len(run.stderr.splitlines()) == 1
    assert "hemmelig" not in run.stderr


def test_the_tables_go_when_told(cases: str) -> None:
    main(["create", "ida", "--role", "editor"])
    assert main(["migrate", "--down"]) == 0 and main(["migrate"]) == 0
    assert not personnel().accounts.all()
