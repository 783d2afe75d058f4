"""The mail to counsellors, handed in to a real mail server on this machine."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from console_browser import desk_of
from counsellors import STORY
from nacl.public import PrivateKey
from smtp_server import SmtpServer
from sqlalchemy import Engine
from stub_engine import SECRET_KEY, Serve

from intake import migrate as cases_migrate
from intake.case_counts import CaseCounts
from intake.cases import CASES, CaseStore
from intake.keys import derived_key
from intake.stretching import Cost
from staff import migrate as staff_migrate
from staff.database import create_engine_from_url
from staff.personnel import Personnel, open_personnel
from web.console import new_case_mail
from web.console.new_case_mail import NewCaseMail
from web.settings import MailServer, SettingError, Settings

CHEAP = Cost(opslimit=1, memlimit=8192)


class Office:
    """Counsellors with addresses, and a clock. `write` is a citizen's new case."""

    def __init__(self, engine: Engine) -> None:
        staff_migrate.upgrade(engine)
        cases_migrate.upgrade(engine)
        self.engine, self.now = engine, datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
        self.personnel: Personnel = open_personnel(engine, SECRET_KEY.encode())
        self.cases = CaseStore(engine, derived_key(SECRET_KEY.encode(), CASES), lambda: self.now, cost=CHEAP)

    def employ(self, name: str, *municipalities: str, role: str = "counsellor") -> uuid.UUID:
        self.personnel.accounts.create(name, [role], municipalities, f"{name}@example.dk")
        return self.personnel.accounts.named(name).id

    def write(self, municipality: str = "ballerup") -> uuid.UUID:
        reader = {uuid.uuid4(): bytes(PrivateKey.generate().public_key)}
        case = self.cases.enter_with_receipt(self.cases.open_case(municipality, {}, STORY, reader))
        assert case is not None
        return case.id

    def mail(self, server: SmtpServer, pause: int = 30) -> NewCaseMail:
        address = MailServer(f"smtp://127.0.0.1:{server.port}", "guide@example.dk", pause)
        counts = CaseCounts(self.engine, lambda: self.now)
        return NewCaseMail(address, self.personnel.accounts, counts, lambda: self.now)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(create_engine_from_url(f"sqlite:///{tmp_path}/cases.db"))


@pytest.fixture
async def smtp() -> AsyncIterator[SmtpServer]:
    async with SmtpServer() as server:
        yield server


async def tell(mail: NewCaseMail) -> None:
    await asyncio.to_thread(mail.tell)


async def test_counsellors_of_the_municipality_are_told_and_nothing_more(office: Office, smtp: SmtpServer) -> None:
    office.employ("anna", "ballerup")
    office.employ("bo", "ballerup", "glostrup")
    office.employ("eva", "glostrup")
    office.employ("ida", "ballerup", role="editor")
    closed = office.employ("carl", "ballerup")
    office.personnel.accounts.set_active(closed, False)
    office.personnel.accounts.create("dan", ["counsellor"], ["ballerup"])
    mail = office.mail(smtp)
    await tell(mail)
    assert smtp.connections == 0
    case_id = office.write()
    await tell(mail)
    assert sorted(smtp.receivers) == ["anna@example.dk", "bo@example.dk"]
    for (to,), message in smtp.mails:
        assert (message["Subject"], message["To"], message["From"]) == ("Ny henvendelse", to, "guide@example.dk")
        assert message.get_payload().strip() == "Ny henvendelse."
        whole = message.as_string()
        for secret in (STORY, str(case_id), case_id.hex[:6], "allerup", "127.0.0.1", "localhost", "http"):
            assert secret not in whole


async def test_a_flood_is_one_mail_a_pause(office: Office, smtp: SmtpServer) -> None:
    office.employ("anna", "ballerup")
    mail = office.mail(smtp)
    for _ in range(50):
        office.write()
        await tell(mail)
    assert len(smtp.mails) == 1
    office.wait(minutes=29)
    await tell(mail)
    assert len(smtp.mails) == 1
    office.wait(minutes=1)
    await tell(mail)
    await tell(mail)
    assert len(smtp.mails) == 2
    office.wait(minutes=31)
    await tell(mail)
    assert len(smtp.mails) == 2


async def test_what_was_taken_meanwhile_is_no_news(office: Office, smtp: SmtpServer) -> None:
    office.employ("anna", "ballerup")
    mail = office.mail(smtp)
    office.write()
    await tell(mail)
    taken = office.write()
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sealed_case SET claimed_by = ? WHERE id = ?", (uuid.uuid4().hex, taken.hex))
    office.wait(minutes=31)
    await tell(mail)
    assert len(smtp.mails) == 1


