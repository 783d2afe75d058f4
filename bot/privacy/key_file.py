"""A key that is made once and kept in a file which only this user can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

FEWEST_CHARACTERS = 32


def read_or_make(path: Path) -> str:
    """Return the key in the file, 64 hexadecimal digits; make it if there is no file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


def server_key(environment: Mapping[str, str] = os.environ) -> bytes:
    """Return GUIDE_SECRET_KEY, or the key of the file; ValueError, without the value, if it is too short."""
    if given := environment.get("GUIDE_SECRET_KEY"):
        if len(given) < FEWEST_CHARACTERS:
            raise ValueError(f"GUIDE_SECRET_KEY must be at least {FEWEST_CHARACTERS} characters")
        return given.encode()
    return read_or_make(Path(environment.get("GUIDE_SECRET_KEY_FILE", "var/secret.key"))).encode()
