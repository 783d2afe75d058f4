"""Accounts: who may be made, who may log in, and what ends with a password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from staff_room import CHEAP, OWN_PASSWORD, SERVER_KEY, MovedClock, Person, employ

from staff.accounts import AccountError
from staff.key_pairs import KeyPair
from staff.passwords import Passwords, WeakPassword
from staff.personnel import Personnel, open_personnel

PAIR = KeyPair(b"public", b"wrapped", b"salt", 3, 65536)
OTHER_PAIR = KeyPair(b"public too", b"wrapped too", b"salt too", 4, 65536)


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


def test_password_and_key_pair_change_together_or_not_at_all(personnel: Personnel, person: Person) -> None:
    token = personnel.sessions.open(person.account.id)
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD, PAIR)
    assert personnel.key_pairs.of(person.account.id) == PAIR and personnel.sessions.find(token) is None
    broken = KeyPair(OTHER_PAIR.public_key, None, b"", 0, 0)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        personnel.accounts.choose_password(person.account.id, "et helt andet ord", broken)
    with pytest.raises(WeakPassword):
        personnel.accounts.choose_password(person.account.id, "kort", OTHER_PAIR)
    assert personnel.key_pairs.of(person.account.id) == PAIR
    assert personnel.accounts.verify_password(person.account.id, OWN_PASSWORD)


def test_a_key_slipped_into_the_database_counts_as_none(
    personnel: Personnel, tables: Engine, clock: MovedClock
) -> None:
    bo = employ(personnel, "bo", "counsellor", municipalities=("ballerup",)).account
    personnel.accounts.choose_password(bo.id, OWN_PASSWORD, PAIR)
    with tables.begin() as connection:
        connection.execute(text("UPDATE staff_key_pair SET public_key = :key"), {"key": OTHER_PAIR.public_key})
    assert personnel.key_pairs.public_keys("ballerup") == {} and personnel.key_pairs.of(bo.id) is None
    # Whoever has another server's key cannot make the hash either.
    open_personnel(tables, SERVER_KEY + b"!", clock, CHEAP).key_pairs.put(bo.id, OTHER_PAIR)
    assert personnel.key_pairs.public_keys("ballerup") == {}


def test_a_reset_ends_sessions_the_old_password_and_its_key_pair(
    personnel: Personnel, person: Person, clock: MovedClock
) -> None:
    personnel.accounts.choose_password(person.account.id, OWN_PASSWORD, PAIR)
    token = personnel.sessions.open(person.account.id)
    first = personnel.accounts.reset_password(person.account.id, new_code=False)
    assert first.totp_uri is None and personnel.sessions.find(token) is None
    assert personnel.key_pairs.of(person.account.id) is None
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


def test_a_case_is_sealed_to_open_counsellors_of_the_place_with_a_key(personnel: Personnel) -> None:
    def counsellor(name: str, *places: str, key: bool = True) -> Person:
        made = employ(personnel, name, "counsellor", municipalities=places)
        if key:
            personnel.accounts.choose_password(made.account.id, OWN_PASSWORD, PAIR)
        return made

    here, both = counsellor("anna", "ballerup"), counsellor("bo", "glostrup", "ballerup")
    counsellor("carl", "glostrup")
    counsellor("dorte", "ballerup", key=False)
    closed, moved = counsellor("erik", "ballerup"), counsellor("fie", "ballerup")
    personnel.accounts.set_active(closed.account.id, False)
    personnel.accounts.set_roles(moved.account.id, ["editor"], ["ballerup"])
    assert personnel.key_pairs.public_keys("ballerup") == {here.account.id: b"public", both.account.id: b"public"}
    assert personnel.key_pairs.public_keys("aalborg") == {}


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
