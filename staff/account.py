"""An account as the other modules see it, and the form of a login name."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime

from staff.models import AccountRow

_NAME = re.compile(r"[a-z0-9æøåéäöü]+(?:[._-][a-z0-9æøåéäöü]+)*")
LONGEST_NAME = 60


@dataclass(frozen=True)
class Account:
    """A person who can log in. `must_change_password`: the password is one that somebody else has seen."""

    id: uuid.UUID
    name: str
    email: str | None
    roles: frozenset[str]
    municipalities: frozenset[str]
    active: bool
    must_change_password: bool
    created_at: datetime


def normalised_name(name: str) -> str:
    """The form in which a login name is kept and looked for: small letters, no space around it."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def is_name(name: str) -> bool:
    """Tell whether a normalised name can be an account's: letters and digits, with . _ - between them."""
    return 2 <= len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None


def account_of(row: AccountRow) -> Account:
    """The account in a row."""
    return Account(
        id=row.id,
        name=row.name,
        email=row.email,
        roles=frozenset(each.role for each in row.roles),
        municipalities=frozenset(each.municipality for each in row.municipalities),
        active=row.active,
        must_change_password=row.one_time_until is not None,
        created_at=row.created_at,
    )
