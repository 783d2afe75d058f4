"""Sessions: they end by themselves, and when somebody says so."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import Engine, text
from staff_room import OWN_PASSWORD, MovedClock, Person, employ

from staff.personnel import Personnel


def test_a_session_is_found_by_its_token_only(personnel: Personnel, person: Person) -> None:
    token = personnel.sessions.open(person.account.id)
    found = personnel.sessions.find(token)
    assert found is not None and found.account == person.account
    for other in ("", token[:-1], token.swapcase(), str(found.id)):
        assert personnel.sessions.find(other) is None


def test_half_an_hour_without_a_sign_ends_it(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    token = personnel.sessions.open(person.account.id)
    for _ in range(3):
        clock.move(minutes=29)
        assert personnel.sessions.find(token)
    clock.move(minutes=30)
    assert personnel.sessions.find(token) is None and not personnel.sessions.live_ids()


def test_after_eight_hours_it_ends_however_busy_one_is(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    token = personnel.sessions.open(person.account.id)
    for _ in range(24):
        assert personnel.sessions.find(token)
        clock.move(minutes=20)
    assert personnel.sessions.find(token) is None


def test_ended_sessions_are_deleted_at_the_next_login(
    personnel: Personnel, person: Person, clock: MovedClock, tables: Engine
) -> None:
    personnel.sessions.open(person.account.id)
    clock.move(hours=1)
    personnel.sessions.open(person.account.id)
    with tables.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM staff_session")).scalar_one() == 1


def test_one_ends_own_sessions_and_nobody_elses(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    other = employ(personnel, "bo").account
    mine, theirs = personnel.sessions.open(person.account.id), personnel.sessions.open(other.id)
    their_id = personnel.sessions.of_account(other.id)[0].id
    assert not personnel.sessions.revoke(person.account.id, their_id)
    assert not personnel.sessions.revoke(person.account.id, uuid.uuid4())
    my_id = personnel.sessions.of_account(person.account.id)[0].id
    assert personnel.sessions.revoke(person.account.id, my_id)
    assert personnel.sessions.find(mine) is None and personnel.sessions.find(theirs)
    assert personnel.sessions.live_ids() == {their_id}


def test_a_new_password_ends_all_but_the_session_at_hand(personnel: Personnel, person: Person) -> None:
    here, elsewhere = (personnel.sessions.open(person.account.id) for _ in range(2))
    session = personnel.sessions.find(here)
    assert session is not None
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD, keep_session=session.id)
    assert personnel.sessions.find(here) and personnel.sessions.find(elsewhere) is None


def test_a_session_sees_new_roles_at_once(personnel: Personnel, person: Person) -> None:
    bo = employ(personnel, "bo", "reviewer").account
    token = personnel.sessions.open(bo.id)
    personnel.accounts.set_roles(bo.id, ["editor"], [])
    found = personnel.sessions.find(token)
    assert found is not None and found.account.roles == {"editor"}


@pytest.mark.parametrize("second", [0, 29, 59])
def test_no_time_is_kept_closer_than_the_minute(
    personnel: Personnel, person: Person, clock: MovedClock, tables: Engine, second: int
) -> None:
    clock.move(seconds=second)
    token = personnel.sessions.open(person.account.id)
    clock.move(minutes=2)
    personnel.sessions.find(token)
    with tables.connect() as connection:
        for table, column in (("staff_session", "opened_at"), ("staff_session", "last_seen_at"), ("staff_audit", "at")):
            times = connection.execute(text(f"SELECT {column} FROM {table}")).scalars().all()
            assert times and not any(at % 60 for at in times)
