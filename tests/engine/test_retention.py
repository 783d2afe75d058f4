"""Conversations end by themselves: 30 days after their last event nothing of them is left, whatever goes wrong."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from kept import Bytes, ConversationLog, sender_of
from postgres import fresh_database
from running_guide import ROOT, Conversation, RunningGuide, wait_until

pytestmark = pytest.mark.engine

# The tests' guide purges every second; a loaded machine may take longer.
SOON = 20.0


@pytest.fixture(scope="module")
def guide_on_postgres(guide: RunningGuide, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGuide]:
    """A guide whose engine keeps its conversations in PostgreSQL; it shares the other's directory."""
    with fresh_database() as url:
        running = RunningGuide(
            tmp_path_factory.mktemp("guide-on-postgres"),
            GUIDE_DATABASE_URL=guide.guide_database,
            GUIDE_ENGINE_DATABASE_URL=url.set(drivername="postgresql").render_as_string(hide_password=False),
        ).start()
        yield running
        running.stop()


@pytest.fixture(params=["guide", "guide_on_postgres"], ids=["sqlite", "postgresql"])
def kept_guide(request: pytest.FixtureRequest) -> RunningGuide:
    """The guide on either database."""
    running: RunningGuide = request.getfixturevalue(request.param)
    return running


@pytest.fixture
def log(guide: RunningGuide) -> ConversationLog:
    return ConversationLog(guide)


def _retention(guide: RunningGuide) -> dict[str, Any]:
    """What the operator sees."""
    answer = guide.get("/readyz")
    assert answer.status == 200
    return dict(answer.body["retention"])


def _wait_for_a_whole_run(guide: RunningGuide) -> None:
    """Return when a run that began after this call is over."""
    for _ in range(2):
        before = _retention(guide)["last_run"]
        assert wait_until(lambda seen=before: _retention(guide)["last_run"] != seen, SOON)


def test_an_overdue_conversation_goes_and_a_younger_stays(kept_guide: RunningGuide) -> None:
    log = ConversationLog(kept_guide)
    old, young = kept_guide.conversation(), kept_guide.conversation()
    for talk in (old, young):
        assert talk.say("rygestop").status == 200
    before = len(log.rows(young))
    assert log.rows(old) and before

    log.age(old, days=30.01)
    log.age(young, days=29.9)

    assert wait_until(lambda: not log.rows(old), SOON)
    _wait_for_a_whole_run(kept_guide)
    assert len(log.rows(young)) == before
    # Nobody is recognised after that; who is younger still is.
    assert old.say("hvad koster det").custom("welcome") and not old.say("vis flere").offers
    assert "»Rygestopkursus«" in young.say("hvad koster det").text


def test_the_last_activity_decides(kept_guide: RunningGuide) -> None:
    log, talk = ConversationLog(kept_guide), kept_guide.conversation()
    assert talk.say("rygestop").status == 200
    before = len(log.rows(talk))
    log.age(talk, days=90, without_last=1)
    _wait_for_a_whole_run(kept_guide)
    assert len(log.rows(talk)) == before


def test_what_is_forgotten_leaves_no_row(kept_guide: RunningGuide) -> None:
    log, talk, other = ConversationLog(kept_guide), kept_guide.conversation(), kept_guide.conversation()
    for one in (talk, other):
        assert one.say("rygestop").status == 200
    assert log.rows(talk)
    assert kept_guide.post("/api/chat/forget", {"session": talk.session}).status == 204
    assert not log.rows(talk) and log.rows(other)


def test_no_byte_of_an_overdue_conversation_is_left(
    guide: RunningGuide, talk: Conversation, log: ConversationLog, written: Bytes
) -> None:
    word = "ligustersvampen"
    assert talk.say(f"vi taler om {word}").status == 200
    assert word.encode() in written()["engine.db"]
    log.age(talk, days=31)
    assert wait_until(lambda: not log.rows(talk), SOON)
    for name, data in written().items():
        assert word.encode() not in data and sender_of(guide, talk).encode() not in data, name


def test_one_that_cannot_be_deleted_is_reported_and_holds_up_no_other(
    guide: RunningGuide, log: ConversationLog
) -> None:
    stuck, other = guide.conversation(), guide.conversation()
    for talk in (stuck, other):
        assert talk.say("rygestop").status == 200
    sender = sender_of(guide, stuck)
    log.execute(
        "CREATE TRIGGER stuck BEFORE DELETE ON events "
        f"WHEN OLD.sender_id = '{sender}' BEGIN SELECT RAISE(ABORT, 'stuck'); END"
    )
    try:
        for talk in (stuck, other):
            log.age(talk, days=31)
        assert wait_until(lambda: not log.rows(other), SOON)
        _wait_for_a_whole_run(guide)
        assert log.rows(stuck)
        seen = _retention(guide)
        assert (seen["days"], seen["overdue"]) == (30, 1)
        assert abs((datetime.now(UTC) - datetime.fromisoformat(seen["last_run"])).total_seconds()) < SOON
        reports = [json.loads(line) for line in guide.log.splitlines() if '"conversations_purged"' in line]
        assert (reports[-1]["failed"], reports[-1]["level"]) == ({"IntegrityError": 1}, "error")
    finally:
        log.execute("DROP TRIGGER stuck")
    assert wait_until(lambda: not log.rows(stuck), SOON)
    assert _retention(guide)["overdue"] == 0
    assert sender not in guide.log


def test_a_database_that_fails_does_not_end_the_job(
    guide: RunningGuide, talk: Conversation, log: ConversationLog
) -> None:
    assert talk.say("rygestop").status == 200
    failures = guide.log.count('"purge_failed"')
    log.execute("ALTER TABLE events RENAME TO elsewhere")
    try:
        assert wait_until(lambda: guide.log.count('"purge_failed"') > failures, SOON)
    finally:
        log.execute("ALTER TABLE elsewhere RENAME TO events")
    log.age(talk, days=31)
    assert wait_until(lambda: not log.rows(talk), SOON)


def test_a_wrong_setting_is_named_and_the_engine_does_not_start(guide: RunningGuide) -> None:
    engine = [".venv-engine/bin/rasa", "run", "--model", "models/guide.tar.gz", "--credentials", "credentials.yml"]
    run = subprocess.run(
        engine,
        cwd=ROOT,
        env={**guide.environment, "GUIDE_RETENTION_DAYS": "0", "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert run.returncode == 1
    assert "GUIDE_RETENTION_DAYS must be a whole number from 1, not '0'" in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
