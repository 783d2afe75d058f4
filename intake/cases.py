"""The store of sealed cases: opening, entering, claiming, sharing, deleting. It knows counsellors by their ids only.

What takes or returns a receipt stretches it, for half a second: call it through `asyncio.to_thread` (`stretching`).
Everything else reads and writes the database, so call that through `asyncio.to_thread` too.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from nacl.public import PrivateKey
from sqlalchemy import ColumnElement, Engine, case, delete, func, select, update
from sqlalchemy.orm import Session

from intake import receipt as receipts
from intake import sealing, texts
from intake.case_keys import MESSAGE, CaseKeys
from intake.database import release_space
from intake.hours import Clock, hour_of, utc_now
from intake.inbox import CaseSummary, inbox
from intake.keeping import Keeping
from intake.keys import Wrapped, read_recovery_code
from intake.models import CLOSED, OPEN, CaseKey, ReplyDraft, SealedCase
from intake.open_case import OpenCase, put_key
from intake.recovery_keys import RecoveryKeys
from intake.sealing import Tampered
from intake.stretching import DEFAULT_COST, Cost
from intake.texts import CITIZEN, Content

# The purpose of the key that the store is given: see `keys.derived_key`.
CASES = "intake-cases"
LOOKUP_SIZE = 4


class NoRecipients(Exception):
    """Nobody could read the case: the municipality has no counsellor with a key."""


class WrongRecoveryCode(Exception):
    """The recovery code is not one of this installation's."""