async def test_after_a_restart_only_what_is_fresh_is_told(office: Office, smtp: SmtpServer) -> None:
    office.employ("anna", "ballerup")
    office.write()
    office.wait(hours=4)
    await tell(office.mail(smtp))
    assert smtp.mails == []
    office.write()
    await tell(office.mail(smtp))
    assert smtp.receivers == ["anna@example.dk"]


async def test_failures_are_logged_without_addresses_and_tried_again(
    office: Office, smtp: SmtpServer, caplog: pytest.LogCaptureFixture, unused_tcp_port: int
) -> None:
    office.employ("anna", "ballerup")
    office.employ("bo", "ballerup")
    mail = office.mail(smtp)
    port, smtp.port = smtp.port, unused_tcp_port
    unreachable = office.mail(smtp)
    smtp.port = port
    office.write()
    await tell(unreachable)
    assert "mail_not_sent" in caplog.messages and smtp.mails == []
    smtp.refused = {"anna@example.dk"}
    caplog.set_level("INFO")
    await tell(mail)
    assert smtp.receivers == ["bo@example.dk"] and "mail_sent" in caplog.messages
    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert "example.dk" not in said and "anna" not in said


async def test_the_password_is_used_and_a_wrong_one_is_only_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.employ("anna", "ballerup")
    office.write()
    counts = CaseCounts(office.engine, lambda: office.now)
    async with SmtpServer(password="p@ss word") as server:
        for password, mails in (("wrong", 0), ("p%40ss%20word", 1)):
            address = MailServer(f"smtp://guide:{password}@127.0.0.1:{server.port}", "guide@example.dk", 30)
            await tell(NewCaseMail(address, office.personnel.accounts, counts, lambda: office.now))
            assert len(server.mails) == mails
    assert "wrong" not in caplog.text and "p@ss" not in caplog.text


async def test_nothing_leaves_for_another_machine_without_tls(
    office: Office, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("web.console.mail._HERE", set())
    office.employ("anna", "ballerup")
    office.write()
    await tell(office.mail(smtp))
    assert smtp.mails == [] and "mail_not_sent" in caplog.messages


async def test_web_looks_by_itself_when_a_server_is_set_and_else_never(
    serve: Serve, office: Office, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_case_mail, "LOOK_EVERY_SECONDS", 0.02)
    office.now = datetime.now(UTC)
    url = str(office.engine.url)
    office.employ("anna", "ballerup")
    silent: TestClient = await serve(GUIDE_CASES_DATABASE_URL=url)
    await serve(
        GUIDE_CASES_DATABASE_URL=url,
        GUIDE_SMTP_URL=f"smtp://127.0.0.1:{smtp.port}",
        GUIDE_SMTP_FROM="guide@example.dk",
    )
    office.write()
    for _ in range(250):
        if smtp.mails:
            break
        await asyncio.sleep(0.02)
    assert smtp.receivers == ["anna@example.dk"]
    assert desk_of(silent).case_counts.unclaimed()


@pytest.mark.parametrize(
    "settings",
    [
        {"GUIDE_SMTP_URL": "mail.example.dk", "GUIDE_SMTP_FROM": "guide@example.dk"},
        {"GUIDE_SMTP_URL": "http://mail.example.dk", "GUIDE_SMTP_FROM": "guide@example.dk"},
        {"GUIDE_SMTP_URL": "smtps://mail.example.dk"},
        {"GUIDE_SMTP_URL": "smtps://mail.example.dk", "GUIDE_SMTP_FROM": "guide"},
        {"GUIDE_SMTP_URL": "smtps://mail.example.dk", "GUIDE_SMTP_FROM": "a@b.dk", "GUIDE_SMTP_PAUSE": "soon"},
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="GUIDE_SMTP_"):
        Settings.from_environment({"GUIDE_SECRET_KEY": SECRET_KEY, "GUIDE_INTERNAL_SECRET": "x" * 32, **settings})


def test_the_password_is_not_shown_with_the_settings() -> None:
    settings = {"GUIDE_SMTP_URL": "smtps://guide:hemmelig@mail.example.dk", "GUIDE_SMTP_FROM": "guide@example.dk"}
    read = Settings.from_environment({"GUIDE_SECRET_KEY": SECRET_KEY, "GUIDE_INTERNAL_SECRET": "x" * 32, **settings})
    assert read.mail is not None and "hemmelig" in read.mail.url and "hemmelig" not in repr(read)
