"""People of staff for the tests: a clock that is moved by hand, and passwords that cost little."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
from argon2 import PasswordHasher

from staff.account import Account
from staff.passwords import Passwords
from staff.personnel import Personnel

SERVER_KEY = b"a key of at least thirty-two characters"
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
OWN_PASSWORD = "fire gode korte ord"


@dataclass
class MovedClock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Person:
    """Somebody with an account and a phone."""

    account: Account
    password: str
    secret: str

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)


def employ(personnel: Personnel, name: str, *roles: str, municipalities: tuple[str, ...] = ()) -> Person:
    """Make an account, as the command line does."""
    first = personnel.accounts.create(name, roles or ("reviewer",), municipalities)
    assert first.totp_uri is not None
    secret = parse_qs(urlsplit(first.totp_uri).query)["secret"][0]
    return Person(personnel.accounts.named(name), first.password, secret)
