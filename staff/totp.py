"""One-time codes (TOTP, RFC 6238): six digits that an app on the phone shows for half a minute."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from staff.derived_keys import derived_key

ISSUER = "Sundhedsguiden"
STEP_SECONDS = 30
# A phone's clock may be off, and typing takes its time.
_STEPS_OFF = (0, -1, 1)


def new_secret() -> str:
    """Return 160 random bits in base32, as apps expect them."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, name: str) -> str:
    """Return the otpauth:// address that an app reads from a QR code."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=name, issuer_name=ISSUER)


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step whose code this is, at most one away from now, or None. Spaces in the code are forgiven."""
    digits = "".join(code.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    codes, now = pyotp.TOTP(secret, interval=STEP_SECONDS), int(at.timestamp()) // STEP_SECONDS
    steps = [now + off for off in _STEPS_OFF]
    matches = [step for step in steps if hmac.compare_digest(codes.generate_otp(step), digits)]
    return matches[0] if matches else None


class SecretSeal:
    """Seals the secrets in the database: who has only its dump can make no codes."""

    def __init__(self, server_key: bytes) -> None:
        self._box = SecretBox(derived_key(server_key, "totp secrets"))

    def seal(self, secret: str) -> bytes:
        """Return what is stored."""
        return bytes(self._box.encrypt(secret.encode()))

    def open(self, sealed: bytes) -> str:
        """Return the secret; ValueError if the server's key is another now."""
        try:
            return self._box.decrypt(sealed).decode()
        except CryptoError as error:
            raise ValueError("the server's key is not the one that sealed this secret") from error
