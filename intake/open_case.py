"""A case that somebody has opened, with the receipt or as a counsellor: reading, writing, deleting."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Engine, delete, select, update
from sqlalchemy.orm import Session

from intake import texts
from intake.case_keys import MESSAGE, NOTE, CaseKeys, ForCounsellorsOnly
from intake.database import release_space
from intake.hours import Clock, hour_of, time_of
from intake.keeping import Keeping
from intake.models import OPEN, CaseKey, CaseText, SealedCase
from intake.texts import CITIZEN, COUNSELLOR, SYSTEM, Content, Message, Note


class CaseGone(Exception):
    """The case has been deleted meanwhile."""


class NotYours(Exception):
    """Only the counsellor who has claimed the case can do this."""


@dataclass(frozen=True)
class Facts:
    """What stands in clear about a case; times are beginnings of hours in UTC, and `kept_until` is a day."""

    id: uuid.UUID
    municipality: str
    state: str
    claimed_by: uuid.UUID | None
    opened: datetime
    last_message: datetime
    kept_until: date

    @classmethod
    def of(cls, row: SealedCase) -> Facts:
        """Return the facts of a row."""
        return cls(
            id=row.id,
            municipality=row.municipality,
            state=row.state,
            claimed_by=row.claimed_by,
            opened=time_of(row.opened_hour),
            last_message=time_of(row.last_message_hour),
            kept_until=time_of(row.kept_until_hour).date(),
        )


class OpenCase:
    """An opened case; made by CaseStore. `counsellor_id` is None for who came with the receipt.

    Every method raises CaseGone once the case is deleted, and Tampered if what is stored is not as it was sealed.
    """

    def __init__(
        self, engine: Engine, keys: CaseKeys, counsellor_id: uuid.UUID | None, clock: Clock, keeping: Keeping
    ) -> None:
        self.id, self.counsellor_id = keys.case_id, counsellor_id
        self._engine, self._keys, self._clock, self._keeping = engine, keys, clock, keeping

    def facts(self) -> Facts:
        """Return what stands in clear, as of now."""
        with Session(self._engine) as session:
            return Facts.of(self._row(session))

    def answers(self) -> Mapping[str, str]:
        """Return the form's answers, which came with the first message."""
        with Session(self._engine) as session:
            return texts.open_text(self._keys, self._complete(session, MESSAGE)[0]).answers

    def read(self) -> list[Message]:
        """Return all messages in order; for a counsellor they count as read."""
        with Session(self._engine) as session, session.begin():
            rows = self._complete(session, MESSAGE)
            if self.counsellor_id is not None:
                mine = (CaseKey.case_id == self.id, CaseKey.recipient_id == self.counsellor_id)
                session.execute(update(CaseKey).where(*mine).values(messages_read=len(rows)))
            return [texts.message_of(texts.open_text(self._keys, row), row) for row in rows]

    def write(self, author: str, text: str) -> None:
        """Add a message: a citizen's as `citizen`, a counsellor's as `counsellor` or `system`. Reopens a closed case.

        Raises NotYours for a counsellor who has not claimed the case, TooLong, and ValueError for another's name.
        """
        if author not in ((CITIZEN,) if self.counsellor_id is None else (COUNSELLOR, SYSTEM)):
            raise ValueError(f"who opened this case cannot write as {author}")
        hour = hour_of(self._clock())
        counted = (
            update(SealedCase)
            .where(SealedCase.id == self.id, *self._may_write())
            .values(
                messages=SealedCase.messages + 1,
                last_message_hour=hour,
                kept_until_hour=self._keeping.after_message(hour),
                state=OPEN,
            )
            .returning(SealedCase.messages)
        )
        with Session(self._engine) as session, session.begin():
            number = session.scalar(counted)
            if number is None:
                self._row(session)
                raise NotYours
            session.add(texts.seal_text(self._keys, MESSAGE, number, hour, Content(author, text)))

    def notes(self) -> list[Note]:
        """Return the internal notes in order; raise ForCounsellorsOnly with a receipt."""
        self._keys.text_key(NOTE)
        with Session(self._engine) as session:
            rows = self._complete(session, NOTE)
            return [texts.note_of(texts.open_text(self._keys, row), row) for row in rows]

    def add_note(self, text: str) -> None:
        """Add an internal note; it does not prolong the case. Raises ForCounsellorsOnly with a receipt, and TooLong."""
        if self.counsellor_id is None:
            raise ForCounsellorsOnly
        counted = update(SealedCase).where(SealedCase.id == self.id).values(notes=SealedCase.notes + 1)
        with Session(self._engine) as session, session.begin():
            number = session.scalar(counted.returning(SealedCase.notes))
            if number is None:
                raise CaseGone
            content = Content(str(self.counsellor_id), text)
            session.add(texts.seal_text(self._keys, NOTE, number, hour_of(self._clock()), content))

    def grant(self, counsellor_id: uuid.UUID, public_key: bytes) -> None:
        """Let another counsellor open the case; raise ForCounsellorsOnly with a receipt."""
        sealed = self._keys.seal_for(public_key)
        with Session(self._engine) as session, session.begin():
            self._row(session)
            put_key(session, self.id, counsellor_id, sealed)

    def hand_over(self, counsellor_id: uuid.UUID, public_key: bytes) -> None:
        """Let another counsellor have the case that this one has claimed; raise NotYours otherwise."""
        sealed = self._keys.seal_for(public_key)
        claim = update(SealedCase).where(SealedCase.id == self.id, SealedCase.claimed_by == self.counsellor_id)
        with Session(self._engine) as session, session.begin():
            if not session.scalar(claim.values(claimed_by=counsellor_id).returning(SealedCase.id)):
                self._row(session)
                raise NotYours
            put_key(session, self.id, counsellor_id, sealed)

    def delete(self) -> None:
        """Delete the case, its keys and all that was written, at once, down to the bytes that SQLite keeps."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(SealedCase).where(SealedCase.id == self.id))
        release_space(self._engine)

    def _may_write(self) -> list[ColumnElement[bool]]:
        return [] if self.counsellor_id is None else [SealedCase.claimed_by == self.counsellor_id]

    def _row(self, session: Session) -> SealedCase:
        row = session.get(SealedCase, self.id)
        if row is None:
            raise CaseGone
        return row

    def _complete(self, session: Session, kind: str) -> list[CaseText]:
        row = self._row(session)
        wanted = select(CaseText).where(CaseText.case_id == self.id, CaseText.kind == kind)
        rows = list(session.scalars(wanted.order_by(CaseText.number)))
        texts.check_complete(rows, row.messages if kind == MESSAGE else row.notes)
        return rows


def put_key(session: Session, case_id: uuid.UUID, recipient_id: uuid.UUID, sealed: bytes) -> None:
    """Keep a case's keys for a recipient, in place of what was sealed to them before."""
    known = session.get(CaseKey, (case_id, recipient_id))
    if known:
        known.sealed = sealed
    else:
        session.add(CaseKey(case_id=case_id, recipient_id=recipient_id, sealed=sealed, messages_read=0))
