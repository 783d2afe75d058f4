"""All of staff's room over one database: what web and the command line open."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from staff.accounts import AccountStore
from staff.audit import AuditLog
from staff.clock import Clock, utc_now
from staff.key_pairs import KeyPairs
from staff.passwords import Passwords
from staff.sessions import SessionStore


@dataclass(frozen=True)
class Personnel:
    """Accounts, their sessions and key pairs, and the log of it all."""

    accounts: AccountStore
    sessions: SessionStore
    key_pairs: KeyPairs
    audit: AuditLog


def open_personnel(
    engine: Engine, server_key: bytes, clock: Clock = utc_now, passwords: Passwords | None = None
) -> Personnel:
    """Put the stores together. They read nothing yet: the tables may come later."""
    audit = AuditLog(engine, server_key, clock)
    key_pairs = KeyPairs(engine, server_key)
    accounts = AccountStore(engine, audit, key_pairs, server_key, passwords, clock)
    return Personnel(accounts, SessionStore(engine, audit, clock), key_pairs, audit)
