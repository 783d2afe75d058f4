"""Proof of work: easy while it is calm, harder the more is tried, and no proof works twice."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.proof import EXPIRES_AFTER, MOST_BITS, WINDOW, Challenge, ProofOfWork, zero_bits


class Gate:
    """A proof of work with few bits, and a clock to move."""

    def __init__(self, calm: int = 4) -> None:
        self.now = 1000.0
        self.proof = ProofOfWork(lambda: self.now, least_bits=4, calm=calm)


def solve(challenge: Challenge) -> str:
    """What the browser does."""
    numbers = map(str, itertools.count())
    return next(number for number in numbers if zero_bits(challenge.challenge, number) >= challenge.bits)


def test_a_proof_works_once_and_for_its_purpose() -> None:
    proof = Gate().proof
    challenge = proof.challenge("send")
    number = solve(challenge)
    assert not proof.verify("receipt", challenge.challenge, number)
    assert proof.verify("send", challenge.challenge, number)
    assert not proof.verify("send", challenge.challenge, number)


def test_too_little_work_is_refused() -> None:
    proof = Gate().proof
    challenge = proof.challenge("send")
    lazy = next(number for number in map(str, itertools.count()) if zero_bits(challenge.challenge, number) < 4)
    assert not proof.verify("send", challenge.challenge, lazy)


def test_a_proof_expires() -> None:
    gate = Gate()
    challenge = gate.proof.challenge("send")
    gate.now += EXPIRES_AFTER
    assert not gate.proof.verify("send", challenge.challenge, solve(challenge))


def test_a_restart_makes_challenges_void() -> None:
    challenge = Gate().proof.challenge("send")
    assert not Gate().proof.verify("send", challenge.challenge, solve(challenge))


@pytest.mark.parametrize("easier", ["0", "1", "3"])
def test_a_challenge_cannot_be_made_easier(easier: str) -> None:
    proof = Gate().proof
    purpose, _, expires, nonce, signature = proof.challenge("send").challenge.split(".")
    forged = ".".join((purpose, easier, expires, nonce, signature))
    assert not proof.verify("send", forged, solve(Challenge(forged, int(easier))))


@settings(max_examples=200)
@given(st.text(st.characters(codec=None), max_size=300), st.text(st.characters(codec=None), max_size=300))
def test_rubbish_is_refused(challenge: str, number: str) -> None:
    assert not Gate().proof.verify("send", challenge, number)


def test_the_work_doubles_with_the_attempts_and_falls_again() -> None:
    gate = Gate(calm=4)
    bits = []
    for _ in range(40):
        challenge = gate.proof.challenge("send")
        bits.append(challenge.bits)
        assert gate.proof.verify("send", challenge.challenge, solve(challenge))
    assert bits[:4] == [4] * 4 and bits[4:8] == [5] * 4 and bits[8:16] == [6] * 8 and bits[16:32] == [7] * 16
    assert bits == sorted(bits)
    gate.now += WINDOW
    assert gate.proof.challenge("send").bits == 4


def test_rubbish_makes_no_work_for_others() -> None:
    gate = Gate(calm=1)
    challenge = gate.proof.challenge("send")
    for number in range(50):
        gate.proof.verify("send", "rubbish", str(number))
        gate.proof.verify("receipt", challenge.challenge, solve(challenge))
    assert gate.proof.challenge("send").bits == 4 and gate.proof.calm()


def test_the_work_has_an_end() -> None:
    gate = Gate(calm=1)
    gate.proof = ProofOfWork(lambda: gate.now, least_bits=MOST_BITS - 1, calm=1)
    for _ in range(100):
        gate.proof.count_attempt()
    assert gate.proof.bits() == MOST_BITS


def test_easy_challenges_cannot_be_hoarded() -> None:
    gate = Gate(calm=1)
    hoard = [gate.proof.challenge("send") for _ in range(12)]
    taken = [gate.proof.verify("send", challenge.challenge, solve(challenge)) for challenge in hoard]
    # Four bits are enough until seven are demanded.
    assert taken == [True] * 4 + [False] * 8
    harder = gate.proof.challenge("send")
    assert harder.bits >= 7 and gate.proof.verify("send", harder.challenge, solve(harder))


def test_it_is_calm_until_much_is_tried() -> None:
    gate = Gate(calm=4)
    for _ in range(4):
        assert gate.proof.calm()
        gate.proof.count_attempt()
    assert not gate.proof.calm()
    gate.now += WINDOW
    assert gate.proof.calm()
