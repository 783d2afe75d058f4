"""The citizen's receipt: the only way back to a case, shown once and kept by nobody here."""

import secrets

from intake import crockford

SYMBOLS = 16
RANDOM_BYTES = 10


def new_receipt() -> str:
    """Return a fresh receipt in its normal form: 80 random bits as 16 symbols, `7Q4M-01XZ-…`."""
    return crockford.encode(secrets.token_bytes(RANDOM_BYTES))


def normalise(text: str) -> str | None:
    """Return the normal form of a typed receipt, or None if it cannot be one; see `crockford.normalise`."""
    return crockford.normalise(text, SYMBOLS)
