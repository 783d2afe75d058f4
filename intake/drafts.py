"""Forms in progress, so that a restart loses no answer and the disk shows none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake import sealing
from intake.database import release_space
from intake.hours import Clock, hour_of, utc_now
from intake.models import Draft

# The purpose of the key that the store is given: see `keys.derived_key`.
DRAFTS = "intake-drafts"
HOURS_KEPT = 24
_PLACE = b"draft"


class DraftStore:
    """Drafts, each under the session secret of its citizen; `lookup_key` is `keys.derived_key(secret_key, DRAFTS)`.

    The server keeps a session secret only as a keyed hash, so nothing stored opens a draft.
    """

    def __init__(self, engine: Engine, lookup_key: bytes, clock: Clock = utc_now) -> None:
        self._engine, self._lookup_key, self._clock = engine, lookup_key, clock

    def put(self, session_secret: str, draft: Mapping[str, Any]) -> None:
        """Keep a draft (what JSON can hold), in place of the one before; raise TooLong."""
        lookup, hour = self._lookup(session_secret), hour_of(self._clock())
        sealed = sealing.seal_data(self._key(session_secret), dict(draft), self._place(lookup, hour))
        row = Draft(lookup=lookup, changed_hour=hour, sealed=sealed)
        try:
            self._merge(row)
        except IntegrityError:
            # Another request of the same citizen has just made the row: now it is there to be changed.
            self._merge(row)

    def get(self, session_secret: str) -> dict[str, Any] | None:
        """Return the draft, or None if there is none or its day has passed; raise Tampered if it was changed."""
        lookup = self._lookup(session_secret)
        with Session(self._engine) as session:
            row = session.get(Draft, lookup)
        if row is None or row.changed_hour + HOURS_KEPT < hour_of(self._clock()):
            return None
        place = self._place(lookup, row.changed_hour)
        draft: dict[str, Any] = sealing.unseal_data(self._key(session_secret), row.sealed, place)
        return draft

    def delete(self, session_secret: str) -> None:
        """Delete the draft if there is one: sent, stopped or forgotten."""
        with Session(self._engine) as session, session.begin():
            found = session.execute(
                delete(Draft).where(Draft.lookup == self._lookup(session_secret)).returning(Draft.changed_hour)
            ).all()
        if found:
            release_space(self._engine)

    def purge(self, now: datetime) -> int:
        """Delete every draft that was left a day ago; return how many."""
        with Session(self._engine) as session, session.begin():
            count = len(session.execute(delete(Draft).where(_overdue(now)).returning(Draft.changed_hour)).all())
        release_space(self._engine)
        return count

    def overdue(self, now: datetime) -> int:
        """Return how many drafts should have been deleted by now."""
        with Session(self._engine) as session:
            return session.scalars(select(func.count()).select_from(Draft).where(_overdue(now))).one()

    def _merge(self, row: Draft) -> None:
        with Session(self._engine) as session, session.begin():
            session.merge(row)

    def _lookup(self, session_secret: str) -> bytes:
        return sealing.derive(self._lookup_key, "draft-lookup", session_secret.encode())

    def _key(self, session_secret: str) -> bytes:
        # The server's key is no part of it: the secret's 256 random bits are enough, and all of it is the citizen's.
        return sealing.derive(b"", "draft-key", session_secret.encode())

    def _place(self, lookup: bytes, hour: int) -> bytes:
        return _PLACE + lookup + hour.to_bytes(8, signed=True)


def _overdue(now: datetime) -> ColumnElement[bool]:
    return Draft.changed_hour + HOURS_KEPT < hour_of(now)