class CaseStore:
    """Sealed cases in the database behind `engine`; `lookup_key` is `keys.derived_key(secret_key, CASES)`.

    `cost` is what new receipts are stretched with; each case remembers its own.
    """

    def __init__(
        self,
        engine: Engine,
        lookup_key: bytes,
        clock: Clock = utc_now,
        keeping: Keeping | None = None,
        cost: Cost = DEFAULT_COST,
    ) -> None:
        self._engine, self._lookup_key, self._clock = engine, lookup_key, clock
        self._keeping, self._cost = keeping or Keeping(), cost
        self._recovery_keys = RecoveryKeys(engine, lookup_key)

    def open_case(
        self, municipality: str, answers: Mapping[str, str], text: str, recipients: Mapping[uuid.UUID, bytes]
    ) -> str:
        """Seal a new case to counsellors (id: public key) and the recovery key; return its receipt, shown only now.

        Stretches. Raises NoRecipients, TooLong and, as all that stretches, TooBusy.
        """
        if not recipients:
            raise NoRecipients
        receipt, keys, hour = receipts.new_receipt(), CaseKeys.new(uuid.uuid4()), hour_of(self._clock())
        first = texts.seal_text(keys, MESSAGE, 1, hour, Content(CITIZEN, text, answers))
        row = self._sealed_case(municipality, receipt, keys, hour)
        readers = {**recipients, **self._recovery_keys.current()}
        with Session(self._engine) as session, session.begin():
            session.add(row)
            session.flush()
            session.add(first)
            for reader, public_key in readers.items():
                put_key(session, keys.case_id, reader, keys.seal_for(public_key))
        return receipt

    def enter_with_receipt(self, typed: str) -> OpenCase | None:
        """Return the case of a receipt, however it is typed, or None if there is none (any more).

        Stretches, so it can raise TooBusy.
        """
        receipt = receipts.normalise(typed)
        if receipt is None:
            return None
        found = select(SealedCase).where(SealedCase.receipt_lookup == self._lookup(receipt), self._kept())
        with Session(self._engine) as session:
            candidates = session.scalars(found).all()
        for row in candidates:
            try:
                keys = CaseKeys.unwrap_with_receipt(_wrapped(row), receipt, row.id, row.public_key)
            except Tampered:
                continue
            return self._opened(keys, None)
        return None

    def enter_as_counsellor(
        self, case_id: uuid.UUID, counsellor_id: uuid.UUID, private_key: PrivateKey
    ) -> OpenCase | None:
        """Return a case that is sealed to this counsellor, or None; raise Tampered if the key does not open it."""
        with Session(self._engine) as session:
            key = session.get(CaseKey, (case_id, counsellor_id))
            row = session.scalars(select(SealedCase).where(SealedCase.id == case_id, self._kept())).one_or_none()
        if key is None or row is None:
            return None
        return self._opened(CaseKeys.unseal(key.sealed, private_key, row.id, row.public_key), counsellor_id)

    def inbox(
        self, counsellor_id: uuid.UUID, private_key: PrivateKey, urgent_first: Sequence[str] = ()
    ) -> list[CaseSummary]:
        """Return the counsellor's cases: by urgency (the form's values, most urgent first), then oldest first."""
        with Session(self._engine) as session:
            return inbox(session, counsellor_id, private_key, hour_of(self._clock()), urgent_first)

    def claim(self, case_id: uuid.UUID, counsellor_id: uuid.UUID) -> bool:
        """Take an open case that nobody has and that is sealed to this counsellor; of two at once one gets True."""
        sealed_to = select(CaseKey.case_id).where(CaseKey.recipient_id == counsellor_id)
        free = (SealedCase.claimed_by.is_(None), SealedCase.state == OPEN, SealedCase.id.in_(sealed_to), self._kept())
        return self._change(case_id, *free, claimed_by=counsellor_id)

    def release(self, case_id: uuid.UUID, counsellor_id: uuid.UUID) -> bool:
        """Give back a case to all; False if this counsellor does not have it."""
        return self._change(case_id, SealedCase.claimed_by == counsellor_id, claimed_by=None)

    def take_over(self, case_id: uuid.UUID, counsellor_id: uuid.UUID, colleague_id: uuid.UUID) -> bool:
        """Take a case from a colleague who cannot answer it; False if the colleague does not have it any more."""
        sealed_to = select(CaseKey.case_id).where(CaseKey.recipient_id == counsellor_id)
        theirs = (SealedCase.claimed_by == colleague_id, SealedCase.state == OPEN, SealedCase.id.in_(sealed_to))
        return self._change(case_id, *theirs, self._kept(), claimed_by=counsellor_id)

    def close(self, case_id: uuid.UUID, counsellor_id: uuid.UUID) -> bool:
        """Close a case, which will be deleted sooner; False if it is not open or not this counsellor's."""
        mine = (SealedCase.claimed_by == counsellor_id, SealedCase.state == OPEN)
        closed_until = self._keeping.after_closing(hour_of(self._clock()))
        until = case((SealedCase.kept_until_hour > closed_until, closed_until), else_=SealedCase.kept_until_hour)
        return self._change(case_id, *mine, state=CLOSED, kept_until_hour=until)

    def reopen(self, case_id: uuid.UUID, counsellor_id: uuid.UUID) -> bool:
        """Open a closed case again and have it; kept as if it had never been closed. False if it is not closed."""
        sealed_to = select(CaseKey.case_id).where(CaseKey.recipient_id == counsellor_id)
        closed = (SealedCase.state == CLOSED, SealedCase.id.in_(sealed_to), self._kept())
        until = SealedCase.last_message_hour + self._keeping.after_message(0)
        return self._change(case_id, *closed, state=OPEN, claimed_by=counsellor_id, kept_until_hour=until)

    def share_open_cases(
        self,
        counsellor_id: uuid.UUID,
        private_key: PrivateKey,
        colleague_id: uuid.UUID,
        public_key: bytes,
        municipalities: Collection[str],
    ) -> int:
        """Seal the open cases of these municipalities that a counsellor reads to a colleague too; return how many.

        Cases that the colleague has already are left alone: it may be called at every login.
        """
        theirs = select(CaseKey.case_id).where(CaseKey.recipient_id == colleague_id)
        missing = (SealedCase.state == OPEN, SealedCase.municipality.in_(municipalities), SealedCase.id.not_in(theirs))
        return self._reseal(counsellor_id, private_key, colleague_id, public_key, *missing)

    def recover(
        self,
        recovery_code: str,
        counsellor_id: uuid.UUID,
        new_public_key: bytes,
        municipalities: Collection[str] = (),
    ) -> int:
        """After a lost password: seal the cases that the counsellor had to their new key; return how many.

        With municipalities also all cases of those. Raises WrongRecoveryCode.
        """
        private_key = read_recovery_code(recovery_code)
        if private_key is None:
            raise WrongRecoveryCode
        recovery_id = self._recovery_keys.find(bytes(private_key.public_key))
        if recovery_id is None:
            raise WrongRecoveryCode
        had = select(CaseKey.case_id).where(CaseKey.recipient_id == counsellor_id)
        theirs = SealedCase.id.in_(had) | SealedCase.municipality.in_(municipalities)
        return self._reseal(recovery_id, private_key, counsellor_id, new_public_key, theirs)

    def withdraw(self, counsellor_id: uuid.UUID, kept: Collection[str] = ()) -> int:
        """When a counsellor leaves: give back their cases and delete what was sealed to them; return how many cases.

        Those of the municipalities `kept`, where they go on working, stay.
        """
        elsewhere = select(SealedCase.id).where(SealedCase.municipality.not_in(kept))
        claimed = (SealedCase.claimed_by == counsellor_id, SealedCase.id.in_(elsewhere))
        sealed = (CaseKey.recipient_id == counsellor_id, CaseKey.case_id.in_(elsewhere))
        begun = (ReplyDraft.counsellor_id == counsellor_id, ReplyDraft.case_id.in_(elsewhere))
        with Session(self._engine) as session, session.begin():
            session.execute(update(SealedCase).where(*claimed).values(claimed_by=None))
            session.execute(delete(ReplyDraft).where(*begun))
            gone = session.execute(delete(CaseKey).where(*sealed).returning(CaseKey.case_id))
            count = len(gone.all())
        if count:
            release_space(self._engine)
        return count

    def purge(self, now: datetime) -> int:
        """Delete every case that is kept no longer, with keys and texts, down to the bytes; return how many."""
        with Session(self._engine) as session, session.begin():
            gone = session.execute(delete(SealedCase).where(_overdue(now)).returning(SealedCase.id))
            count = len(gone.all())
        release_space(self._engine)
        return count

    def overdue(self, now: datetime) -> int:
        """Return how many cases should have been deleted by now."""
        with Session(self._engine) as session:
            return session.scalars(select(func.count()).select_from(SealedCase).where(_overdue(now))).one()

    def _sealed_case(self, municipality: str, receipt: str, keys: CaseKeys, hour: int) -> SealedCase:
        wrapped = keys.wrap_for_receipt(receipt, self._cost)
        return SealedCase(
            id=keys.case_id,
            municipality=municipality,
            state=OPEN,
            claimed_by=None,
            public_key=keys.public_key,
            receipt_lookup=self._lookup(receipt),
            receipt_sealed_key=wrapped.sealed,
            receipt_salt=wrapped.salt,
            receipt_opslimit=wrapped.cost.opslimit,
            receipt_memlimit=wrapped.cost.memlimit,
            messages=1,
            notes=0,
            opened_hour=hour,
            last_message_hour=hour,
            kept_until_hour=self._keeping.after_message(hour),
        )

    def _lookup(self, receipt: str) -> bytes:
        """Return what finds a receipt's case, cut short on purpose.

        The hash is quick, so with database and server key a whole one would tell at once that a guess is right. Cut to
        32 bits it is right for one wrong guess in four thousand million, and each of those costs half a second.
        """
        return sealing.derive(self._lookup_key, "receipt-lookup", receipt.encode())[:LOOKUP_SIZE]

    def _opened(self, keys: CaseKeys, counsellor_id: uuid.UUID | None) -> OpenCase:
        return OpenCase(self._engine, keys, counsellor_id, self._clock, self._keeping)

    def _kept(self) -> ColumnElement[bool]:
        """Return the condition that a case is not overdue: it is gone for everybody, purged or not."""
        return SealedCase.kept_until_hour >= hour_of(self._clock())

    def _change(self, case_id: uuid.UUID, *conditions: ColumnElement[bool], **values: object) -> bool:
        """Change a case in one statement if all conditions hold; tell whether they did."""
        change = update(SealedCase).where(SealedCase.id == case_id, *conditions).values(**values)
        with Session(self._engine) as session, session.begin():
            return session.scalar(change.returning(SealedCase.id)) is not None

    def _reseal(
        self,
        reader_id: uuid.UUID,
        private_key: PrivateKey,
        recipient_id: uuid.UUID,
        public_key: bytes,
        *conditions: ColumnElement[bool],
    ) -> int:
        """Open the cases sealed to the reader, where the conditions hold, and seal them to the recipient as well."""
        wanted = (
            select(SealedCase, CaseKey)
            .join(CaseKey, CaseKey.case_id == SealedCase.id)
            .where(CaseKey.recipient_id == reader_id, self._kept(), *conditions)
        )
        count = 0
        with Session(self._engine) as session, session.begin():
            for row, key in session.execute(wanted).tuples().all():
                try:
                    keys = CaseKeys.unseal(key.sealed, private_key, row.id, row.public_key)
                except Tampered:
                    # One forged row must not keep a counsellor from all the others.
                    continue
                put_key(session, row.id, recipient_id, keys.seal_for(public_key))
                count += 1
        return count


def _wrapped(row: SealedCase) -> Wrapped:
    return Wrapped(row.receipt_sealed_key, row.receipt_salt, Cost(row.receipt_opslimit, row.receipt_memlimit))


def _overdue(now: datetime) -> ColumnElement[bool]:
    return SealedCase.kept_until_hour < hour_of(now)
