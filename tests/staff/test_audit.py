"""The log of acts: it grows, it holds no content, and what is done to it shows."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from staff_room import SERVER_KEY, MovedClock

from staff.audit import AuditLog
from staff.personnel import Personnel

WHO, WHAT = uuid.uuid4(), uuid.uuid4()
SOME_ID = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def log(personnel: Personnel) -> AuditLog:
    """A log of five entries."""
    for number in range(5):
        personnel.audit.record(WHO if number % 2 else None, "case_opened", WHAT if number % 3 else None)
    return personnel.audit


def disarm(engine: Engine) -> None:
    """Take the triggers away, as somebody with the whole database could."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE staff_audit DISABLE TRIGGER USER"))
        else:
            for name in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER staff_audit_no_{name}"))


def test_a_log_that_was_left_alone_is_whole(log: AuditLog) -> None:
    result = log.verify()
    assert (result.entries, result.broken, result.fingerprint_found) == (5, None, True)
    assert result.fingerprint == log.entries(limit=1)[0].hash


def test_an_empty_log_is_whole(personnel: Personnel) -> None:
    assert personnel.audit.verify().broken is None


def test_entries_come_newest_first_and_page_by_page(log: AuditLog, clock: MovedClock) -> None:
    assert [entry.number for entry in log.entries()] == [5, 4, 3, 2, 1]
    assert [entry.number for entry in log.entries(limit=2, before=4)] == [3, 2]
    newest = log.entries(limit=1)[0]
    assert (newest.account_id, newest.action, newest.subject_id, newest.at) == (None, "case_opened", WHAT, clock.now)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE staff_audit SET action = 'login' WHERE number = 3",
        "DELETE FROM staff_audit WHERE number = 5",
        "DELETE FROM staff_audit",
    ],
)
def test_the_database_refuses_to_change_it(log: AuditLog, tables: Engine, change: str) -> None:
    with pytest.raises(DatabaseError, match="the audit log cannot be edited"), tables.begin() as connection:
        connection.execute(text(change))
    assert log.verify().broken is None and len(log.entries()) == 5


def test_each_databases_own_way_round_is_closed_too(log: AuditLog, tables: Engine) -> None:
    change = "TRUNCATE staff_audit"
    if tables.dialect.name == "sqlite":
        change = "REPLACE INTO staff_audit SELECT number, 0, NULL, 'login', NULL, previous_hash, hash FROM staff_audit"
    with pytest.raises(DatabaseError, match="the audit log cannot be edited"), tables.begin() as connection:
        connection.execute(text(change))
    assert log.verify().broken is None and len(log.entries()) == 5


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE staff_audit SET action = 'login' WHERE number = 3", 3),
        ("UPDATE staff_audit SET at = at + 60 WHERE number = 2", 2),
        ("UPDATE staff_audit SET account_id = NULL WHERE number = 4", 4),
        ("UPDATE staff_audit SET subject_id = NULL WHERE number = 5", 5),
        ("UPDATE staff_audit SET hash = previous_hash WHERE number = 1", 1),
        ("DELETE FROM staff_audit WHERE number = 1", 1),
        ("DELETE FROM staff_audit WHERE number = 3", 3),
        ("DELETE FROM staff_audit WHERE number > 3", 4),
        ("DELETE FROM staff_audit", 1),
        ("DELETE FROM staff_audit_head", 6),
    ],
)
def test_who_gets_round_the_triggers_is_found_out(log: AuditLog, tables: Engine, change: str, broken: int) -> None:
    disarm(tables)
    with tables.begin() as connection:
        connection.execute(text(change))
    assert log.verify().broken == broken


def test_a_tail_cut_off_with_its_head_shows_in_the_fingerprint(log: AuditLog, tables: Engine) -> None:
    kept_elsewhere = log.verify().fingerprint
    older = log.entries()[2].hash
    disarm(tables)
    with tables.begin() as connection:
        last = "(SELECT hash FROM staff_audit WHERE number = 3)"
        connection.execute(text(f"UPDATE staff_audit_head SET number = 3, hash = {last}"))
        connection.execute(text("DELETE FROM staff_audit WHERE number > 3"))
    assert log.verify().broken is None
    assert not log.verify(kept_elsewhere).fingerprint_found and log.verify(older).fingerprint_found


def test_without_the_servers_key_nobody_continues_the_chain(log: AuditLog, tables: Engine, clock: MovedClock) -> None:
    AuditLog(tables, SERVER_KEY + b"!", clock).record(WHO, "login")
    assert log.verify().broken == 6


def test_many_at_once_make_one_chain(log: AuditLog) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: log.record(WHO, "login"), range(30)))
    result = log.verify()
    assert (result.entries, result.broken) == (35, None)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_only_a_word_of_our_own_can_be_an_action(log: AuditLog, said: str) -> None:
    is_word = said.isascii() and bool(said) and all(part.isalpha() and part.islower() for part in said.split("_"))
    if is_word:
        return
    with pytest.raises(ValueError, match="an action is a word"):
        log.record(WHO, said)
