"""Key pairs of counsellors and of the recovery code, and the wrapping of a private key under a secret that is typed.

Whatever stretches (`new_counsellor_keys`, `unlock`, `rewrap`, `wrap`, `unwrap`) takes half a second: see `stretching`.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from nacl.public import PrivateKey

from intake import crockford, sealing
from intake.stretching import DEFAULT_COST, SALT_SIZE, Cost, stretch

PRIVATE_KEY_SIZE = PrivateKey.SIZE
_COUNSELLOR = b"counsellor"


class WrongPassword(Exception):
    """The password does not open this key."""


@dataclass(frozen=True)
class Wrapped:
    """A private key under a stretched secret; salt and cost are those it was stretched with."""

    sealed: bytes
    salt: bytes
    cost: Cost


@dataclass(frozen=True)
class WrappedKey:
    """A counsellor's key pair as it is stored: 32 bytes of public key, the private one under the password."""

    public_key: bytes
    wrapped_private_key: bytes
    salt: bytes
    opslimit: int
    memlimit: int


def new_counsellor_keys(password: str, cost: Cost = DEFAULT_COST) -> WrappedKey:
    """Return a fresh key pair that this password unlocks."""
    return rewrap(PrivateKey.generate(), password, cost)


def rewrap(private_key: PrivateKey, new_password: str, cost: Cost = DEFAULT_COST) -> WrappedKey:
    """Return the same key pair under another password."""
    public_key = bytes(private_key.public_key)
    wrapped = wrap(private_key, _typed(new_password), _COUNSELLOR + public_key, cost)
    return WrappedKey(public_key, wrapped.sealed, wrapped.salt, cost.opslimit, cost.memlimit)


def unlock(wrapped: WrappedKey, password: str) -> PrivateKey:
    """Return the private key; raise WrongPassword if the password, or what is stored, is not the right one."""
    stored = Wrapped(wrapped.wrapped_private_key, wrapped.salt, Cost(wrapped.opslimit, wrapped.memlimit))
    try:
        return unwrap(stored, _typed(password), _COUNSELLOR + wrapped.public_key, wrapped.public_key)
    except sealing.Tampered as error:
        raise WrongPassword from error


def wrap(private_key: PrivateKey, secret: bytes, place: bytes, cost: Cost) -> Wrapped:
    """Return the private key sealed for a place under the stretched secret, with a salt of its own."""
    salt = secrets.token_bytes(SALT_SIZE)
    return Wrapped(sealing.seal(stretch(secret, salt, cost), bytes(private_key), place), salt, cost)


def unwrap(wrapped: Wrapped, secret: bytes, place: bytes, public_key: bytes) -> PrivateKey:
    """Return the private key that belongs to the public one; raise Tampered otherwise."""
    private_key = PrivateKey(sealing.unseal(stretch(secret, wrapped.salt, wrapped.cost), wrapped.sealed, place))
    return checked(private_key, public_key)


def checked(private_key: PrivateKey, public_key: bytes) -> PrivateKey:
    """Return the private key if it belongs to the public one (key commitment), else raise Tampered."""
    if bytes(private_key.public_key) != public_key:
        raise sealing.Tampered
    return private_key


def new_recovery_key() -> tuple[str, bytes]:
    """Return a recovery code (256 bits, 52 symbols in groups of four) to keep on paper, and its public key."""
    private_key = PrivateKey.generate()
    return crockford.encode(bytes(private_key)), bytes(private_key.public_key)


def read_recovery_code(code: str) -> PrivateKey | None:
    """Return the private key that the typed code is, or None if it cannot be one."""
    data = crockford.decode(code, PRIVATE_KEY_SIZE)
    return PrivateKey(data) if data else None


def derived_key(secret_key: bytes, purpose: str) -> bytes:
    """Return 32 bytes made of the installation's secret key for one purpose (at most 16 ASCII characters).

    Keys of two purposes tell nothing of each other, nor of the secret key.
    """
    # The secret key is data here, as it may be longer than a key of BLAKE2b can be.
    return sealing.derive(b"", purpose, secret_key)


def _typed(password: str) -> bytes:
    # One keyboard sends å as one character, another as a and a ring.
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
