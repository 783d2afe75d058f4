"""Argon2id is bounded: so many at a time, and nobody waits for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from nacl import pwhash

from intake import stretching
from intake.stretching import AT_ONCE, DEFAULT_COST, MIB, Cost, TooBusy, stretch

CHEAP = Cost(1, 8192)


def test_only_so_many_run_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()
    real = pwhash.argon2id.kdf

    def counted(*arguments, **options):
        nonlocal running, most
        with lock:
            running, most = running + 1, max(most, running + 1)
        threading.Event().wait(0.02)
        with lock:
            running -= 1
        return real(*arguments, **options)

    monkeypatch.setattr(stretching.pwhash.argon2id, "kdf", counted)
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda number: stretch(b"%d" % number, bytes(16), CHEAP), range(12)))
    assert len(set(made)) == 12
    assert most == AT_ONCE


def test_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretching, "LONGEST_WAIT", 0.01)
    taken = [stretching._places.acquire() for _ in range(AT_ONCE)]
    try:
        with pytest.raises(TooBusy):
            stretch(b"secret", bytes(16), CHEAP)
    finally:
        for _ in taken:
            stretching._places.release()
    assert stretch(b"secret", bytes(16), CHEAP)


def test_the_real_cost_takes_enough_memory() -> None:
    assert DEFAULT_COST.memlimit >= 64 * MIB
    assert stretch(b"secret", bytes(16), DEFAULT_COST) != stretch(b"secret", bytes(16), CHEAP)
