"""Accounts: who may be made, who may log in, and what ends with a password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from staff_room import CHEAP, OWN_PASSWORD, SERVER_KEY, MovedClock, Person, employ

from staff.accounts import AccountError
from staff.passwords import Passwords, WeakPassword
from staff.personnel import Personnel, open_personnel


def test_name_password_and_code_together_let_in(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    account = personnel.accounts.verify_login("  IDA.Berg ", person.password, f" {person.code(clock.now)} ")
    assert account is not None and account.id == person.account.id
    assert account.roles == {"administrator"} and account.must_change_password


@pytest.mark.parametrize("wrong", ["name", "password", "code"])
def test_each_of_them_alone_wrong_keeps_out(
    personnel: Personnel, person: Person, clock: MovedClock, wrong: str
) -> None:
    said = {"name": "ida.berg", "password": person.password, "code": person.code(clock.now)}
    said[wrong] = {"name": "ida", "password": person.password + "x", "code": "000000"}[wrong]
    assert personnel.accounts.verify_login(**said) is None
    logged = [entry.action for entry in personnel.audit.entries()]
    assert ("login_failed" in logged) is (wrong != "name")


def test_a_code_works_once_and_an_older_one_never_after(
    personnel: Personnel, person: Person, clock: MovedClock
) -> None:
    older, code = person.code(clock.now), person.code(clock.now.replace(second=30))
    clock.move(seconds=30)
    assert personnel.accounts.verify_login("ida.berg", person.password, code)
    assert personnel.accounts.verify_login("ida.berg", person.password, code) is None
    assert personnel.accounts.verify_login("ida.berg", person.password, older) is None
    clock.move(seconds=30)
    assert personnel.accounts.verify_login("ida.berg", person.password, person.code(clock.now))


def test_a_wrong_password_does_not_spend_the_code(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    code = person.code(clock.now)
    assert personnel.accounts.verify_login("ida.berg", "forkert", code) is None
    assert personnel.accounts.verify_login("ida.berg", person.password, code)


def test_of_two_at_once_with_one_code_one_comes_in(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    code = person.code(clock.now)
    with ThreadPoolExecutor(4) as pool:
        tried = [pool.submit(personnel.accounts.verify_login, "ida.berg", person.password, code) for _ in range(4)]
    assert sum(each.result() is not None for each in tried) == 1


def test_a_one_time_password_ends_after_three_days(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    clock.move(days=3)
    assert personnel.accounts.verify_login("ida.berg", person.password, person.code(clock.now)) is None


def test_an_own_password_lasts_and_takes_the_place_of_the_first(
    personnel: Personnel, person: Person, clock: MovedClock
) -> None:
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD)
    clock.move(days=400)
    assert personnel.accounts.verify_login("ida.berg", person.password, person.code(clock.now)) is None
    account = personnel.accounts.verify_login("ida.berg", OWN_PASSWORD, person.code(clock.now))
    assert account is not None and not account.must_change_password


def test_a_weak_password_changes_nothing(personnel: Personnel, person: Person) -> None:
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD)
    with pytest.raises(WeakPassword):
        personnel.accounts.choose_password(person.account.id, "kort")
    assert personnel.accounts.verify_password(person.account.id, OWN_PASSWORD)


def test_what_the_password_wraps_changes_with_it_or_neither_does(personnel: Personnel, person: Person) -> None:
    def fail(session: Session) -> None:
        raise RuntimeError("the key could not be written")

    def rename(session: Session) -> None:
        session.execute(text("UPDATE staff_account SET email = 'ida@kommune.example'"))

    token = personnel.sessions.open(person.account.id)
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD, also=rename)
    assert personnel.accounts.named("ida.berg").email == "ida@kommune.example"
    assert personnel.sessions.find(token) is None
    with pytest.raises(RuntimeError):
        personnel.accounts.choose_password(person.account.id, "et helt andet ord", also=fail)
    assert personnel.accounts.verify_password(person.account.id, OWN_PASSWORD)


def test_a_reset_ends_sessions_and_the_old_password(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD)
    token = personnel.sessions.open(person.account.id)
    first = personnel.accounts.reset_password(person.account.id, new_code=False)
    assert first.totp_uri is None and personnel.sessions.find(token) is None
    assert personnel.accounts.verify_login("ida.berg", OWN_PASSWORD, person.code(clock.now)) is None
    assert personnel.accounts.verify_login("ida.berg", first.password, person.code(clock.now))


def test_a_new_phone_gets_a_new_code(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    first = personnel.accounts.reset_password(person.account.id, new_code=True)
    assert first.totp_uri is not None and person.secret not in first.totp_uri
    assert personnel.accounts.verify_login("ida.berg", first.password, person.code(clock.now)) is None


def test_a_closed_account_is_out_at_once(personnel: Personnel, person: Person, clock: MovedClock) -> None:
    employ(personnel, "bo", "administrator")
    token = personnel.sessions.open(person.account.id)
    personnel.accounts.set_active(person.account.id, False)
    assert personnel.sessions.find(token) is None and not personnel.sessions.live_ids()
    assert personnel.accounts.verify_login("ida.berg", person.password, person.code(clock.now)) is None


def test_the_last_administrator_stays(personnel: Personnel, person: Person) -> None:
    other = employ(personnel, "bo", "administrator").account
    personnel.accounts.set_roles(other.id, ["editor"], [])
    with pytest.raises(AccountError, match="administrator"):
        personnel.accounts.set_active(person.account.id, False)
    with pytest.raises(AccountError, match="administrator"):
        personnel.accounts.set_roles(person.account.id, ["editor"], [])
    assert personnel.accounts.named("ida.berg") == person.account
    assert [entry.action for entry in personnel.audit.entries(limit=1)] == ["roles_changed"]


def test_two_administrators_cannot_close_each_other_at_once(personnel: Personnel, person: Person) -> None:
    other = employ(personnel, "bo", "administrator").account
    with ThreadPoolExecutor(2) as pool:
        tried = [pool.submit(personnel.accounts.set_active, each, False) for each in (person.account.id, other.id)]
    assert sorted(type(each.exception()) is AccountError for each in tried) == [False, True]
    assert [account.active for account in personnel.accounts.all()].count(True) == 1


def test_roles_and_municipalities_are_changed_whole(personnel: Personnel) -> None:
    bo = employ(personnel, "bo", "counsellor", "reviewer", municipalities=("ballerup", "glostrup")).account
    personnel.accounts.set_roles(bo.id, ["counsellor", "editor"], ["aalborg", "ballerup"])
    changed = personnel.accounts.named("bo")
    assert changed.roles == {"counsellor", "editor"} and changed.municipalities == {"aalborg", "ballerup"}


@pytest.mark.parametrize(
    ("name", "roles", "municipalities", "email"),
    [
        ("ida.berg", ["editor"], [], None),
        ("IDA.BERG", ["editor"], [], None),
        ("", ["editor"], [], None),
        ("a b", ["editor"], [], None),
        ("<b>bo", ["editor"], [], None),
        ("bo", [], [], None),
        ("bo", ["king"], [], None),
        ("bo", ["counsellor"], [], None),
        ("bo", ["counsellor"], ["Ballerup!"], None),
        ("bo", ["editor"], [], "ingen"),
    ],
)
def test_what_is_no_account_is_refused(
    personnel: Personnel, person: Person, name: str, roles: list[str], municipalities: list[str], email: str | None
) -> None:
    with pytest.raises(AccountError):
        personnel.accounts.create(name, roles, municipalities, email)
    assert [account.name for account in personnel.accounts.all()] == ["ida.berg"]


def test_the_counsellors_of_a_place_are_those_with_an_open_account(personnel: Personnel) -> None:
    def counsellor(name: str, *places: str) -> Person:
        return employ(personnel, name, "counsellor", municipalities=places)

    here, both = counsellor("anna", "ballerup"), counsellor("bo", "glostrup", "ballerup")
    closed, moved = counsellor("erik", "ballerup"), counsellor("fie", "ballerup")
    counsellor("carl", "glostrup")
    personnel.accounts.set_active(closed.account.id, False)
    personnel.accounts.set_roles(moved.account.id, ["editor"], ["ballerup"])
    assert personnel.accounts.counsellors("ballerup") == {here.account.id, both.account.id}
    assert personnel.accounts.counsellors("aalborg") == frozenset()


def test_a_dump_of_the_database_holds_neither_password_code_nor_token(
    personnel: Personnel, person: Person, tables: Engine
) -> None:
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD)
    token = personnel.sessions.open(person.account.id)
    with tables.connect() as connection:
        rows = [
            repr(row)
            for table in ("staff_account", "staff_session", "staff_audit")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    for secret in (person.password, OWN_PASSWORD, person.secret, token):
        assert secret not in "".join(rows)


def test_another_server_key_makes_no_codes(
    personnel: Personnel, person: Person, tables: Engine, clock: MovedClock
) -> None:
    stranger = open_personnel(tables, SERVER_KEY + b"!", clock, CHEAP)
    with pytest.raises(ValueError, match="server's key"):
        stranger.accounts.verify_login("ida.berg", person.password, person.code(clock.now))


def test_a_costlier_hash_is_made_at_the_next_login(
    personnel: Personnel, person: Person, tables: Engine, clock: MovedClock
) -> None:
    stronger = open_personnel(tables, SERVER_KEY, clock, Passwords())
    assert stronger.accounts.verify_login("ida.berg", person.password, person.code(clock.now))
    with tables.connect() as connection:
        assert "m=65536,t=3" in connection.execute(text("SELECT password_hash FROM staff_account")).scalar_one()
    assert stronger.accounts.verify_password(person.account.id, person.password)
