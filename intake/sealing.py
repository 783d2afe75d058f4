"""Authenticated encryption of padded plaintexts: XChaCha20-Poly1305, bound to where the seal belongs."""

from __future__ import annotations

import json
from typing import Any

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import Aead

KEY_SIZE = Aead.KEY_SIZE
# What a seal holds besides the padded plaintext: nonce and authenticator.
OVERHEAD = Aead.NONCE_SIZE + Aead.MACBYTES
# Few classes, so that a length tells little: a yes looks like a page, a page like four.
SIZES = (1024, 4096, 16384, 65536)


class Tampered(Exception):
    """A seal was not made with this key for this place: the database has been changed, or the key is another's."""


class TooLong(ValueError):
    """The plaintext is longer than the largest size class."""


def seal(key: bytes, plaintext: bytes, place: bytes) -> bytes:
    """Return nonce and ciphertext, `OVERHEAD` longer than a size class; only `unseal` with the same place opens it."""
    return bytes(Aead(key).encrypt(padded(plaintext), place))


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Return the plaintext; raise Tampered unless key, seal and place are the very ones that `seal` had."""
    try:
        return unpadded(Aead(key).decrypt(sealed, place))
    except (CryptoError, ValueError) as error:
        raise Tampered from error


def seal_data(key: bytes, data: Any, place: bytes) -> bytes:
    """Seal what JSON can hold, as `seal` does."""
    return seal(key, json.dumps(data, ensure_ascii=False).encode(errors="surrogatepass"), place)


def unseal_data(key: bytes, sealed: bytes, place: bytes) -> Any:
    """Return what `seal_data` was given; raise Tampered as `unseal` does."""
    return json.loads(unseal(key, sealed, place).decode(errors="surrogatepass"))


def padded(plaintext: bytes) -> bytes:
    """Return the plaintext filled up to the next size class; raise TooLong beyond the largest."""
    for size in SIZES:
        if len(plaintext) < size:
            return bytes(sodium_pad(plaintext, size))
    raise TooLong


def unpadded(full: bytes) -> bytes:
    """Return what `padded` was given; raise Tampered for what it cannot have returned."""
    try:
        return bytes(sodium_unpad(full, len(full)))
    except (CryptoError, ValueError) as error:
        raise Tampered from error


def derive(key: bytes, purpose: str, data: bytes = b"") -> bytes:
    """Return 32 bytes made of a key for one purpose (at most 16 ASCII characters): keyed BLAKE2b of the data."""
    return bytes(blake2b(data, key=key, person=purpose.encode(), encoder=RawEncoder))
