"""What a page knows of the person who asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from nacl.public import PrivateKey

from staff.account import Account
from staff.sessions import IDLE, LONGEST, StaffSession


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is logged in. `private_key` is a counsellor's, unlocked; None for anybody else.

    `waiting` is how many cases a counsellor should look at.
    """

    session: StaffSession
    csrf: str
    private_key: PrivateKey | None = field(default=None, repr=False)
    waiting: int = 0

    @property
    def account(self) -> Account:
        """Who it is, with the roles held now."""
        return self.session.account

    @property
    def ends_at(self) -> datetime:
        """When the session ends if nothing more is done."""
        return min(self.session.last_seen_at + IDLE, self.session.opened_at + LONGEST)
