"""Where accounts meet sealed cases: a counsellor's key pair is made, unlocked and wrapped anew as they log in."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from nacl.public import PrivateKey
from sqlalchemy import Engine

from intake.cases import CaseStore
from intake.key_ring import KeyRing
from intake.keys import WrongPassword, new_counsellor_keys, rewrap, server_key, unlock
from staff.account import Account
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
        lookup_key = server_key(secret_key, "intake")
        self._ring = KeyRing(engine, lookup_key)
        self._cases = CaseStore(engine, lookup_key)
        self._unlocked: dict[uuid.UUID, PrivateKey] = {}

    def unlock(self, session: StaffSession, password: str) -> None:
        """Unlock the key of a counsellor who logs in; make the first one of an account that has become a counsellor."""
        account = session.account
        if COUNSELLOR not in account.roles or account.must_change_password:
            return
        wrapped = self._ring.load(account.id)
        try:
            if wrapped is not None:
                self._unlocked[session.id] = unlock(wrapped, normalised(password))
                return
        except WrongPassword:
            # The password has changed while the account was no counsellor's: nobody can open the old key any more.
            pass
        wrapped = new_counsellor_keys(normalised(password))
        self._ring.save(account.id, wrapped)
        self._unlocked[session.id] = unlock(wrapped, normalised(password))
        self._personnel.audit.record(account.id, "keys_made", account.id)

    def choose_password(self, session: StaffSession, password: str) -> None:
        """Set a new password and wrap the private key by it, in one transaction. WeakPassword if it is too weak."""
        account = session.account
        check_strength(password, account.name)
        if COUNSELLOR not in account.roles:
            self._personnel.accounts.choose_password(account.id, password, session.id)
            return
        key = self._unlocked.get(session.id) or PrivateKey.generate()
        wrapped = rewrap(key, normalised(password))
        self._personnel.accounts.choose_password(
            account.id, password, session.id, also=lambda rows: self._ring.put(rows, account.id, wrapped)
        )
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

    def recipients(self, municipality: str) -> dict[uuid.UUID, bytes]:
        """To whom a case of that municipality is sealed: ids and public keys of its counsellors who have a key."""
        return self._ring.public_keys(self._personnel.accounts.counsellors(municipality))

    def recover(self, account: Account, recovery_code: str) -> int | None:
        """Seal the cases of the account's municipalities to its key, with the recovery code; return how many.

        None if the account has no key yet: its person must log in and choose a password first. WrongRecoveryCode.
        """
        wrapped = None if account.must_change_password else self._ring.load(account.id)
        if wrapped is None:
            return None
        count = self._cases.recover(recovery_code, account.id, wrapped.public_key, account.municipalities)
        self._personnel.audit.record(None, "cases_recovered", account.id)
        return count

    def retire_leavers(self) -> None:
        """Take keys and cases from those who are counsellors no more, however they ceased to be."""
        accounts = self._personnel.accounts.all()
        gone = [each.id for each in accounts if not each.active or COUNSELLOR not in each.roles]
        for account_id in self._ring.public_keys(gone):
            self._cases.withdraw(account_id)
            self._ring.remove(account_id)
            self._personnel.audit.record(None, "keys_withdrawn", account_id)
