"""The tables of sealed cases. In clear: random ids, municipality, state, who has a case, counts, and hours."""

from __future__ import annotations

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.naming import NAMING_CONVENTION

OPEN = "open"
CLOSED = "closed"


class Base(DeclarativeBase):
    """A table of this room. Columns that end in `_hour` count whole hours since 1970 (UTC)."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class SealedCase(Base):
    """A case. `receipt_lookup` is short on purpose, so that two cases can share one: see `receipt_lookup()`."""

    __tablename__ = "sealed_case"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("messages >= 0 AND notes >= 0", name="counts"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    municipality: Mapped[str]
    state: Mapped[str]
    claimed_by: Mapped[uuid.UUID | None]
    public_key: Mapped[bytes]
    receipt_lookup: Mapped[bytes] = mapped_column(index=True)
    receipt_sealed_key: Mapped[bytes]
    receipt_salt: Mapped[bytes]
    receipt_opslimit: Mapped[int]
    receipt_memlimit: Mapped[int]
    messages: Mapped[int]
    notes: Mapped[int]
    opened_hour: Mapped[int]
    last_message_hour: Mapped[int]
    kept_until_hour: Mapped[int] = mapped_column(index=True)


class CaseKey(Base):
    """A case's keys, sealed to a recipient: a counsellor or a recovery key. `messages_read` is that counsellor's."""

    __tablename__ = "case_key"
    __table_args__ = (Index(None, "recipient_id"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sealed_case.id", ondelete="CASCADE"), primary_key=True)
    recipient_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    messages_read: Mapped[int]


class CaseText(Base):
    """A message or an internal note, sealed; `number` counts from 1 within its case and kind."""

    __tablename__ = "case_text"
    __table_args__ = (
        CheckConstraint("kind IN ('message', 'note')", name="kind"),
        UniqueConstraint("case_id", "kind", "number"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sealed_case.id", ondelete="CASCADE"))
    kind: Mapped[str]
    number: Mapped[int]
    hour: Mapped[int]
    sealed: Mapped[bytes]


class ReplyDraft(Base):
    """What a counsellor has begun to write in a case, sealed to their public key: a message or a note, one of each."""

    __tablename__ = "reply_draft"
    __table_args__ = (CheckConstraint("kind IN ('message', 'note')", name="kind"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sealed_case.id", ondelete="CASCADE"), primary_key=True)
    counsellor_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class RecoveryKey(Base):
    """The public half of a recovery code; new cases are sealed to the current one. `seal` is a keyed hash."""

    __tablename__ = "recovery_key"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    public_key: Mapped[bytes] = mapped_column(unique=True)
    current: Mapped[bool]
    seal: Mapped[bytes]


class Draft(Base):
    """A form in progress, sealed under the citizen's session secret, which is stored nowhere."""

    __tablename__ = "intake_draft"

    lookup: Mapped[bytes] = mapped_column(primary_key=True)
    changed_hour: Mapped[int] = mapped_column(index=True)
    sealed: Mapped[bytes]
