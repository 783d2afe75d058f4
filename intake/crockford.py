"""Crockford's base32: codes that can be read aloud and typed in, in groups of four."""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
GROUP = 4

# Only these characters are read: `str.upper` would also turn a Turkish ı into I and a long ſ into S.
_MEANING = {letter: letter for letter in ALPHABET} | {"O": "0", "I": "1", "L": "1"}
_MEANING |= {letter.lower(): meaning for letter, meaning in _MEANING.items()}
_SEPARATORS = re.compile(r"[\s\u00ad\u200b\ufeff‐‑‒–—−-]+")


def encode(data: bytes) -> str:
    """Return the bytes as symbols, hyphens between groups; the last symbol is filled up with zero bits."""
    count = -(-len(data) * 8 // BITS)
    number = int.from_bytes(data) << (count * BITS - len(data) * 8)
    return grouped("".join(ALPHABET[number >> (BITS * place) & 31] for place in reversed(range(count))))


def decode(code: str, size: int) -> bytes | None:
    """Return the `size` bytes that `encode` made the code of, or None if it cannot be one of its codes."""
    count = -(-size * 8 // BITS)
    normal = normalise(code, count)
    if normal is None:
        return None
    number = 0
    for symbol in normal.replace("-", ""):
        number = number << BITS | ALPHABET.index(symbol)
    spare = count * BITS - size * 8
    return None if number & ((1 << spare) - 1) else (number >> spare).to_bytes(size)


def normalise(text: str, count: int) -> str | None:
    """Return `count` symbols in groups of four, or None; forgives case, spaces, hyphens, O for 0, I and L for 1."""
    symbols = [_MEANING.get(letter) for letter in _SEPARATORS.sub("", text)]
    known = [symbol for symbol in symbols if symbol]
    return grouped("".join(known)) if len(known) == len(symbols) == count else None


def grouped(symbols: str) -> str:
    """Return the symbols with a hyphen after every fourth."""
    return "-".join(symbols[start : start + GROUP] for start in range(0, len(symbols), GROUP))
