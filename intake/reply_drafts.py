"""What a counsellor has begun to write: sealed to their public key, so that it can be kept when they are logged out."""

from __future__ import annotations

import uuid

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import Delete, Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake import sealing
from intake.models import ReplyDraft


class ReplyDrafts:
    """Begun messages and notes (`case_keys.MESSAGE`, `NOTE`), one of each by case and counsellor.

    The seal says who can read, not who wrote: nothing here is shown to anybody but the counsellor, to go on from.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, case_id: uuid.UUID, counsellor_id: uuid.UUID, public_key: bytes, kind: str, text: str) -> bool:
        """Keep a text in place of the one before; False if the case is gone. Raises TooLong."""
        plain = sealing.padded(_place(case_id, kind) + text.encode(errors="surrogatepass"))
        sealed = bytes(SealedBox(PublicKey(public_key)).encrypt(plain))
        try:
            with Session(self._engine) as session, session.begin():
                session.execute(_chosen(case_id, counsellor_id, kind))
                session.add(ReplyDraft(case_id=case_id, counsellor_id=counsellor_id, kind=kind, sealed=sealed))
        except IntegrityError:
            return False
        return True

    def of(self, case_id: uuid.UUID, counsellor_id: uuid.UUID, private_key: PrivateKey) -> dict[str, str]:
        """Return what is kept, by kind, without what this key does not open."""
        mine = (ReplyDraft.case_id == case_id, ReplyDraft.counsellor_id == counsellor_id)
        with Session(self._engine) as session:
            rows = session.scalars(select(ReplyDraft).where(*mine)).all()
        opened = {row.kind: _opened(row, private_key) for row in rows}
        return {kind: text for kind, text in opened.items() if text is not None}

    def drop(self, case_id: uuid.UUID, counsellor_id: uuid.UUID, kind: str) -> None:
        """Forget a text: it has been sent, or given up."""
        with Session(self._engine) as session, session.begin():
            session.execute(_chosen(case_id, counsellor_id, kind))


def _opened(row: ReplyDraft, private_key: PrivateKey) -> str | None:
    place = _place(row.case_id, row.kind)
    try:
        plain = sealing.unpadded(SealedBox(private_key).decrypt(row.sealed))
    except (CryptoError, sealing.Tampered):
        return None
    return plain[len(place) :].decode(errors="surrogatepass") if plain.startswith(place) else None


def _place(case_id: uuid.UUID, kind: str) -> bytes:
    return case_id.bytes + kind.encode() + b":"


def _chosen(case_id: uuid.UUID, counsellor_id: uuid.UUID, kind: str) -> Delete:
    return delete(ReplyDraft).where(
        ReplyDraft.case_id == case_id, ReplyDraft.counsellor_id == counsellor_id, ReplyDraft.kind == kind
    )
