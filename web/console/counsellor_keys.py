"""Where accounts meet sealed cases: a counsellor's key pair is made, unlocked and wrapped anew as they log in."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import asdict

from nacl.public import PrivateKey
from sqlalchemy import Engine

from intake.cases import CASES, CaseStore
from intake.keys import WrappedKey, WrongPassword, derived_key, rewrap, unlock
from staff.account import Account
from staff.key_pairs import KeyPair
from staff.passwords import check_strength, normalised
from staff.personnel import Personnel
from staff.sessions import StaffSession

COUNSELLOR = "counsellor"


class CounsellorKeys:
    """Key pairs in the database, and the private keys of those who are logged in, in memory only.

    A one-time password never wraps a key: somebody else has seen it. The pair is made when the counsellor chooses a
    password. What stretches a password takes half a second: call it in a thread.
    """

    def __init__(self, engine: Engine, secret_key: bytes, personnel: Personnel) -> None:
        self._personnel = personnel
        self._cases = CaseStore(engine, derived_key(secret_key, CASES))
        self._unlocked: dict[uuid.UUID, PrivateKey] = {}

    def unlock(self, session: StaffSession, password: str) -> None:
        """Unlock the key of a counsellor who logs in; make the first one of an account that has become a counsellor."""
        account = session.account
        if COUNSELLOR not in account.roles or account.must_change_password:
            return
        pair = self._personnel.key_pairs.of(account.id)
        # A pair that this password does not open, nobody can open any more.
        key = (pair and _opened(pair, password)) or self._new_key(account, password)
        self._unlocked[session.id] = key

    def choose_password(self, session: StaffSession, password: str) -> None:
        """Set a new password and wrap the private key by it, in one transaction. WeakPassword if it is too weak."""
        account = session.account
        check_strength(password, account.name)
        if COUNSELLOR not in account.roles:
            self._personnel.accounts.choose_password(account.id, password, None, session.id)
            return
        key = self._unlocked.get(session.id) or PrivateKey.generate()
        self._personnel.accounts.choose_password(account.id, password, _wrapped(key, password), session.id)
        self._unlocked[session.id] = key

    def of(self, session_id: uuid.UUID) -> PrivateKey | None:
        """The unlocked key of a session."""
        return self._unlocked.get(session_id)

    def lock(self, session_id: uuid.UUID) -> None:
        """Forget the key of a session that has ended."""
        self._unlocked.pop(session_id, None)

    def lock_all_but(self, session_ids: Collection[uuid.UUID]) -> None:
        """Forget the keys of all sessions that are not among these."""
        for session_id in self._unlocked.keys() - set(session_ids):
            self.lock(session_id)

    def recover(self, account: Account, recovery_code: str) -> int | None:
        """Seal the cases of the account's municipalities to its key, with the recovery code; return how many.

        None if the account has no key yet: its person must log in and choose a password first. WrongRecoveryCode.
        """
        pair = self._personnel.key_pairs.of(account.id)
        if pair is None:
            return None
        count = self._cases.recover(recovery_code, account.id, pair.public_key, account.municipalities)
        self._personnel.audit.record(None, "cases_recovered", account.id)
        return count

    def retire_leavers(self) -> None:
        """Take keys and cases from those who are counsellors no more, however they ceased to be.

        Who only left a municipality loses the cases of that one.
        """
        accounts = self._personnel.accounts.all()
        counsellors = {each.id: each for each in accounts if each.active and COUNSELLOR in each.roles}
        for account_id in self._personnel.key_pairs.owners():
            stays = counsellors.get(account_id)
            withdrawn = self._cases.withdraw(account_id, stays.municipalities if stays else ())
            if not stays:
                self._personnel.key_pairs.remove(account_id)
            if withdrawn or not stays:
                self._personnel.audit.record(None, "keys_withdrawn", account_id)

    def _new_key(self, account: Account, password: str) -> PrivateKey:
        key = PrivateKey.generate()
        self._personnel.key_pairs.put(account.id, _wrapped(key, password))
        self._personnel.audit.record(account.id, "keys_made", account.id)
        return key


def _wrapped(key: PrivateKey, password: str) -> KeyPair:
    return KeyPair(**asdict(rewrap(key, normalised(password))))


def _opened(pair: KeyPair, password: str) -> PrivateKey | None:
    try:
        return unlock(WrappedKey(**asdict(pair)), normalised(password))
    except WrongPassword:
        return None
