"""Phone numbers of the content files."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from offers_db.content_fields import normalise_phone

digits = st.from_regex(r"[2-9]\d{7}", fullmatch=True)


@given(digits, st.sampled_from(["", "+45", "+45 ", "0045", "0045 "]), st.sets(st.integers(1, 7)))
def test_any_spacing_and_prefix_gives_one_form(number: str, prefix: str, gaps: set[int]) -> None:
    typed = prefix + "".join((" " if i in gaps else "") + digit for i, digit in enumerate(number))
    assert normalise_phone(typed) == " ".join(number[i : i + 2] for i in range(0, 8, 2))
    assert normalise_phone(normalise_phone(typed)) == normalise_phone(typed)


@pytest.mark.parametrize(("typed", "shown"), [("112", "112"), (1813, "1813"), ("116111", "116 111"), ("1888", "1888")])
def test_short_numbers(typed: object, shown: str) -> None:
    assert normalise_phone(typed) == shown


@given(st.from_regex(r"\d{4}|\d{7}|\d{9,12}|[01]\d{7}", fullmatch=True))
@example("80 20 05")
@example("ring til os")
def test_anything_else_is_refused(typed: str) -> None:
    assume(typed not in {"1813", "1888"} and not typed.startswith("0045"))
    with pytest.raises(PydanticCustomError):
        normalise_phone(typed)
