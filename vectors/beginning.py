"""How much of a text is worth a vector: the model's time grows with the square of the length."""

from __future__ import annotations

MOST_BYTES = 500


def beginning(text: str) -> str:
    """Return as much of the text as fits: some 80 words. 2000 characters in full would take the engine seconds."""
    return text.encode(errors="ignore")[:MOST_BYTES].decode(errors="ignore")
