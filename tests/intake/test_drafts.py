"""Forms in progress: there after a restart for who has the session, for a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from installation import SECRET_KEY, Installation
from sqlalchemy import update
from sqlalchemy.orm import Session

from intake.drafts import DRAFTS, DraftStore
from intake.keys import derived_key
from intake.models import Draft
from intake.sealing import Tampered

SESSION = "a session secret of 256 random bits"
DRAFT = {"step": "topic", "answers": {"about": "me", "words": "Jeg ved ikke, hvor jeg skal begynde. 😟"}}


def test_a_draft_is_there_after_a_restart(installation: Installation) -> None:
    installation.drafts.put(SESSION, DRAFT)
    after = DraftStore(installation.engine, derived_key(SECRET_KEY, DRAFTS), lambda: installation.now)
    assert after.get(SESSION) == DRAFT
    assert after.get("another session") is None


def test_the_newest_draft_counts(installation: Installation) -> None:
    installation.drafts.put(SESSION, DRAFT)
    installation.wait(hours=3)
    installation.drafts.put(SESSION, {"step": "urgency"})
    assert installation.drafts.get(SESSION) == {"step": "urgency"}


def test_a_deleted_draft_is_gone(installation: Installation) -> None:
    installation.drafts.put(SESSION, DRAFT)
    installation.drafts.put("another session", DRAFT)
    installation.drafts.delete(SESSION)
    installation.drafts.delete(SESSION)
    assert installation.drafts.get(SESSION) is None
    assert installation.drafts.get("another session") == DRAFT


def test_a_draft_is_gone_a_day_after_its_last_step(installation: Installation) -> None:
    installation.drafts.put(SESSION, DRAFT)
    installation.wait(hours=20)
    installation.drafts.put(SESSION, DRAFT)
    installation.wait(hours=24)
    assert installation.drafts.get(SESSION) == DRAFT
    assert installation.drafts.purge(installation.now) == 0
    installation.wait(hours=1)
    assert installation.drafts.get(SESSION) is None
    assert installation.drafts.overdue(installation.now) == 1
    assert installation.drafts.purge(installation.now) == 1
    assert installation.drafts.overdue(installation.now) == 0


def test_steps_at_once_leave_one_draft(installation: Installation) -> None:
    steps = [{"step": str(number)} for number in range(12)]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda step: installation.drafts.put(SESSION, step), steps))
    assert installation.drafts.get(SESSION) in steps


@pytest.mark.parametrize("values", [{"changed_hour": 1_000_000}, {"sealed": b""}, {"sealed": bytes(1064)}])
def test_a_changed_draft_is_noticed(installation: Installation, values: dict[str, object]) -> None:
    installation.drafts.put(SESSION, DRAFT)
    with Session(installation.engine) as session, session.begin():
        session.execute(update(Draft).values(**values))
    with pytest.raises(Tampered):
        installation.drafts.get(SESSION)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.dictionaries(st.text(max_size=8), st.one_of(st.none(), st.booleans(), st.integers(), st.text()), max_size=6))
def test_any_draft_comes_back(on_disk: Installation, draft: dict[str, object]) -> None:
    on_disk.drafts.put(SESSION, draft)
    assert on_disk.drafts.get(SESSION) == draft
