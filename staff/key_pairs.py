"""Key pairs of accounts. Staff keeps them with the password that wraps them; it cannot open them.

Public keys carry a keyed hash: who can write to the database but has not the server's key cannot slip in a key of their
own. A pair whose hash is wrong counts as none.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from staff.derived_keys import derived_key
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

    def __init__(self, engine: Engine, server_key: bytes) -> None:
        self._engine, self._key = engine, derived_key(server_key, "public keys")

    def of(self, account_id: uuid.UUID) -> KeyPair | None:
        """The account's key pair."""
        with Session(self._engine) as session:
            row = session.get(KeyPairRow, account_id)
        if row is None or not self._is_genuine(row):
            return None
        return KeyPair(row.public_key, row.wrapped_private_key, row.salt, row.opslimit, row.memlimit)

    def put(self, account_id: uuid.UUID, pair: KeyPair) -> None:
        """Keep the account's key pair, in place of the one it had."""
        with Session(self._engine) as session, session.begin():
            self.replace(session, account_id, pair)

    def remove(self, account_id: uuid.UUID) -> None:
        """Delete the account's key pair."""
        with Session(self._engine) as session, session.begin():
            self.replace(session, account_id, None)

    def replace(self, session: Session, account_id: uuid.UUID, pair: KeyPair | None) -> None:
        """Put the pair, or none, in place of the account's, in the caller's transaction."""
        session.execute(delete(KeyPairRow).where(KeyPairRow.account_id == account_id))
        if pair is not None:
            seal = self._seal(account_id, pair.public_key)
            session.add(KeyPairRow(account_id=account_id, seal=seal, **asdict(pair)))

    def public_keys(self, municipality: str) -> dict[uuid.UUID, bytes]:
        """To whom a case of that municipality is sealed: its counsellors with an open account and a key."""
        query = (
            select(KeyPairRow)
            .join(AccountRow, AccountRow.id == KeyPairRow.account_id)
            .join(RoleRow, RoleRow.account_id == AccountRow.id)
            .join(MunicipalityRow, MunicipalityRow.account_id == AccountRow.id)
            .where(AccountRow.active, RoleRow.role == "counsellor", MunicipalityRow.municipality == municipality)
        )
        with Session(self._engine) as session:
            return {row.account_id: row.public_key for row in session.scalars(query) if self._is_genuine(row)}

    def owners(self) -> Collection[uuid.UUID]:
        """The accounts that have a key pair."""
        with Session(self._engine) as session:
            return session.scalars(select(KeyPairRow.account_id)).all()

    def _is_genuine(self, row: KeyPairRow) -> bool:
        return hmac.compare_digest(row.seal, self._seal(row.account_id, row.public_key))

    def _seal(self, account_id: uuid.UUID, public_key: bytes) -> bytes:
        return hashlib.blake2b(account_id.bytes + public_key, key=self._key, digest_size=32).digest()
