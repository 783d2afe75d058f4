"""Conversations end by themselves: 30 days after their last event nothing of them is left, whatever goes wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from engine_process import START_SECONDS, start
from kept import Bytes, ConversationLog, sender_of
from running_guide import Conversation, RunningGuide, wait_until

pytestmark = pytest.mark.engine

# The tests' guide purges every second; a loaded machine may take longer.
SOON = 20.0
REVIEWED = 30


@pytest.fixture
def log(guide: RunningGuide) -> ConversationLog:
    return ConversationLog(f"sqlite:///{guide.engine_database}")


def _visit(guide: RunningGuide) -> tuple[Conversation, str]:
    """Return a conversation with a message in it, and its name in the engine."""
    talk = guide.conversation()
    assert talk.say("rygestop").status == 200
    return talk, sender_of(guide, talk)


def _retention(guide: RunningGuide) -> dict[str, Any]:
    """What the engine reports, asked as web asks it; /readyz shows it, up to two seconds later."""
    answer = guide.call_engine("retention")
    assert answer.status == 200
    return answer.body


def _wait_for_a_whole_run(guide: RunningGuide) -> None:
    """Return when a run that began after this call is over."""
    for _ in range(2):
        before = _retention(guide)["last_run"]
        assert wait_until(lambda seen=before: _retention(guide)["last_run"] != seen, SOON)


def test_an_overdue_conversation_goes_and_a_younger_stays(guide: RunningGuide, log: ConversationLog) -> None:
    (_, old), (young_talk, young) = _visit(guide), _visit(guide)
    before = len(log.rows(young))
    assert log.rows(old) and before

    log.age(old, days=30.01)
    log.age(young, days=29.9)

    assert wait_until(lambda: not log.rows(old), SOON)
    _wait_for_a_whole_run(guide)
    assert len(log.rows(young)) == before
    assert "»Rygestopkursus«" in young_talk.say("hvad koster det").text


def test_who_comes_back_after_that_begins_anew(guide: RunningGuide, log: ConversationLog) -> None:
    talk, sender = _visit(guide)
    log.age(sender, days=31)
    assert wait_until(lambda: not log.rows(sender), SOON)
    answer = talk.say("hvad koster det")
    assert answer.custom("welcome") and "Rygestop" not in answer.text


def test_the_last_activity_decides(guide: RunningGuide, log: ConversationLog) -> None:
    _, sender = _visit(guide)
    before = len(log.rows(sender))
    log.age(sender, days=90, without_last=1)
    _wait_for_a_whole_run(guide)
    assert len(log.rows(sender)) == before


def test_no_byte_of_an_overdue_conversation_is_left(guide: RunningGuide, log: ConversationLog, written: Bytes) -> None:
    talk, sender = _visit(guide)
    word = "ligustersvampen"
    assert talk.say(f"vi taler om {word}").status == 200
    assert word.encode() in written()["engine.db"]
    log.age(sender, days=31)
    assert wait_until(lambda: not log.rows(sender), SOON)

    def left() -> list[str]:
        return [name for name, data in written().items() if word.encode() in data or sender.encode() in data]

    # The review looks for what is gone every few seconds.
    assert wait_until(lambda: not left(), REVIEWED), left()


def test_one_that_cannot_be_deleted_is_reported_and_holds_up_no_other(
    guide: RunningGuide, log: ConversationLog
) -> None:
    (_, stuck), (_, other) = _visit(guide), _visit(guide)
    refuse = f"WHEN OLD.sender_id = '{stuck}' BEGIN SELECT RAISE(ABORT, 'stuck'); END"
    log.execute(f"CREATE TRIGGER stuck BEFORE DELETE ON events {refuse}")
    try:
        for sender in (stuck, other):
            log.age(sender, days=31)
        assert wait_until(lambda: not log.rows(other), SOON)
        _wait_for_a_whole_run(guide)
        assert log.rows(stuck)
        seen = _retention(guide)
        assert (seen["days"], seen["overdue"]) == (30, 1)
        assert abs((datetime.now(UTC) - datetime.fromisoformat(seen["last_run"])).total_seconds()) < SOON
        assert wait_until(lambda: guide.get("/readyz").body["retention"]["overdue"] == 1, SOON)
        reports = [json.loads(line) for line in guide.log.splitlines() if '"conversations_purged"' in line]
        assert (reports[-1]["failed"], reports[-1]["level"]) == ({"IntegrityError": 1}, "error")
    finally:
        log.execute("DROP TRIGGER stuck")
    assert wait_until(lambda: not log.rows(stuck), SOON)
    assert _retention(guide)["overdue"] == 0
    assert stuck not in guide.log


def test_a_database_that_fails_does_not_end_the_job(guide: RunningGuide, log: ConversationLog) -> None:
    _, sender = _visit(guide)
    failures = guide.log.count('"purge_failed"')
    log.execute("ALTER TABLE events RENAME TO elsewhere")
    try:
        assert wait_until(lambda: guide.log.count('"purge_failed"') > failures, SOON)
    finally:
        log.execute("ALTER TABLE elsewhere RENAME TO events")
    log.age(sender, days=31)
    assert wait_until(lambda: not log.rows(sender), SOON)


def test_a_wrong_setting_is_named_and_the_engine_does_not_start() -> None:
    started = {value: start(0, GUIDE_RETENTION_DAYS=value) for value in ("0", "mange")}
    for value, process in started.items():
        _, errors = process.communicate(timeout=START_SECONDS)
        assert process.returncode != 0
        assert f"GUIDE_RETENTION_DAYS must be a whole number from 1, not '{value}'" in errors
