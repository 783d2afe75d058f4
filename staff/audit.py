"""The log of what staff did: who, what, to which id, in which minute. Never any content.

Each entry holds a keyed hash of itself and of the one before, and triggers refuse to change or delete one. Who gets
round the triggers needs the server's key as well to leave no trace. That the newest entries were cut off shows when an
earlier fingerprint, kept elsewhere, is missing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from staff.clock import Clock, to_the_minute, utc_now
from staff.derived_keys import derived_key
from staff.models import AuditHeadRow, AuditRow

BEGINNING = bytes(32)
# A word of our own, so that nothing written by anybody can slip in.
_ACTION = re.compile(r"[a-z]+(?:_[a-z]+)*")
_AT_ONCE = 500


@dataclass(frozen=True)
class Entry:
    """One act. `account_id` is None for the command line; `hash` is 64 hexadecimal digits."""

    number: int
    at: datetime
    account_id: uuid.UUID | None
    action: str
    subject_id: uuid.UUID | None
    hash: str


@dataclass(frozen=True)
class Verification:
    """`broken` is the number of the first entry that is not as it was written, or of the first one that is missing."""

    entries: int
    broken: int | None
    fingerprint: str
    fingerprint_found: bool


class AuditLog:
    """The log in one database."""

    def __init__(self, engine: Engine, server_key: bytes, clock: Clock = utc_now) -> None:
        self._engine, self._key, self._clock = engine, derived_key(server_key, "audit log"), clock

    def record(self, account_id: uuid.UUID | None, action: str, subject_id: uuid.UUID | None = None) -> None:
        """Append an entry. `action` is a word such as `case_opened`; ValueError for anything else."""
        with Session(self._engine) as session, session.begin():
            self.append(session, account_id, action, subject_id)

    def append(
        self, session: Session, account_id: uuid.UUID | None, action: str, subject_id: uuid.UUID | None = None
    ) -> None:
        """Append an entry in the caller's transaction, so that act and entry stand or fall together."""
        if not _ACTION.fullmatch(action):
            raise ValueError("an action is a word of small letters and underscores")
        # The update comes first: it makes the next one who appends wait until this transaction ends.
        moved = update(AuditHeadRow).values(number=AuditHeadRow.number + 1)
        number, previous = session.execute(moved.returning(AuditHeadRow.number, AuditHeadRow.hash)).one()
        row = AuditRow(
            number=number,
            at=to_the_minute(self._clock()),
            account_id=account_id,
            action=action,
            subject_id=subject_id,
            previous_hash=previous,
        )
        row.hash = self._hash_of(row)
        session.add(row)
        session.flush()
        session.execute(update(AuditHeadRow).values(hash=row.hash))

    def entries(self, limit: int = 100, before: int | None = None) -> Sequence[Entry]:
        """The newest entries first; with `before`, those older than that number."""
        query = select(AuditRow).order_by(AuditRow.number.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditRow.number < before)
        with Session(self._engine) as session:
            return [
                Entry(row.number, row.at, row.account_id, row.action, row.subject_id, row.hash.hex())
                for row in session.scalars(query)
            ]

    def verify(self, fingerprint: str | None = None) -> Verification:
        """Read the whole log; `fingerprint` (of an earlier verification) must be in it."""
        count, previous, found = 0, BEGINNING, fingerprint in (None, BEGINNING.hex())
        with Session(self._engine) as session:
            head = session.execute(select(AuditHeadRow.number, AuditHeadRow.hash)).one_or_none()
            for row in session.scalars(
                select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=_AT_ONCE)
            ):
                # An entry that somebody appends while this runs is not in the head that was read.
                if head is not None and row.number > head.number:
                    break
                if row.number != count + 1 or row.previous_hash != previous or not self._is_genuine(row):
                    return Verification(count, count + 1, previous.hex(), found)
                count, previous = row.number, row.hash
                found = found or row.hash.hex() == fingerprint
        ends_here = head is not None and (head.number, head.hash) == (count, previous)
        return Verification(count, None if ends_here else count + 1, previous.hex(), found)

    def _is_genuine(self, row: AuditRow) -> bool:
        return hmac.compare_digest(row.hash, self._hash_of(row))

    def _hash_of(self, row: AuditRow) -> bytes:
        ids = [str(each) if each else None for each in (row.account_id, row.subject_id)]
        said = json.dumps([row.number, int(row.at.timestamp()), row.action, *ids])
        return hashlib.blake2b(row.previous_hash + said.encode(), key=self._key, digest_size=32).digest()
