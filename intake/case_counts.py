"""Counts of cases that need no key: what waits for a counsellor, what nobody has taken, what is not shared."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.orm import Session

from intake.hours import Clock, hour_of, time_of, utc_now
from intake.models import OPEN, CaseKey, SealedCase


@dataclass(frozen=True)
class Unclaimed:
    """A case that nobody has taken; `opened` is the beginning of its hour."""

    id: uuid.UUID
    municipality: str
    opened: datetime


class CaseCounts:
    """Counts over the cases in one database."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def to_look_at(self, counsellor_id: uuid.UUID, municipalities: Collection[str]) -> int:
        """Return how many cases are new, or the counsellor's own with something unread."""
        new = SealedCase.claimed_by.is_(None)
        unread = (SealedCase.claimed_by == counsellor_id) & (SealedCase.messages > CaseKey.messages_read)
        wanted = (
            select(func.count())
            .select_from(SealedCase)
            .join(CaseKey, CaseKey.case_id == SealedCase.id)
            .where(CaseKey.recipient_id == counsellor_id, new | unread, *self._open_in(municipalities))
        )
        return self._count(wanted)

    def not_sealed_to(self, counsellor_id: uuid.UUID, municipalities: Collection[str]) -> int:
        """Return how many open cases of these municipalities the counsellor has no key to."""
        sealed = select(CaseKey.case_id).where(CaseKey.recipient_id == counsellor_id)
        missing = (SealedCase.id.not_in(sealed), *self._open_in(municipalities))
        return self._count(select(func.count()).select_from(SealedCase).where(*missing))

    def unclaimed(self) -> list[Unclaimed]:
        """Return the open cases that nobody has."""
        free = (SealedCase.claimed_by.is_(None), SealedCase.state == OPEN, self._kept())
        wanted = select(SealedCase.id, SealedCase.municipality, SealedCase.opened_hour).where(*free)
        with Session(self._engine) as session:
            return [Unclaimed(row.id, row.municipality, time_of(row.opened_hour)) for row in session.execute(wanted)]

    def _open_in(self, municipalities: Collection[str]) -> tuple[ColumnElement[bool], ...]:
        return SealedCase.state == OPEN, SealedCase.municipality.in_(municipalities), self._kept()

    def _kept(self) -> ColumnElement[bool]:
        return SealedCase.kept_until_hour >= hour_of(self._clock())

    def _count(self, wanted: Select[int]) -> int:
        with Session(self._engine) as session:
            return session.scalars(wanted).one()
