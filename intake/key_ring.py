"""Where counsellors' key pairs and the recovery keys are kept.

Public keys carry a keyed hash: who can write to the database but has not the server's key cannot have cases sealed to
a key of their own.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from intake import sealing
from intake.keys import WrappedKey, new_recovery_key
from intake.models import CounsellorKey, RecoveryKey
from intake.sealing import Tampered


class KeyRing:
    """The stored key pairs; `lookup_key` is the one that CaseStore has (`keys.server_key(secret, "intake")`)."""

    def __init__(self, engine: Engine, lookup_key: bytes) -> None:
        self._engine, self._lookup_key = engine, lookup_key

    def save(self, counsellor_id: uuid.UUID, wrapped: WrappedKey) -> None:
        """Keep a counsellor's key pair; replaces the one before (a new password, or a new pair after a lost one)."""
        with Session(self._engine) as session, session.begin():
            self.put(session, counsellor_id, wrapped)

    def put(self, session: Session, counsellor_id: uuid.UUID, wrapped: WrappedKey) -> None:
        """Do the same in the caller's transaction: a password and the key under it change together or not at all."""
        seal = self._seal(counsellor_id, wrapped.public_key)
        session.merge(CounsellorKey(counsellor_id=counsellor_id, seal=seal, **asdict(wrapped)))

    def load(self, counsellor_id: uuid.UUID) -> WrappedKey | None:
        """Return a counsellor's key pair for `keys.unlock`; raise Tampered if the public key was exchanged."""
        with Session(self._engine) as session:
            row = session.get(CounsellorKey, counsellor_id)
            return self._checked(row) if row else None

    def public_keys(self, counsellor_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, bytes]:
        """Return the public keys of those who have one; raise Tampered if one was exchanged."""
        wanted = select(CounsellorKey).where(CounsellorKey.counsellor_id.in_(list(counsellor_ids)))
        with Session(self._engine) as session:
            return {row.counsellor_id: self._checked(row).public_key for row in session.scalars(wanted)}

    def remove(self, counsellor_id: uuid.UUID) -> None:
        """Delete a counsellor's key pair; `CaseStore.withdraw` deletes what was sealed to it."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(CounsellorKey).where(CounsellorKey.counsellor_id == counsellor_id))

    def new_recovery_key(self) -> str:
        """Return a new recovery code, to be shown once; from now on cases are sealed to it, not to the one before."""
        code, public_key = new_recovery_key()
        key_id = uuid.uuid4()
        row = RecoveryKey(id=key_id, public_key=public_key, current=True, seal=self._seal(key_id, public_key))
        with Session(self._engine) as session, session.begin():
            session.execute(update(RecoveryKey).values(current=False))
            session.add(row)
        return code

    def current_recovery_key(self) -> dict[uuid.UUID, bytes]:
        """Return id and public key of the recovery key for new cases, or nothing before `python -m intake init`."""
        with Session(self._engine) as session:
            row = session.scalars(select(RecoveryKey).where(RecoveryKey.current)).one_or_none()
            if row is None:
                return {}
            self._check(row.id, row.public_key, row.seal)
            return {row.id: row.public_key}

    def recovery_id(self, public_key: bytes) -> uuid.UUID | None:
        """Return the id of the recovery key, current or earlier, with this public half."""
        with Session(self._engine) as session:
            return session.scalars(select(RecoveryKey.id).where(RecoveryKey.public_key == public_key)).one_or_none()

    def _checked(self, row: CounsellorKey) -> WrappedKey:
        self._check(row.counsellor_id, row.public_key, row.seal)
        return WrappedKey(row.public_key, row.wrapped_private_key, row.salt, row.opslimit, row.memlimit)

    def _check(self, owner: uuid.UUID, public_key: bytes, seal: bytes) -> None:
        if not hmac.compare_digest(seal, self._seal(owner, public_key)):
            raise Tampered

    def _seal(self, owner: uuid.UUID, public_key: bytes) -> bytes:
        return sealing.derive(self._lookup_key, "public-key", owner.bytes + public_key)
