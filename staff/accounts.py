"""Accounts: made and changed by administrators, proved by password and code."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from staff import totp
from staff.account import Account, account_of, is_name, normalised_name
from staff.audit import AuditLog
from staff.clock import Clock, utc_now
from staff.key_pairs import KeyPair, KeyPairs
from staff.models import ROLES, AccountRow, MunicipalityRow, RoleRow
from staff.passwords import Passwords, check_strength, new_one_time_password
from staff.sessions import delete_sessions

ONE_TIME_PASSWORD_HOLDS = timedelta(days=3)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MUNICIPALITY = re.compile(r"[a-z]+")


class AccountError(ValueError):
    """What was asked for cannot be done; the text says in Danish why."""


@dataclass(frozen=True)
class FirstLogin:
    """What a person needs to log in the first time, shown once. `totp_uri` is None if the phone's code stays."""

    name: str
    password: str
    totp_uri: str | None


class AccountStore:
    """The accounts in one database. `by` is the administrator who acts; None is the command line."""

    def __init__(
        self,
        engine: Engine,
        audit: AuditLog,
        key_pairs: KeyPairs,
        server_key: bytes,
        passwords: Passwords | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._engine, self._audit, self._clock = engine, audit, clock
        self._key_pairs = key_pairs
        self._seal = totp.SecretSeal(server_key)
        self._passwords = passwords or Passwords()

    def create(
        self,
        name: str,
        roles: Collection[str],
        municipalities: Collection[str] = (),
        email: str | None = None,
        by: uuid.UUID | None = None,
    ) -> FirstLogin:
        """Make an account with a one-time password. AccountError if the name is taken or no name."""
        name = normalised_name(name)
        if not is_name(name):
            raise AccountError("Navnet må kun have bogstaver og tal, og . _ - imellem dem. Mindst to tegn.")
        if email is not None and not _EMAIL.fullmatch(email):
            raise AccountError("E-mailen skal skrives som navn@kommune.dk.")
        password, secret = new_one_time_password(), totp.new_secret()
        row = AccountRow(id=uuid.uuid4(), name=name, email=email, active=True, created_at=self._clock())
        row.password_hash = self._passwords.hash(password)
        row.one_time_until = self._clock() + ONE_TIME_PASSWORD_HOLDS
        row.sealed_totp_secret = self._seal.seal(secret)
        _set_roles(row, roles, municipalities)
        with Session(self._engine) as session, session.begin():
            if session.scalar(select(AccountRow.id).where(AccountRow.name == name)):
                raise AccountError(f"Der er allerede en konto med navnet {name}.")
            session.add(row)
            self._audit.append(session, by, "account_created", row.id)
        return FirstLogin(name, password, totp.provisioning_uri(secret, name))

    def verify_login(self, name: str, password: str, code: str) -> Account | None:
        """The account if name, password and code are right and it is open. The code is spent.

        It takes as long whichever is wrong, and does not tell which. Slow on purpose: call it in a thread.
        """
        with Session(self._engine) as session:
            row = session.scalar(select(AccountRow).where(AccountRow.name == normalised_name(name)))
            is_right = self._passwords.verify(row.password_hash if row else None, password)
            if row is None:
                return None
            if is_right and self._is_open(row) and self._spend_code(row.id, row.sealed_totp_secret, code):
                self._renew_hash(row, password)
                return account_of(row)
            self._audit.record(row.id, "login_failed")
            return None

    def verify_password(self, account_id: uuid.UUID, password: str) -> bool:
        """Tell whether this is the account's password now."""
        with Session(self._engine) as session:
            row = session.get(AccountRow, account_id)
            return self._passwords.verify(row.password_hash if row else None, password)

    def choose_password(
        self,
        account_id: uuid.UUID,
        password: str,
        pair: KeyPair | None = None,
        keep_session: uuid.UUID | None = None,
    ) -> None:
        """Set the person's own password and the key pair that it wraps, at once, and end all other sessions.

        Without `pair` the account has none afterwards. WeakPassword if the password is too easy to guess.
        """
        hashed = self._passwords.hash(password)
        with Session(self._engine) as session, session.begin():
            row = _row(session, account_id)
            check_strength(password, row.name)
            row.password_hash, row.one_time_until = hashed, None
            self._key_pairs.replace(session, account_id, pair)
            delete_sessions(session, account_id, keep=keep_session)
            self._audit.append(session, account_id, "password_changed")

    def reset_password(self, account_id: uuid.UUID, *, new_code: bool, by: uuid.UUID | None = None) -> FirstLogin:
        """Give a one-time password, with `new_code` for a new phone too; all sessions end, and the key pair goes.

        Nobody can open that key pair without the lost password; the person's cases need the recovery key.
        """
        password, secret = new_one_time_password(), totp.new_secret()
        hashed = self._passwords.hash(password)
        with Session(self._engine) as session, session.begin():
            row = _row(session, account_id)
            row.password_hash, row.one_time_until = hashed, self._clock() + ONE_TIME_PASSWORD_HOLDS
            if new_code:
                row.sealed_totp_secret, row.totp_step = self._seal.seal(secret), None
            self._key_pairs.replace(session, account_id, None)
            delete_sessions(session, account_id)
            self._audit.append(session, by, "password_reset", account_id)
            name = row.name
        return FirstLogin(name, password, totp.provisioning_uri(secret, name) if new_code else None)

    def set_roles(
        self,
        account_id: uuid.UUID,
        roles: Collection[str],
        municipalities: Collection[str],
        by: uuid.UUID | None = None,
    ) -> None:
        """Give the account these roles and municipalities only. AccountError if no administrator would be left."""
        with Session(self._engine) as session, session.begin():
            # The entry comes first: it makes two administrators who take each other's role wait for one another.
            self._audit.append(session, by, "roles_changed", account_id)
            row = _row(session, account_id)
            was_needed = _is_administrator(row)
            _set_roles(row, roles, municipalities)
            _require_an_administrator(session, was_needed)

    def set_active(self, account_id: uuid.UUID, active: bool, by: uuid.UUID | None = None) -> None:
        """Open or close an account. Closing ends its sessions. AccountError if no administrator would be left."""
        with Session(self._engine) as session, session.begin():
            self._audit.append(session, by, "account_opened" if active else "account_closed", account_id)
            row = _row(session, account_id)
            was_needed = _is_administrator(row)
            row.active = active
            delete_sessions(session, account_id)
            _require_an_administrator(session, was_needed)

    def all(self) -> Sequence[Account]:
        """Every account, by name."""
        with Session(self._engine) as session:
            return [account_of(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def get(self, account_id: uuid.UUID) -> Account | None:
        """The account with that id."""
        with Session(self._engine) as session:
            row = session.get(AccountRow, account_id)
            return account_of(row) if row else None

    def named(self, name: str) -> Account:
        """The account with that name; AccountError if there is none."""
        with Session(self._engine) as session:
            row = session.scalar(select(AccountRow).where(AccountRow.name == normalised_name(name)))
            if row is None:
                raise AccountError(f"Der er ingen konto med navnet {name}.")
            return account_of(row)

    def _is_open(self, row: AccountRow) -> bool:
        return row.active and (row.one_time_until is None or row.one_time_until > self._clock())

    def _spend_code(self, account_id: uuid.UUID, sealed_secret: bytes, code: str) -> bool:
        """Tell whether the code is right and newer than the last one used; the database decides between two at once."""
        step = totp.matching_step(self._seal.open(sealed_secret), code, self._clock())
        if step is None:
            return False
        unused = (AccountRow.totp_step.is_(None)) | (AccountRow.totp_step < step)
        spend = update(AccountRow).where(AccountRow.id == account_id, unused).values(totp_step=step)
        with Session(self._engine) as session, session.begin():
            return session.scalar(spend.returning(AccountRow.id)) is not None

    def _renew_hash(self, row: AccountRow, password: str) -> None:
        if not self._passwords.is_outdated(row.password_hash):
            return
        renewed = update(AccountRow).where(AccountRow.id == row.id, AccountRow.password_hash == row.password_hash)
        hashed = self._passwords.hash(password)
        with Session(self._engine) as session, session.begin():
            session.execute(renewed.values(password_hash=hashed))


def _row(session: Session, account_id: uuid.UUID) -> AccountRow:
    row = session.get(AccountRow, account_id)
    if row is None:
        raise AccountError("Kontoen findes ikke.")
    return row


def _set_roles(row: AccountRow, roles: Collection[str], municipalities: Collection[str]) -> None:
    if not roles or set(roles) - set(ROLES):
        raise AccountError(f"Vælg mindst én rolle: {', '.join(ROLES)}.")
    if not all(_MUNICIPALITY.fullmatch(code) for code in municipalities):
        raise AccountError("En kommune skrives som sin kode, for eksempel ballerup.")
    if "counsellor" in roles and not municipalities:
        raise AccountError("En rådgiver skal høre til mindst én kommune.")
    kept = {each.role: each for each in row.roles}
    row.roles = [kept.get(role) or RoleRow(role=role) for role in sorted(set(roles))]
    served = {each.municipality: each for each in row.municipalities}
    row.municipalities = [
        served.get(code) or MunicipalityRow(municipality=code) for code in sorted(set(municipalities))
    ]


def _is_administrator(row: AccountRow) -> bool:
    return row.active and any(each.role == "administrator" for each in row.roles)


def _require_an_administrator(session: Session, was_needed: bool) -> None:
    """Only an administrator can name another one, so the last one must stay."""
    session.flush()
    administrators = select(AccountRow.id).join(RoleRow).where(AccountRow.active, RoleRow.role == "administrator")
    if was_needed and session.scalar(administrators.limit(1)) is None:
        raise AccountError("Der skal være mindst én åben konto med rollen administrator.")
