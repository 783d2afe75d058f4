"""The mail that says "Ny henvendelse", and nothing else, to the counsellors of a municipality. Off unless set up.

Looked for once a minute rather than sent when a case comes: so the mail does not tell when the citizen pressed the
button, and nothing that goes wrong with mail touches a citizen.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.json_log import log_event
from intake.case_counts import CaseCounts, Unclaimed
from intake.hours import Clock, utc_now
from staff.account import Account
from staff.accounts import AccountStore
from web.console import mail
from web.console.counsellor_keys import COUNSELLOR
from web.console.desk import DESK
from web.security import SETTINGS
from web.settings import MailServer

TEXT = "Ny henvendelse"
LOOK_EVERY_SECONDS = 60.0
# After a start the cases of these last hours are told of, so that none that came just before a stop is forgotten.
NEWS = timedelta(hours=2)

logger = logging.getLogger("guide.web.console.mail")


class NewCaseMail:
    """Tells each counsellor with an address of cases that nobody has taken: each case once, one mail a pause."""

    def __init__(self, server: MailServer, accounts: AccountStore, counts: CaseCounts, clock: Clock = utc_now) -> None:
        self._server, self._accounts, self._counts, self._clock = server, accounts, counts, clock
        self._told: dict[uuid.UUID, set[uuid.UUID]] = {}
        self._last_mail: dict[uuid.UUID, datetime] = {}
        self._since = clock() - NEWS

    async def keep_telling(self) -> None:
        """Look once a minute, until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.tell)
            except SQLAlchemyError:
                logger.exception("new_cases_not_looked_for")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def tell(self) -> None:
        """Send what is due now. Blocks. What could not be sent is tried again next time; the log names nobody."""
        cases = [case for case in self._counts.unclaimed() if case.opened >= self._since]
        due = {account: news for account in self._accounts.all() if (news := self._news(account, cases))}
        if not due:
            return
        addresses = {account.email for account in due if account.email}
        try:
            taken = mail.send(self._server, TEXT, addresses)
        except OSError as error:
            log_event(logger, "mail_not_sent", logging.WARNING, mails=len(addresses), error=type(error).__name__)
            return
        for account, news in due.items():
            # Refused addresses wait for the next mail, too: they would be refused every minute.
            self._last_mail[account.id] = self._clock()
            self._told[account.id] = news
        log_event(logger, "mail_sent", mails=len(taken), refused=len(addresses) - len(taken))

    def _news(self, account: Account, cases: list[Unclaimed]) -> set[uuid.UUID]:
        """The unclaimed cases of the account's municipalities; empty if it is told of all, or told just now."""
        if not (account.active and account.email and COUNSELLOR in account.roles):
            return set()
        theirs = {case.id for case in cases if case.municipality in account.municipalities}
        last = self._last_mail.get(account.id)
        is_paused = last is not None and self._clock() - last < timedelta(minutes=self._server.pause)
        return set() if is_paused or theirs <= self._told.get(account.id, set()) else theirs


async def new_case_mail_context(app: web.Application) -> AsyncIterator[None]:
    """Run it while the application does, if a mail server is set. After `desk_context`."""
    server, desk = app[SETTINGS].mail, app[DESK]
    if server is None:
        yield
        return
    telling = asyncio.create_task(NewCaseMail(server, desk.personnel.accounts, desk.case_counts).keep_telling())
    yield
    telling.cancel()
