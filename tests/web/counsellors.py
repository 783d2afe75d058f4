"""Counsellors at the real console, and citizens who write to them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from aiohttp.test_utils import TestClient
from console_browser import Browse, Browser, Page, Person, desk_of

from intake.cases import CaseStore
from intake.open_case import OpenCase
from staff.account import Account
from web.counselling.rooms import CASE_STORE

INBOX = "/personale/henvendelser"
STORY = "Jeg drikker hver aften, når børnene sover."
ANSWERS = {"about": "me", "topic": "alcohol", "urgency": "week", "hope": "advice", "reply": "mailbox"}


@dataclass
class Counsellor:
    """Somebody who is logged in as a counsellor."""

    browser: Browser
    person: Person

    @classmethod
    async def at_work(
        cls, client: TestClient, browse: Browse, name: str, *municipalities: str, also: tuple[str, ...] = ()
    ) -> Counsellor:
        """Employ and log in for the first time; in Ballerup if nothing is said."""
        roles, codes = ("counsellor", *also), municipalities or ("ballerup",)
        counsellor = cls(browse(), Person.employ(client, name, *roles, municipalities=codes))
        await counsellor.browser.settle_in(counsellor.person)
        return counsellor

    @property
    def account(self) -> Account:
        return self.person.personnel.accounts.named(self.person.name)

    async def see(self, tab: str = "nye") -> Page:
        return await self.browser.open(f"{INBOX}?fane={tab}")

    async def read(self, case_id: uuid.UUID) -> Page:
        return await self.browser.open(f"{INBOX}/{case_id}")

    async def do(self, case_id: uuid.UUID, act: str, **fields: str) -> Page:
        """Press a button of the case's page."""
        return await self.browser.send(f"{INBOX}/{case_id}/{act}", **fields)


def store_of(client: TestClient) -> CaseStore:
    return client.app[CASE_STORE]


def write(client: TestClient, text: str = STORY, municipality: str = "ballerup", **answers: str) -> OpenCase:
    """A citizen sends the form; returns the case as they see it with the receipt."""
    readers = desk_of(client).personnel.key_pairs.public_keys(municipality)
    receipt = store_of(client).open_case(municipality, {**ANSWERS, **answers}, text, readers)
    case = store_of(client).enter_with_receipt(receipt)
    assert case is not None
    return case


def acts(client: TestClient) -> list[str]:
    """What the log says, oldest first."""
    return [entry.action for entry in reversed(desk_of(client).personnel.audit.entries(500))]
