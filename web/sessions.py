"""The citizen holds a random secret; everybody else sees only a keyed hash of it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

SECRET_BYTES = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def new_session() -> str:
    """Return a fresh secret of 256 random bits, URL-safe, 43 characters."""
    return secrets.token_urlsafe(SECRET_BYTES)


def is_session(text: str) -> bool:
    """Tell whether text has the form of a session secret."""
    return _SECRET.fullmatch(text) is not None


def sender_id(session: str, key: bytes) -> str:
    """Return the name by which the engine knows the conversation: HMAC-SHA-256 of the secret, in hex."""
    return hmac.new(key, session.encode(), hashlib.sha256).hexdigest()
