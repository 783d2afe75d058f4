"""What is kept no longer is gone: both sides see the day, and a moved clock brings it."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import date, timedelta

import pytest
from installation import Counsellor, Installation
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake.cases import CaseStore
from intake.keeping import Keeping
from intake.models import Base
from intake.retention import PurgeJob


def rows_left(installation: Installation) -> dict[str, int]:
    """Rows of each table but the recovery key's."""
    tables = [table for name, table in Base.metadata.tables.items() if name != "recovery_key"]
    with Session(installation.engine) as session:
        return {table.name: session.scalars(select(func.count()).select_from(table)).one() for table in tables}


def purge(installation: Installation) -> int:
    return installation.cases.purge(installation.now)


def test_a_case_is_gone_ninety_days_after_its_last_message(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    installation.wait(days=50)
    installation.enter(receipt).write("citizen", "Endnu en besked")
    assert installation.enter_as(counsellor, case_id).facts().kept_until == date(2027, 4, 11)
    installation.wait(days=90)
    assert (installation.cases.overdue(installation.now), purge(installation)) == (0, 0)
    assert installation.enter(receipt).facts().kept_until == installation.now.date() == date(2027, 4, 11)
    installation.wait(hours=1)
    # Gone for both sides at once, even before the job has run.
    assert installation.cases.enter_with_receipt(receipt) is None
    assert installation.cases.enter_as_counsellor(case_id, counsellor.id, counsellor.private_key) is None
    assert installation.cases.inbox(counsellor.id, counsellor.private_key) == []
    assert not installation.cases.claim(case_id, counsellor.id)
    assert installation.cases.overdue(installation.now) == 1
    assert (purge(installation), installation.cases.overdue(installation.now), purge(installation)) == (1, 0, 0)
    assert set(rows_left(installation).values()) == {0}


def test_reading_and_notes_prolong_nothing(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    until = installation.enter(receipt).facts().kept_until
    installation.wait(days=80)
    case = installation.enter_as(counsellor, case_id)
    case.read()
    case.add_note("Ingen svar endnu")
    assert case.facts().kept_until == until


def test_a_closed_case_goes_sooner_and_a_reopened_one_does_not(installation: Installation) -> None:
    counsellor = Counsellor()
    closed, closed_id = installation.answered_case(counsellor)
    reopened, reopened_id = installation.answered_case(counsellor)
    for case_id in (closed_id, reopened_id):
        assert installation.cases.close(case_id, counsellor.id)
    assert installation.enter(closed).facts().kept_until == date(2026, 12, 22)
    assert installation.cases.reopen(reopened_id, counsellor.id)
    assert installation.enter(reopened).facts().kept_until == date(2027, 2, 20)
    installation.wait(days=30, hours=1)
    assert purge(installation) == 1
    assert installation.cases.enter_with_receipt(closed) is None
    assert installation.enter(reopened).read()


def test_closing_late_does_not_prolong(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    until = installation.enter(receipt).facts().kept_until
    installation.wait(days=85)
    assert installation.cases.close(case_id, counsellor.id)
    assert installation.enter(receipt).facts().kept_until == until


def test_only_what_is_overdue_goes(installation: Installation) -> None:
    counsellor = Counsellor()
    installation.answered_case(counsellor)
    installation.wait(days=60)
    kept, _ = installation.answered_case(counsellor)
    installation.wait(days=40)
    assert purge(installation) == 1
    left = {"sealed_case": 1, "case_key": 2, "case_text": 4, "intake_draft": 0, "reply_draft": 0}
    assert rows_left(installation) == left
    assert len(installation.enter(kept).read()) == 3


def test_a_shorter_time_can_be_set(installation: Installation) -> None:
    counsellor = Counsellor()
    keeping = Keeping.from_environment({"GUIDE_CASE_RETENTION_DAYS": "10", "GUIDE_CLOSED_CASE_RETENTION_DAYS": "2"})
    cases = CaseStore(installation.engine, installation.lookup_key, lambda: installation.now, keeping)
    cases.open_case("ballerup", {}, "Hej", {counsellor.id: counsellor.public_key})
    case_id = cases.inbox(counsellor.id, counsellor.private_key)[0].id
    assert cases.inbox(counsellor.id, counsellor.private_key)[0].kept_until == date(2026, 12, 2)
    assert cases.claim(case_id, counsellor.id) and cases.close(case_id, counsellor.id)
    assert cases.inbox(counsellor.id, counsellor.private_key)[0].kept_until == date(2026, 11, 24)


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", ""])
@pytest.mark.parametrize("name", ["GUIDE_CASE_RETENTION_DAYS", "GUIDE_CLOSED_CASE_RETENTION_DAYS"])
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Keeping.from_environment({name: value})


async def test_the_job_deletes_cases_and_drafts_and_reports(installation: Installation) -> None:
    installation.answered_case(Counsellor())
    installation.drafts.put("a citizen's session", {"step": "about"})
    job = PurgeJob(installation.cases, installation.drafts, 3600, lambda: installation.now)
    installation.wait(days=91)
    assert await job.backlog() == {"overdue_cases": 1, "overdue_drafts": 1, "last_run": None}
    running = asyncio.create_task(job.run())
    while (backlog := await job.backlog())["last_run"] is None:
        await asyncio.sleep(0.01)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert (backlog["overdue_cases"], backlog["overdue_drafts"]) == (0, 0)
    assert set(rows_left(installation).values()) == {0}


async def test_the_job_survives_a_failing_database(installation: Installation, monkeypatch) -> None:
    installation.answered_case(Counsellor())
    job = PurgeJob(installation.cases, installation.drafts, 0, lambda: installation.now + timedelta(days=91))
    calls = []
    real = installation.cases.purge

    def failing_once(now):
        calls.append(now)
        if len(calls) == 1:
            raise OSError("disk")
        return real(now)

    monkeypatch.setattr(installation.cases, "purge", failing_once)
    running = asyncio.create_task(job.run())
    while (await job.backlog())["last_run"] is None:
        await asyncio.sleep(0.01)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert set(rows_left(installation).values()) == {0}
