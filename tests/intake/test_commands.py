"""`python -m intake`, as an operator runs it."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from installation import CHEAP, Counsellor

from intake.__main__ import main
from intake.cases import CASES, CaseStore
from intake.database import create_engine_from_url
from intake.keys import derived_key


class Outcome(NamedTuple):
    code: int
    stdout: str
    stderr: str


ROOT = Path(__file__).parents[2]
SECRET = "the installation's own secret key, long enough"


class Operator:
    """Somebody at the command line of an installation in `folder`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.url = f"sqlite:///{folder}/cases.db"
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.set_secret(SECRET)
        monkeypatch.setenv("GUIDE_CASES_DATABASE_URL", self.url)

    def set_secret(self, secret: str) -> None:
        self._monkeypatch.setenv("GUIDE_SECRET_KEY", secret)

    def run(self, *command: str, typed: str = "") -> Outcome:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(list(command))
        except SystemExit as refused:
            code = refused.code
        return Outcome(code, *self._capsys.readouterr())

    def cases(self, now: datetime | None = None) -> CaseStore:
        clock = (lambda: now) if now else (lambda: datetime.now(UTC))
        return CaseStore(create_engine_from_url(self.url), derived_key(SECRET.encode(), CASES), clock, cost=CHEAP)


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    operator = Operator(tmp_path, monkeypatch, capsys)
    assert operator.run("migrate").code == 0
    return operator


def test_the_recovery_code_is_shown_once_and_gives_a_case_back(operator: Operator) -> None:
    shown = operator.run("init")
    assert shown.code == 0 and len(shown.stdout.strip().replace("-", "")) == 52
    again = operator.run("init")
    assert (again.code, again.stdout) == (1, "") and "--replace" in again.stderr

    counsellor, cases = Counsellor(), operator.cases()
    receipt = cases.open_case("ballerup", {}, "Hej", {counsellor.id: counsellor.public_key})
    new = Counsellor()
    recovering = ("recover", str(counsellor.id), new.public_key.hex())
    wrong = operator.run(*recovering, typed="0000\n")
    assert wrong.code == 1 and wrong.stderr == "Gendannelsesnøglen passer ikke. Intet er ændret.\n"
    done = operator.run(*recovering, typed=shown.stdout.lower())
    assert (done.code, done.stdout) == (0, "Sager, der kan åbnes igen: 1\n")
    case = cases.enter_with_receipt(receipt)
    assert cases.enter_as_counsellor(case.id, counsellor.id, new.private_key).read()[0].text == "Hej"


def test_a_lost_code_can_be_replaced(operator: Operator) -> None:
    codes = {operator.run("init").stdout, operator.run("init", "--replace").stdout}
    assert len(codes) == 2 and "" not in codes


def test_purge_deletes_what_is_overdue(operator: Operator) -> None:
    counsellor = Counsellor()
    operator.cases(datetime.now(UTC) - timedelta(days=91)).open_case(
        "ballerup", {}, "Hej", {counsellor.id: counsellor.public_key}
    )
    assert operator.run("purge").stdout == "Slettede sager: 1, slettede kladder: 0\n"
    assert operator.run("purge").stdout == "Slettede sager: 0, slettede kladder: 0\n"


def test_what_cannot_be_done_is_said_without_a_traceback(operator: Operator) -> None:
    for command in (("recover", "no-uuid", "00"), ("fly",), ("recover", str(Counsellor().id), "00")):
        refused = operator.run(*command)
        assert refused.code == 2
    assert operator.run("migrate", "--down").code == 0
    without_tables = operator.run("purge")
    assert without_tables.code == 1 and "databasefejl" in without_tables.stderr


def test_another_server_key_does_not_fit_the_recovery_key(operator: Operator) -> None:
    operator.run("init")
    operator.set_secret("x" * 40)
    refused = operator.run("init")
    assert refused.code == 1 and "passer ikke" in refused.stderr
    assert operator.run("init", "--replace").code == 0
    assert operator.run("init").code == 1


def test_it_runs_as_a_module(operator: Operator) -> None:
    command = [sys.executable, "-m", "intake", "purge"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "Slettede sager: 0, slettede kladder: 0\n"
