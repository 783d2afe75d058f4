"""The secret that web, engine and actions share: loopback keeps out the network, this keeps out other users."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

SETTING = "GUIDE_INTERNAL_SECRET"
HEADER = "Authorization"
FEWEST_CHARACTERS = 32


def checked(secret: str | None) -> str:
    """Return the secret; raise ValueError, which names the setting and not its value, if it is missing or short."""
    if not secret or len(secret) < FEWEST_CHARACTERS or not secret.isascii() or not secret.isalnum():
        raise ValueError(
            f"{SETTING} must be at least {FEWEST_CHARACTERS} letters and digits, the same for web, engine and actions. "
            "`python -m deploy.supervise` makes it and hands it to the three."
        )
    return secret


def header(secret: str) -> dict[str, str]:
    """Return what a caller sends."""
    return {HEADER: f"Bearer {secret}"}


def is_sent(headers: Mapping[str, str], secret: str) -> bool:
    """Tell whether a request carries the secret, in a time that does not tell how much of it was right."""
    return hmac.compare_digest(headers.get(HEADER, "").encode(errors="replace"), f"Bearer {secret}".encode())
