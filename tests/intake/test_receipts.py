"""Receipts: forgiving to read, never ambiguous."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.crockford import ALPHABET, decode, encode
from intake.receipt import new_receipt, normalise

RECEIPTS = st.binary(min_size=10, max_size=10).map(encode)
SPACES = st.sampled_from(["", " ", "-", " - ", "\t", "\n", "\u00a0", "–", "\u200b"])
SPELLINGS = {"0": "0Oo", "1": "1IiLl"}


@st.composite
def spelled(draw: st.DrawFn, receipt: str) -> str:
    """The receipt as somebody might type it."""
    letters = [
        draw(st.sampled_from(SPELLINGS.get(letter, letter + letter.lower()))) for letter in receipt.replace("-", "")
    ]
    return draw(SPACES) + "".join(letter + draw(SPACES) for letter in letters)


def test_a_receipt_has_four_groups_of_four() -> None:
    receipt = new_receipt()
    assert [len(group) for group in receipt.split("-")] == [4, 4, 4, 4]
    assert set(receipt) <= set(ALPHABET + "-")


def test_receipts_are_random_in_every_place() -> None:
    receipts = [new_receipt() for _ in range(2000)]
    assert len(set(receipts)) == len(receipts)
    for place in set(range(19)) - {4, 9, 14}:
        assert {receipt[place] for receipt in receipts} == set(ALPHABET)


@given(st.data(), RECEIPTS)
def test_every_spelling_is_the_same_receipt(data: st.DataObject, receipt: str) -> None:
    assert normalise(data.draw(spelled(receipt))) == receipt


@given(st.one_of(st.text(max_size=40), st.text(st.sampled_from("0123oOiIlLuUabz- –ıſ"), max_size=24)))
def test_what_is_read_has_one_normal_form(text: str) -> None:
    normal = normalise(text)
    assert normal is None or (normalise(normal) == normal and set(normal) <= set(ALPHABET + "-") and len(normal) == 19)


@given(RECEIPTS, RECEIPTS)
def test_different_receipts_stay_different(one: str, other: str) -> None:
    assert (normalise(one.lower()) == normalise(other.replace("-", ""))) == (one == other)


@given(st.text(st.sampled_from(ALPHABET + ALPHABET.lower()), max_size=40).filter(lambda text: len(text) != 16))
def test_another_length_is_refused(text: str) -> None:
    assert normalise(text) is None


@given(RECEIPTS, st.integers(0, 15), st.sampled_from("uUæøåıſ\u212a!._*０"))
def test_another_letter_is_refused(receipt: str, place: int, letter: str) -> None:
    symbols = receipt.replace("-", "")
    assert normalise(symbols[:place] + letter + symbols[place + 1 :]) is None


@given(st.binary(min_size=32, max_size=32))
def test_a_code_gives_back_its_bytes(data: bytes) -> None:
    assert decode(encode(data).lower().replace("-", " "), 32) == data


@given(st.text(st.sampled_from(ALPHABET), min_size=52, max_size=52))
def test_no_two_codes_give_the_same_bytes(code: str) -> None:
    data = decode(code, 32)
    assert data is None or encode(data).replace("-", "") == code
