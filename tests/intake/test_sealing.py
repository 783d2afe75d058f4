"""Seals: whatever is changed, they stay shut; and their lengths tell little."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from installation import CHEAP
from nacl.public import PrivateKey

from intake import keys, sealing
from intake.case_keys import MESSAGE, NOTE, CaseKeys, ForCounsellorsOnly
from intake.sealing import OVERHEAD, SIZES, Tampered, TooLong
from intake.stretching import MOST_MEMORY, Cost, stretch
from intake.texts import Content, open_text, seal_text

KEY = bytes(range(32))
PLACE = b"a place"
ANY_TEXT = st.text(st.characters(), max_size=3000)


@given(st.binary(max_size=5000), st.binary(min_size=32, max_size=32), st.binary(max_size=80))
def test_what_is_sealed_can_be_opened(plaintext: bytes, key: bytes, place: bytes) -> None:
    assert sealing.unseal(key, sealing.seal(key, plaintext, place), place) == plaintext


@given(ANY_TEXT, st.dictionaries(st.text(max_size=10), ANY_TEXT, max_size=3))
def test_any_text_comes_back(text: str, answers: dict[str, str]) -> None:
    case = CaseKeys.new(uuid.uuid4())
    row = seal_text(case, MESSAGE, 1, 500000, Content("citizen", text, answers))
    assert open_text(case, row) == Content("citizen", text, answers)


def test_half_a_character_comes_back() -> None:
    """JSON can carry a lone surrogate, and a citizen's phone can send one."""
    assert sealing.unseal_data(KEY, sealing.seal_data(KEY, "\ud83d", PLACE), PLACE) == "\ud83d"


def test_every_flipped_bit_is_noticed() -> None:
    sealed = sealing.seal(KEY, b"words", PLACE)
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            sealing.unseal(KEY, bytes(changed), PLACE)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_another_place_is_noticed(place: bytes, other: bytes) -> None:
    sealed = sealing.seal(KEY, b"words", place)
    if place != other:
        with pytest.raises(Tampered):
            sealing.unseal(KEY, sealed, other)


@given(st.integers(0, SIZES[0] + OVERHEAD - 1))
def test_a_shortened_seal_is_noticed(length: int) -> None:
    with pytest.raises(Tampered):
        sealing.unseal(KEY, sealing.seal(KEY, b"words", PLACE)[:length], PLACE)


@given(st.integers(0, SIZES[-1] - 1))
def test_lengths_fall_into_classes(length: int) -> None:
    sealed = sealing.seal(KEY, bytes(length), PLACE)
    assert len(sealed) - OVERHEAD == min(size for size in SIZES if size > length)


def test_a_yes_is_as_long_as_half_a_page() -> None:
    assert len(sealing.seal(KEY, b"ja", PLACE)) == len(sealing.seal(KEY, b"x" * 1000, PLACE))


def test_what_fits_no_class_is_refused() -> None:
    with pytest.raises(TooLong):
        sealing.seal(KEY, bytes(SIZES[-1]), PLACE)


@pytest.mark.parametrize(("column", "value"), [("number", 2), ("number", -1), ("hour", 1), ("kind", NOTE)])
def test_a_text_opens_only_where_it_was_sealed(column: str, value: object) -> None:
    case = CaseKeys.new(uuid.uuid4())
    row = seal_text(case, MESSAGE, 1, 500000, Content("citizen", "Hej"))
    setattr(row, column, value)
    with pytest.raises(Tampered):
        open_text(case, row)


def test_a_text_opens_in_no_other_case_and_under_no_other_id() -> None:
    case, other = CaseKeys.new(uuid.uuid4()), CaseKeys.new(uuid.uuid4())
    row = seal_text(case, MESSAGE, 1, 500000, Content("citizen", "Hej"))
    with pytest.raises(Tampered):
        open_text(other, row)
    with pytest.raises(Tampered):
        open_text(CaseKeys(other.case_id, case.private_key, case.notes_key), row)
    row.id = uuid.uuid4()
    with pytest.raises(Tampered):
        open_text(case, row)


def test_keys_of_a_case_open_for_their_reader_their_case_and_their_pair_only() -> None:
    reader, case = PrivateKey.generate(), CaseKeys.new(uuid.uuid4())
    sealed = case.seal_for(bytes(reader.public_key))
    assert CaseKeys.unseal(sealed, reader, case.case_id, case.public_key) == case
    for wrong in (
        (sealed, PrivateKey.generate(), case.case_id, case.public_key),
        (sealed, reader, uuid.uuid4(), case.public_key),
        (sealed, reader, case.case_id, bytes(PrivateKey.generate().public_key)),
        (sealed[:-1], reader, case.case_id, case.public_key),
    ):
        with pytest.raises(Tampered):
            CaseKeys.unseal(*wrong)


def test_a_receipt_opens_messages_and_no_notes() -> None:
    case = CaseKeys.new(uuid.uuid4())
    wrapped = case.wrap_for_receipt("7Q4M-0000-0000-0000", CHEAP)
    opened = CaseKeys.unwrap_with_receipt(wrapped, "7Q4M-0000-0000-0000", case.case_id, case.public_key)
    assert opened.text_key(MESSAGE) == case.text_key(MESSAGE)
    with pytest.raises(ForCounsellorsOnly):
        opened.text_key(NOTE)
    with pytest.raises(ForCounsellorsOnly):
        opened.seal_for(case.public_key)
    with pytest.raises(Tampered):
        CaseKeys.unwrap_with_receipt(wrapped, "7Q4M-0000-0000-0001", case.case_id, case.public_key)


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_a_password_opens_its_own_key_only(password: str, other: str) -> None:
    wrapped = keys.new_counsellor_keys(password, CHEAP)
    assert bytes(keys.unlock(wrapped, password).public_key) == wrapped.public_key
    wrapped_again = keys.rewrap(keys.unlock(wrapped, password), "et nyt kodeord", CHEAP)
    assert wrapped_again.public_key == wrapped.public_key and wrapped_again.salt != wrapped.salt
    if other.casefold() != password.casefold() and other.isascii():
        with pytest.raises(keys.WrongPassword):
            keys.unlock(wrapped, other)


def test_a_password_may_come_from_any_keyboard() -> None:
    wrapped = keys.new_counsellor_keys("blåbærgrød", CHEAP)
    assert keys.unlock(wrapped, "bla\u030abærgrød")


def test_an_exchanged_public_key_does_not_open() -> None:
    wrapped = keys.new_counsellor_keys("kodeord", CHEAP)
    forged = keys.WrappedKey(
        bytes(PrivateKey.generate().public_key), wrapped.wrapped_private_key, wrapped.salt, 1, 8192
    )
    with pytest.raises(keys.WrongPassword):
        keys.unlock(forged, "kodeord")


def test_a_forged_cost_does_not_take_the_machine_down() -> None:
    for cost in (Cost(1, MOST_MEMORY * 2), Cost(10**9, 8192)):
        with pytest.raises(Tampered):
            stretch(b"secret", bytes(16), cost)


def test_keys_for_two_purposes_differ() -> None:
    assert keys.derived_key(b"k" * 64, "one") != keys.derived_key(b"k" * 64, "other")
