"""Passwords: what is a good one, and Argon2id."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FEWEST_CHARACTERS = 12
MOST_CHARACTERS = 200
FEWEST_DIFFERENT = 6
# Crockford's letters and digits: none is taken for another when it is read aloud.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 4, 4


class WeakPassword(ValueError):
    """A password that is too easy to guess; the text says in Danish what to do."""


def normalised(password: str) -> str:
    """The form in which a password is hashed and wraps a key: the same whatever keyboard wrote its å."""
    return unicodedata.normalize("NFKC", password)


def new_one_time_password() -> str:
    """Return 80 random bits in groups of four."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def check_strength(password: str, name: str) -> None:
    """Raise WeakPassword for what is short, of few signs, or holds the account's name."""
    text = normalised(password)
    if len(text) < FEWEST_CHARACTERS:
        raise WeakPassword(f"Adgangskoden skal have mindst {FEWEST_CHARACTERS} tegn. Skriv for eksempel fire ord.")
    if len(text) > MOST_CHARACTERS:
        raise WeakPassword(f"Adgangskoden må højst have {MOST_CHARACTERS} tegn.")
    if len(set(text)) < FEWEST_DIFFERENT:
        raise WeakPassword("Adgangskoden er for nem at gætte. Brug flere forskellige tegn.")
    if name.casefold() in text.casefold():
        raise WeakPassword("Adgangskoden må ikke indeholde dit navn.")


class Passwords:
    """Argon2id; the hash holds its own salt and cost."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Verified when there is no such account, so that the time does not tell.
        self._nobodys = self._hasher.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """Return what is stored."""
        return self._hasher.hash(normalised(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Tell whether this is the password; without a stored hash it takes as long and is False."""
        try:
            return self._hasher.verify(stored or self._nobodys, normalised(password)) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Tell whether the hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)
