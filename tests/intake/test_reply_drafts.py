"""What a counsellor has begun to write: kept shut to all others, and gone with the case."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from installation import Counsellor, Installation
from sqlalchemy import text

from intake.case_keys import MESSAGE, NOTE
from intake.reply_drafts import ReplyDrafts
from intake.sealing import Tampered, TooLong, padded, unpadded

BEGUN = "Kære du. Jeg er begyndt på et langt svar"


def test_it_is_kept_for_its_counsellor_alone(installation: Installation) -> None:
    anna, bo = Counsellor(), Counsellor()
    case_id = installation.enter(installation.open_case(anna, bo)).id
    drafts = ReplyDrafts(installation.engine)
    assert drafts.of(case_id, anna.id, anna.private_key) == {}
    assert drafts.put(case_id, anna.id, anna.public_key, MESSAGE, "et udkast")
    assert drafts.put(case_id, anna.id, anna.public_key, MESSAGE, BEGUN)
    assert drafts.put(case_id, anna.id, anna.public_key, NOTE, "")
    assert drafts.of(case_id, anna.id, anna.private_key) == {MESSAGE: BEGUN, NOTE: ""}
    assert drafts.of(case_id, bo.id, bo.private_key) == {}
    assert drafts.of(case_id, anna.id, bo.private_key) == {}
    drafts.drop(case_id, anna.id, MESSAGE)
    assert drafts.of(case_id, anna.id, anna.private_key) == {NOTE: ""}


def test_it_goes_with_the_case_and_with_the_counsellor(installation: Installation) -> None:
    anna = Counsellor()
    case = installation.enter(installation.open_case(anna))
    drafts = ReplyDrafts(installation.engine)
    drafts.put(case.id, anna.id, anna.public_key, MESSAGE, BEGUN)
    installation.cases.withdraw(anna.id, kept=["ballerup"])
    assert drafts.of(case.id, anna.id, anna.private_key) == {MESSAGE: BEGUN}
    installation.cases.withdraw(anna.id)
    assert drafts.of(case.id, anna.id, anna.private_key) == {}
    drafts.put(case.id, anna.id, anna.public_key, MESSAGE, BEGUN)
    case.delete()
    assert drafts.of(case.id, anna.id, anna.private_key) == {}
    assert not drafts.put(case.id, anna.id, anna.public_key, MESSAGE, BEGUN)


def test_moved_to_another_case_or_kind_it_opens_nowhere(installation: Installation) -> None:
    anna = Counsellor()
    first, second = (installation.enter(installation.open_case(anna)).id for _ in range(2))
    drafts = ReplyDrafts(installation.engine)
    drafts.put(first, anna.id, anna.public_key, MESSAGE, BEGUN)
    drafts.put(second, anna.id, anna.public_key, MESSAGE, "x")
    with installation.engine.begin() as connection:
        sealed = connection.execute(text("SELECT case_id, sealed FROM reply_draft")).all()
        for (_, value), (case_id, _) in zip(sealed, reversed(sealed)):
            connection.execute(
                text("UPDATE reply_draft SET sealed = :sealed WHERE case_id = :case_id"),
                {"sealed": value, "case_id": case_id},
            )
    assert drafts.of(first, anna.id, anna.private_key) == drafts.of(second, anna.id, anna.private_key) == {}
    drafts.put(first, anna.id, anna.public_key, MESSAGE, BEGUN)
    with installation.engine.begin() as connection:
        connection.execute(text("UPDATE reply_draft SET kind = 'note'"))
    assert drafts.of(first, anna.id, anna.private_key) == {}


def test_the_disk_tells_nothing_of_it(on_disk: Installation) -> None:
    anna = Counsellor()
    case_id = on_disk.enter(on_disk.open_case(anna)).id
    ReplyDrafts(on_disk.engine).put(case_id, anna.id, anna.public_key, MESSAGE, BEGUN)
    stored = on_disk.stored_bytes()
    assert anna.id.bytes in stored or anna.id.hex.encode() in stored
    assert not any(word.encode() in stored for word in ("begyndt", "langt svar", "Kære"))


def test_a_text_that_is_too_long_is_refused(installation: Installation) -> None:
    anna = Counsellor()
    case_id = installation.enter(installation.open_case(anna)).id
    with pytest.raises(TooLong):
        ReplyDrafts(installation.engine).put(case_id, anna.id, anna.public_key, MESSAGE, "x" * 70_000)


@given(st.binary(max_size=5000))
def test_what_is_padded_comes_back(plain: bytes) -> None:
    assert unpadded(padded(plain)) == plain


@given(st.binary(max_size=300))
def test_what_was_never_padded_raises_nothing_else(full: bytes) -> None:
    with contextlib.suppress(Tampered):
        assert len(unpadded(full)) < len(full)
