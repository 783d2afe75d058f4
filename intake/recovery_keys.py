"""The recovery keys' public halves. The code itself is shown once and kept on paper.

A public key carries a keyed hash: who can write to the database but has not the server's key cannot have new cases
sealed to a key of their own.
"""

from __future__ import annotations

import hmac
import uuid

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from intake import sealing
from intake.keys import new_recovery_key
from intake.models import RecoveryKey
from intake.sealing import Tampered


class RecoveryKeys:
    """The stored recovery keys; `lookup_key` is the one that CaseStore has."""

    def __init__(self, engine: Engine, lookup_key: bytes) -> None:
        self._engine, self._lookup_key = engine, lookup_key

    def renew(self) -> str:
        """Return a new recovery code, to be shown once; from now on cases are sealed to it, not to the one before."""
        code, public_key = new_recovery_key()
        key_id = uuid.uuid4()
        row = RecoveryKey(id=key_id, public_key=public_key, current=True, seal=self._seal(key_id, public_key))
        with Session(self._engine) as session, session.begin():
            session.execute(update(RecoveryKey).values(current=False))
            session.add(row)
        return code

    def current(self) -> dict[uuid.UUID, bytes]:
        """Return id and public key of the one for new cases, if there is one; raise Tampered if it was exchanged."""
        with Session(self._engine) as session:
            row = session.scalars(select(RecoveryKey).where(RecoveryKey.current)).one_or_none()
        if row is None:
            return {}
        if not hmac.compare_digest(row.seal, self._seal(row.id, row.public_key)):
            raise Tampered
        return {row.id: row.public_key}

    def find(self, public_key: bytes) -> uuid.UUID | None:
        """Return the id of the recovery key, current or earlier, with this public half."""
        with Session(self._engine) as session:
            return session.scalars(select(RecoveryKey.id).where(RecoveryKey.public_key == public_key)).one_or_none()

    def _seal(self, key_id: uuid.UUID, public_key: bytes) -> bytes:
        return sealing.derive(self._lookup_key, "recovery-key", key_id.bytes + public_key)
