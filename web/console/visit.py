"""What a page knows of the person who asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nacl.public import PrivateKey

from staff.account import Account
from staff.sessions import StaffSession


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is logged in. `private_key` is a counsellor's, unlocked; None for anybody else."""

    session: StaffSession
    csrf: str
    private_key: PrivateKey | None = field(default=None, repr=False)

    @property
    def account(self) -> Account:
        """Who it is, with the roles held now."""
        return self.session.account
