"""A small installation of the mailbox: its stores, a clock to move, and counsellors with passwords."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nacl.public import PrivateKey
from sqlalchemy import Engine

from intake import keys, migrate
from intake.cases import CASES, CaseStore
from intake.drafts import DRAFTS, DraftStore
from intake.open_case import OpenCase
from intake.recovery_keys import RecoveryKeys
from intake.stretching import Cost

CHEAP = Cost(opslimit=1, memlimit=8192)
SECRET_KEY = b"the server's key, which is longer than thirty-two characters, and than sixty-four too"
ANSWERS = {"about": "relative", "topic": "gambling", "urgency": "soon", "nickname": "Grævlingen"}
WORDS = "Min bror spiller alle pengene op om natten, og vi tør ikke åbne posten."
REPLY = "Du gør det rigtige ved at skrive. Hvad siger din bror selv?"
NOTE = "Ringet til gældsrådgiver uden navn."


class Counsellor:
    """A counsellor as web sees one after login: an id, and a key pair that the password opens."""

    def __init__(self, password: str = "Korrekt hest, batteri og hæftemaskine") -> None:
        self.id, self.password = uuid.uuid4(), password
        self.wrapped = keys.new_counsellor_keys(password, CHEAP)

    @property
    def private_key(self) -> PrivateKey:
        return keys.unlock(self.wrapped, self.password)

    @property
    def public_key(self) -> bytes:
        return self.wrapped.public_key


class Installation:
    """Stores on one database. `now` is their time: move it."""

    def __init__(self, engine: Engine, folder: Path | None = None) -> None:
        migrate.upgrade(engine)
        self.engine, self.folder = engine, folder
        self.now = datetime(2026, 11, 22, 2, 34, 56, tzinfo=UTC)
        self.lookup_key = keys.derived_key(SECRET_KEY, CASES)
        self.recovery_keys = RecoveryKeys(engine, self.lookup_key)
        self.recovery_code = self.recovery_keys.renew()
        self.cases = CaseStore(engine, self.lookup_key, lambda: self.now, cost=CHEAP)
        self.drafts = DraftStore(engine, keys.derived_key(SECRET_KEY, DRAFTS), lambda: self.now)

    def open_case(self, *counsellors: Counsellor, municipality: str = "ballerup") -> str:
        """A citizen's case, sealed to these counsellors; returns the receipt."""
        recipients = {counsellor.id: counsellor.public_key for counsellor in counsellors}
        return self.cases.open_case(municipality, ANSWERS, WORDS, recipients)

    def enter(self, receipt: str) -> OpenCase:
        """The case of a receipt that works."""
        case = self.cases.enter_with_receipt(receipt)
        assert case is not None
        return case

    def enter_as(self, counsellor: Counsellor, case_id: uuid.UUID) -> OpenCase:
        """The case as that counsellor."""
        case = self.cases.enter_as_counsellor(case_id, counsellor.id, counsellor.private_key)
        assert case is not None
        return case

    def wait(self, **time: float) -> None:
        """Move the clock on."""
        self.now += timedelta(**time)

    def answered_case(self, counsellor: Counsellor) -> tuple[str, uuid.UUID]:
        """A case with an answer, a note and another message; returns receipt and id."""
        receipt = self.open_case(counsellor)
        citizen = self.enter(receipt)
        assert self.cases.claim(citizen.id, counsellor.id)
        answering = self.enter_as(counsellor, citizen.id)
        answering.write("counsellor", REPLY)
        answering.add_note(NOTE)
        citizen.write("citizen", "Tak. Han vil ikke tale om det.")
        return receipt, citizen.id

    def stored_bytes(self) -> bytes:
        """Every byte of every file of the database: the database, its log and what they share."""
        assert self.folder is not None
        files = sorted(self.folder.iterdir())
        assert files
        return b"".join(file.read_bytes() for file in files)
