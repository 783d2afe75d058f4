"""Passwords: the good, the weak, and the same word from two keyboards."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staff_room import CHEAP, OWN_PASSWORD

from staff.account import is_name, normalised_name
from staff.passwords import WeakPassword, check_strength, new_one_time_password

few = settings(max_examples=60, deadline=None)


@few
@given(st.text(max_size=60), st.text(max_size=60))
def test_only_the_password_itself_is_right(password: str, other: str) -> None:
    stored = CHEAP.hash(password)
    same = unicodedata.normalize("NFKC", password) == unicodedata.normalize("NFKC", other)
    assert CHEAP.verify(stored, password) and CHEAP.verify(stored, other) is same
    assert not CHEAP.verify(None, password) and not CHEAP.verify("ikke en hash", password)


def test_a_letter_of_two_signs_is_the_letter() -> None:
    assert CHEAP.verify(CHEAP.hash("blåbærgrød på bordet"), "bla\u030abærgrød pa\u030a bordet")


@pytest.mark.parametrize("weak", ["", "kort", "aaaaaaaaaaaaaaaa", "ababababababab", "x" * 201, "ida.berg er mit navn"])
def test_weak_passwords_are_refused_with_a_reason(weak: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_strength(weak, "ida.berg")
    assert str(refusal.value).startswith("Adgangskoden") and (not weak or weak not in str(refusal.value))


def test_a_few_words_are_good_enough() -> None:
    check_strength(OWN_PASSWORD, "ida.berg")


def test_one_time_passwords_are_random_and_strong_enough() -> None:
    made = {new_one_time_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}", password)


@few
@given(st.text(max_size=80))
def test_a_name_is_found_however_it_is_typed(name: str) -> None:
    kept = normalised_name(name)
    if is_name(kept):
        assert normalised_name(f"  {kept.upper()} ") == kept
        assert not set(kept) & set("<>&\"'/\\ \n")
