"""Keys of staff's own, made of the server's key: each use has another, and none of them tells the others."""

from __future__ import annotations

import hmac

KEY_BYTES = 32


def derived_key(server_key: bytes, purpose: str) -> bytes:
    """Return 32 bytes for one purpose."""
    return hmac.digest(server_key, f"staff/{purpose}".encode(), "sha256")
