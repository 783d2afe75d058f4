"""Sessions: short, listed, revocable. The person holds a random token; the database only its hash."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, delete, select
from sqlalchemy.orm import Session

from staff.account import Account, account_of
from staff.audit import AuditLog
from staff.clock import Clock, to_the_minute, utc_now
from staff.models import AccountRow, SessionRow

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
# Written at most once a minute: a page view need not be a write.
_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True)
class StaffSession:
    """A session that holds now. Times are whole minutes."""

    id: uuid.UUID
    account: Account
    opened_at: datetime
    last_seen_at: datetime


class SessionStore:
    """The sessions in one database."""

    def __init__(self, engine: Engine, audit: AuditLog, clock: Clock = utc_now) -> None:
        self._engine, self._audit, self._clock = engine, audit, clock

    def open(self, account_id: uuid.UUID) -> str:
        """Begin a session; return its token, 43 characters that are nowhere else."""
        token, now = secrets.token_urlsafe(32), to_the_minute(self._clock())
        with Session(self._engine) as session, session.begin():
            session.execute(delete(SessionRow).where(~self._holds()))
            row = SessionRow(id=uuid.uuid4(), account_id=account_id, token_hash=_hash(token))
            row.opened_at = row.last_seen_at = now
            session.add(row)
            self._audit.append(session, account_id, "login")
        return token

    def find(self, token: str) -> StaffSession | None:
        """The session of a token, its account as it is now; None if it has ended or the account is closed."""
        with Session(self._engine) as session, session.begin():
            row = session.scalar(select(SessionRow).where(SessionRow.token_hash == _hash(token), self._holds()))
            account = session.get(AccountRow, row.account_id) if row else None
            if row is None or account is None or not account.active:
                return None
            if self._clock() - row.last_seen_at >= _TOUCH:
                row.last_seen_at = to_the_minute(self._clock())
            return _session_of(row, account_of(account))

    def of_account(self, account_id: uuid.UUID) -> Sequence[StaffSession]:
        """The account's sessions that hold now, the newest first."""
        query = (
            select(SessionRow, AccountRow)
            .join(AccountRow, AccountRow.id == SessionRow.account_id)
            .where(SessionRow.account_id == account_id, self._holds())
            .order_by(SessionRow.last_seen_at.desc(), SessionRow.opened_at.desc())
        )
        with Session(self._engine) as session:
            return [_session_of(row, account_of(account)) for row, account in session.execute(query)]

    def live_ids(self) -> set[uuid.UUID]:
        """The ids of all sessions that hold now, of accounts that are not closed."""
        query = select(SessionRow.id).join(AccountRow, AccountRow.id == SessionRow.account_id)
        with Session(self._engine) as session:
            return set(session.scalars(query.where(AccountRow.active, self._holds())))

    def end(self, account_id: uuid.UUID, session_id: uuid.UUID) -> None:
        """The person logs out."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(SessionRow).where(SessionRow.id == session_id, SessionRow.account_id == account_id))
            self._audit.append(session, account_id, "logout")

    def revoke(self, account_id: uuid.UUID, session_id: uuid.UUID) -> bool:
        """End one of the account's own sessions, wherever it is open; False if the account has no such session."""
        with Session(self._engine) as session, session.begin():
            chosen = and_(SessionRow.id == session_id, SessionRow.account_id == account_id)
            if not session.scalar(delete(SessionRow).where(chosen).returning(SessionRow.id)):
                return False
            self._audit.append(session, account_id, "session_revoked", session_id)
        return True

    def _holds(self) -> ColumnElement[bool]:
        now = self._clock()
        return and_(SessionRow.last_seen_at > now - IDLE, SessionRow.opened_at > now - LONGEST)


def delete_sessions(session: Session, account_id: uuid.UUID, *, keep: uuid.UUID | None = None) -> None:
    """End the account's sessions, but for one, in the caller's transaction."""
    chosen = delete(SessionRow).where(SessionRow.account_id == account_id)
    session.execute(chosen if keep is None else chosen.where(SessionRow.id != keep))


def _session_of(row: SessionRow, account: Account) -> StaffSession:
    return StaffSession(row.id, account, row.opened_at, row.last_seen_at)


def _hash(token: str) -> bytes:
    # The token is 256 random bits: nothing slow is needed to keep it from being guessed.
    return hashlib.sha256(token.encode()).digest()
