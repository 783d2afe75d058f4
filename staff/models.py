"""The tables of staff. Nothing here points at a case."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Dialect, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from database.naming import NAMING_CONVENTION

ROLES = ("reviewer", "counsellor", "editor", "administrator")


class Instant(TypeDecorator[datetime]):
    """A time with its zone, kept as whole seconds since 1970: SQLite would lose the zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Base(DeclarativeBase):
    """A row of staff's room."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar = {datetime: Instant}


def _account_id(*, key: bool = False, indexed: bool = False) -> MappedColumn[uuid.UUID]:
    return mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"), primary_key=key, index=indexed)


class AccountRow(Base):
    """A person who can log in. `one_time_until` is set while the password is one that somebody else has seen."""

    __tablename__ = "staff_account"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    password_hash: Mapped[str]
    one_time_until: Mapped[datetime | None]
    sealed_totp_secret: Mapped[bytes]
    # The newest time step whose code was used: no code works twice.
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    active: Mapped[bool]
    created_at: Mapped[datetime]

    roles: Mapped[list[RoleRow]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    municipalities: Mapped[list[MunicipalityRow]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class RoleRow(Base):
    """What an account may do."""

    __tablename__ = "staff_role"
    __table_args__ = (CheckConstraint(f"role IN ({', '.join(map(repr, ROLES))})", name="role"),)

    account_id: Mapped[uuid.UUID] = _account_id(key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class MunicipalityRow(Base):
    """A municipality, by its code, that an account works for."""

    __tablename__ = "staff_municipality"

    account_id: Mapped[uuid.UUID] = _account_id(key=True)
    municipality: Mapped[str] = mapped_column(primary_key=True)


class KeyPairRow(Base):
    """An account's key pair, its private half wrapped by the password. What it opens is not staff's matter."""

    __tablename__ = "staff_key_pair"

    account_id: Mapped[uuid.UUID] = _account_id(key=True)
    public_key: Mapped[bytes]
    wrapped_private_key: Mapped[bytes]
    salt: Mapped[bytes]
    opslimit: Mapped[int] = mapped_column(BigInteger)
    memlimit: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[bytes]


class SessionRow(Base):
    """A login that lasts. Only a hash of its token is kept."""

    __tablename__ = "staff_session"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID] = _account_id(indexed=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class AuditRow(Base):
    """An entry of the log. It points at accounts without a foreign key: whatever happens to them, it stays."""

    __tablename__ = "staff_audit"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    account_id: Mapped[uuid.UUID | None]
    action: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]


class AuditHeadRow(Base):
    """One row: where the log ends. Who appends changes it first, and so waits for whoever appends just then."""

    __tablename__ = "staff_audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
