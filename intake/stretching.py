"""Argon2id: makes guessing a receipt or a password slow, within bounds of memory.

The work takes about half a second of one core: call what stretches through `asyncio.to_thread`, never on the event
loop. libsodium lets go of the interpreter lock meanwhile.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from nacl import pwhash

from intake.sealing import Tampered

MIB = 1024 * 1024
SALT_SIZE = pwhash.argon2id.SALTBYTES
KEY_SIZE = 32
AT_ONCE = 2
LONGEST_WAIT = 15.0
# A row of the database says what it costs to open: a forged one must not take the machine down.
MOST_MEMORY = 512 * MIB
MOST_PASSES = 32

_places = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(Exception):
    """Too many are waiting for Argon2id; ask the person to try again in a moment."""


@dataclass(frozen=True)
class Cost:
    """Passes over the memory, and the memory in bytes (libsodium's opslimit and memlimit)."""

    opslimit: int
    memlimit: int


# Measured in docs/sealing.md.
DEFAULT_COST = Cost(opslimit=6, memlimit=128 * MIB)


def stretch(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """Return a key of 32 bytes. At most `AT_ONCE` run at a time, others wait; raises TooBusy after `LONGEST_WAIT` s.

    Raises Tampered for a cost that this program never asks for.
    """
    if cost.opslimit > MOST_PASSES or cost.memlimit > MOST_MEMORY:
        raise Tampered
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise TooBusy
    try:
        return pwhash.argon2id.kdf(KEY_SIZE, secret, salt, opslimit=cost.opslimit, memlimit=cost.memlimit)
    finally:
        _places.release()
