"""»Slet min samtale«: no row and no byte of the conversation is left."""

from __future__ import annotations

import sqlite3

import pytest
from kept import Bytes, rows, sender_of
from running_guide import Conversation, RunningGuide, wait_until

pytestmark = pytest.mark.engine

COUNT = "SELECT COUNT(*) FROM events WHERE sender_id = ?"


def test_no_row_and_no_byte_is_left(guide: RunningGuide, talk: Conversation, written: Bytes) -> None:
    word = "forglemmigejblomsterkasse"
    for message in ("jeg drikker for meget", f"vi taler om {word}", "hvad koster det"):
        assert talk.say(message).status == 200
    sender = sender_of(guide, talk)
    assert rows(guide.engine_database, COUNT, sender)[0][0]
    assert word.encode() in written()["engine.db"]

    assert guide.post("/api/chat/forget", {"session": talk.session}).status == 204

    assert rows(guide.engine_database, COUNT, sender) == [(0,)]
    for name, data in written().items():
        assert sender.encode() not in data, name
        assert word.encode() not in data, name


def test_no_row_and_no_byte_is_left_in_what_staff_see(guide: RunningGuide, talk: Conversation, written: Bytes) -> None:
    word, review = "syvsoverskesvinekam", guide.folder / "review.db"
    assert talk.say(f"vi taler om {word}").status == 200
    sender = sender_of(guide, talk)
    count = "SELECT COUNT(*) FROM review_conversation WHERE sender_id = ?"
    assert wait_until(lambda: rows(review, count, sender) == [(1,)], 20)
    assert any(word.encode() in data for name, data in written().items() if name.startswith("review.db"))

    assert guide.post("/api/chat/forget", {"session": talk.session}).status == 204

    assert rows(review, count, sender) == [(0,)]
    for name, data in written().items():
        assert sender.encode() not in data and word.encode() not in data, name


def test_no_byte_is_left_in_the_write_ahead_log(guide: RunningGuide, talk: Conversation) -> None:
    """The last to close the database removes this log; while somebody else reads, the engine is not the last."""
    word, log = "bogfinkekvidder", guide.folder / "engine.db-wal"
    reader = sqlite3.connect(guide.engine_database)
    reader.execute("SELECT COUNT(*) FROM events").fetchone()
    # The purge job empties the log, too, and may be faster than this test.
    assert wait_until(lambda: talk.say(f"vi taler om {word}").status == 200 and word.encode() in log.read_bytes(), 20)
    assert guide.post("/api/chat/forget", {"session": talk.session}).status == 204
    assert word.encode() not in log.read_bytes()
    reader.close()


def test_other_conversations_stay(guide: RunningGuide) -> None:
    mine, other = guide.conversation(), guide.conversation()
    mine.say("rygestop")
    other.say("rygestop")
    before = rows(guide.engine_database, COUNT, sender_of(guide, other))
    guide.post("/api/chat/forget", {"session": mine.session})
    assert rows(guide.engine_database, COUNT, sender_of(guide, other)) == before != [(0,)]
    assert "»Rygestopkursus«" in other.say("hvad koster det").text


def test_a_forgotten_conversation_begins_anew(guide: RunningGuide, talk: Conversation) -> None:
    talk.say("rygestop")
    guide.post("/api/chat/forget", {"session": talk.session})
    answer = talk.say("hvad koster det")
    assert answer.custom("welcome") and "Rygestop" not in answer.text and not answer.offers


def test_forgetting_twice_is_no_error(guide: RunningGuide, talk: Conversation) -> None:
    talk.say("hej")
    assert [guide.post("/api/chat/forget", {"session": talk.session}).status for _ in range(2)] == [204, 204]


def test_after_a_crisis_all_is_forgotten_too(guide: RunningGuide, talk: Conversation, written: Bytes) -> None:
    assert talk.say("jeg vil ikke leve mere, siger zebrafinken").custom("crisis")
    guide.post("/api/chat/forget", {"session": talk.session})
    assert all(b"zebrafinken" not in data for data in written().values())


def test_the_readiness_probe_leaves_no_row(guide: RunningGuide) -> None:
    before = rows(guide.engine_database, "SELECT COUNT(DISTINCT sender_id) FROM events")
    assert guide.get("/readyz").status == 200
    assert rows(guide.engine_database, "SELECT COUNT(DISTINCT sender_id) FROM events") == before
