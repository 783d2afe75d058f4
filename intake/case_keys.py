"""The keys of one case: a key pair for what both sides read, and a key for what only counsellors read."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from intake import keys, sealing
from intake.sealing import Tampered
from intake.stretching import Cost

MESSAGE = "message"
NOTE = "note"
_ID_SIZE = 16
_BUNDLE_SIZE = _ID_SIZE + keys.PRIVATE_KEY_SIZE + sealing.KEY_SIZE


class ForCounsellorsOnly(Exception):
    """Who came with the receipt asked for what only counsellors may do."""


@dataclass(frozen=True)
class CaseKeys:
    """What opens a case. `notes_key` is None for who came with the receipt, so that notes stay shut to them."""

    case_id: uuid.UUID
    private_key: PrivateKey = field(repr=False)
    notes_key: bytes | None = field(repr=False)

    @classmethod
    def new(cls, case_id: uuid.UUID) -> CaseKeys:
        """Return fresh keys."""
        return cls(case_id, PrivateKey.generate(), secrets.token_bytes(sealing.KEY_SIZE))

    @property
    def public_key(self) -> bytes:
        """The public half, 32 bytes, by which opened keys are known to be the right ones."""
        return bytes(self.private_key.public_key)

    def text_key(self, kind: str) -> bytes:
        """Return the key of messages or of notes; raise ForCounsellorsOnly for notes without their key."""
        if kind == MESSAGE:
            return sealing.derive(bytes(self.private_key), "case-messages", self.case_id.bytes)
        if self.notes_key is None:
            raise ForCounsellorsOnly
        return sealing.derive(self.notes_key, "case-notes", self.case_id.bytes)

    def seal_for(self, public_key: bytes) -> bytes:
        """Return all the keys, sealed to a counsellor or the recovery key."""
        if self.notes_key is None:
            raise ForCounsellorsOnly
        bundle = self.case_id.bytes + bytes(self.private_key) + self.notes_key
        return bytes(SealedBox(PublicKey(public_key)).encrypt(bundle))

    @classmethod
    def unseal(cls, sealed: bytes, reader: PrivateKey, case_id: uuid.UUID, public_key: bytes) -> CaseKeys:
        """Open what `seal_for` returned; raise Tampered if it is not for this reader, this case and this key pair."""
        try:
            bundle = SealedBox(reader).decrypt(sealed)
        except CryptoError as error:
            raise Tampered from error
        if len(bundle) != _BUNDLE_SIZE or bundle[:_ID_SIZE] != case_id.bytes:
            raise Tampered
        private_key = PrivateKey(bundle[_ID_SIZE : _ID_SIZE + keys.PRIVATE_KEY_SIZE])
        return cls(case_id, keys.checked(private_key, public_key), bundle[_ID_SIZE + keys.PRIVATE_KEY_SIZE :])

    def wrap_for_receipt(self, receipt: str, cost: Cost) -> keys.Wrapped:
        """Return the private key (not the notes' key) under the receipt in its normal form. Stretches."""
        return keys.wrap(self.private_key, receipt.encode(), _receipts_place(self.case_id), cost)

    @classmethod
    def unwrap_with_receipt(
        cls, wrapped: keys.Wrapped, receipt: str, case_id: uuid.UUID, public_key: bytes
    ) -> CaseKeys:
        """Open what `wrap_for_receipt` returned; raise Tampered if receipt, case or key pair is another. Stretches."""
        place = _receipts_place(case_id)
        return cls(case_id, keys.unwrap(wrapped, receipt.encode(), place, public_key), None)


def _receipts_place(case_id: uuid.UUID) -> bytes:
    return b"receipt" + case_id.bytes
