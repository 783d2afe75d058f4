"""Key pairs of accounts. Staff keeps them with the password that wraps them; it cannot open them."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from staff.models import AccountRow, KeyPairRow, MunicipalityRow, RoleRow


@dataclass(frozen=True)
class KeyPair:
    """A public key, and the private one wrapped by a password: salt and cost are those of its derivation."""

    public_key: bytes
    wrapped_private_key: bytes
    salt: bytes
    opslimit: int
    memlimit: int


class KeyPairs:
    """The key pairs in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, account_id: uuid.UUID) -> KeyPair | None:
        """The account's key pair."""
        with Session(self._engine) as session:
            row = session.get(KeyPairRow, account_id)
            if row is None:
                return None
            return KeyPair(row.public_key, row.wrapped_private_key, row.salt, row.opslimit, row.memlimit)

    def add(self, account_id: uuid.UUID, pair: KeyPair) -> None:
        """Keep the first key pair of an account; IntegrityError if it has one."""
        with Session(self._engine) as session, session.begin():
            session.add(KeyPairRow(account_id=account_id, **asdict(pair)))

    def public_keys(self, municipality: str) -> dict[uuid.UUID, bytes]:
        """To whom a case of that municipality is sealed: its active counsellors who have chosen their password."""
        query = (
            select(KeyPairRow.account_id, KeyPairRow.public_key)
            .join(AccountRow, AccountRow.id == KeyPairRow.account_id)
            .join(RoleRow, RoleRow.account_id == AccountRow.id)
            .join(MunicipalityRow, MunicipalityRow.account_id == AccountRow.id)
            .where(AccountRow.active, RoleRow.role == "counsellor", MunicipalityRow.municipality == municipality)
        )
        with Session(self._engine) as session:
            return {account_id: public_key for account_id, public_key in session.execute(query)}


def replace(session: Session, account_id: uuid.UUID, pair: KeyPair | None) -> None:
    """Put the pair, or none, in place of the account's, in the caller's transaction."""
    session.execute(delete(KeyPairRow).where(KeyPairRow.account_id == account_id))
    if pair is not None:
        session.add(KeyPairRow(account_id=account_id, **asdict(pair)))
