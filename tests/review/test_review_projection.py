"""The read model follows the log: in any batches, after a crash, whatever vanishes, and as if built from zero."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from review_room import EngineLog, Review, bot, contents, fallback, opening, rows_of, user
from sqlalchemy import Engine, text

from review import migrate, projection
from review.conversations import ANY_MUNICIPALITY, Conversations
from review.database import create_engine_from_url
from review.event_log import EventLog
from review.filters import Filters
from review.projection import Pace, Projector, conversation_id

SMALL = Pace(events=3, back=4, oldest=1, newest=1, in_turn=2)
SENDERS = ("a" * 64, "b" * 64, "c" * 64, "d" * 64)
REPLIES = (bot("Hej!"), fallback(), bot("Ring.", custom={"type": "crisis"}), bot("Ingen.", "utter_no_offers"))


@st.composite
def acts(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """What happens: messages, deletions in the engine, passes, passes that are cut off, rebuilds."""
    message = st.tuples(
        st.just("say"),
        st.sampled_from(SENDERS),
        st.sampled_from(["hej med dig", "rygning", "øl"]),
        st.sampled_from(REPLIES),
    )
    gone = st.tuples(st.just("forget"), st.sampled_from(SENDERS))
    other = st.sampled_from([("pass",), ("pass",), ("crash",), ("rebuild",)])
    return draw(st.lists(st.one_of(message, message, message, gone, other), max_size=30))


class Crash(Exception):
    """The process dies here."""


@settings(
    max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(happenings=acts(), seed=st.integers(0, 1000))
def test_it_ends_as_if_built_from_zero(happenings: list[tuple[Any, ...]], seed: int, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("any-order")
    engine, log, reader = made_in(folder)
    projector, chance = Projector(engine, reader, SMALL), random.Random(seed)
    for act in happenings:
        if act[0] == "say":
            begin = [] if act[1] in log.senders() else opening()
            log.write(act[1], *begin, user(act[2], confidence=chance.random()), act[3])
        elif act[0] == "forget":
            log.forget(act[1])
        elif act[0] == "pass":
            projector.update()
        elif act[0] == "rebuild":
            projector.rebuild()
        else:
            cut_off(projector, chance)
    for _ in range(len(SENDERS) + 2):
        projector.update()
    assert contents(engine) == from_zero(log, folder)
    assert {row["id"] for row in listed(engine)} == {conversation_id(sender) for sender in log.senders()}
    before = contents(engine)
    projector.rebuild()
    assert contents(engine) == before
    for each in (engine, log.engine):
        each.dispose()
    reader.dispose()


def made_in(folder: Path) -> tuple[Engine, EngineLog, EventLog]:
    engine = create_engine_from_url(f"sqlite:///{folder}/review.db")
    migrate.upgrade(engine)
    log = EngineLog(f"sqlite:///{folder}/engine.db")
    return engine, log, log.reader()


def cut_off(projector: Projector, chance: random.Random) -> None:
    """Run a pass that dies after some of its writes."""
    survives, write = chance.randrange(3), projection._write
    seen = []

    def dying(*given: Any) -> int:
        if len(seen) == survives:
            raise Crash
        seen.append(given)
        return write(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(projection, "_write", dying)
        with contextlib.suppress(Crash):
            projector.update()


def from_zero(log: EngineLog, folder: Path) -> dict[str, Any]:
    engine = create_engine_from_url(f"sqlite:///{folder}/zero.db")
    migrate.upgrade(engine)
    Projector(engine, log.reader()).update()
    held = contents(engine)
    engine.dispose()
    return held


def listed(engine: Engine) -> list[dict[str, Any]]:
    return [{"id": each.id} for each in Conversations(engine).page(Filters())]


def test_what_goes_on_is_read_anew(review: Review) -> None:
    review.log.write("s" * 64, *opening(), user("hej"), bot("Hej!"))
    assert review.projector.update() == 1 and review.projector.update() == 0
    review.log.write("s" * 64, user("tak"), bot("Selv tak."))
    assert review.projector.update() == 1
    (summary,) = review.conversations.page(Filters())
    opened = review.conversations.open(summary.id, ANY_MUNICIPALITY)
    assert opened and [turn.text for turn in opened.turns] == ["hej", "tak"] and summary.turn_count == 2


def test_an_event_that_shows_late_is_not_lost(review: Review) -> None:
    """PostgreSQL gives numbers before it commits: the lower one may be seen after the higher."""
    review.log.write("s" * 64, *opening(), user("hej"), bot("Hej!"))
    with review.log.engine.begin() as connection:
        connection.execute(text("UPDATE events SET id = id + 100"))
    review.projector.update()
    with review.log.engine.begin() as connection:
        columns = "type_name, timestamp, data"
        late = f"INSERT INTO events (id, sender_id, {columns}) SELECT id - 50, :other, {columns} FROM events"
        connection.execute(text(late), {"other": "t" * 64})
    review.projector.update()
    assert len(review.conversations.page(Filters())) == 2


def test_numbers_that_are_given_again_are_not_lost(sqlite_review: Review) -> None:
    """SQLite gives the numbers of deleted rows at the end again: the readiness probe deletes its own each time."""
    log, projector = sqlite_review.log, sqlite_review.projector
    log.write("p" * 64, *opening(), user("rygestop"), bot("Her."))
    projector.update()
    log.forget("p" * 64)
    log.write("s" * 64, *opening(), user("hej"), bot("Hej!"))
    projector.update()
    assert [each.id for each in sqlite_review.conversations.page(Filters())] == [conversation_id("s" * 64)]


def test_a_log_that_is_emptied_and_begins_again(sqlite_review: Review) -> None:
    log, projector = sqlite_review.log, Projector(sqlite_review.engine, sqlite_review.reader, SMALL)
    for number in range(9):
        log.write(f"{number}" * 64, *opening(), user("hej"), bot("Hej!"))
    projector.update()
    for sender in log.senders():
        log.forget(sender)
    log.write("s" * 64, *opening(), user("nu"), bot("Hej!"))
    for _ in range(9):
        projector.update()
    assert [each.excerpt for each in sqlite_review.conversations.page(Filters())] == ["nu"]


def test_a_log_that_is_not_there_yet(tmp_path: Path) -> None:
    engine = create_engine_from_url(f"sqlite:///{tmp_path}/review.db")
    migrate.upgrade(engine)
    reader = EventLog(f"sqlite:///{tmp_path}/none/engine.db")
    assert Projector(engine, reader).update() == 0 and not (tmp_path / "none").exists()
    engine.dispose()


def test_what_reviewers_added_outlives_a_rebuild_but_not_the_conversation(review: Review) -> None:
    sender, who = "s" * 64, conversation_id("t" * 64)
    review.log.write(sender, *opening(), user("hej"), bot("Hej!"))
    review.projector.update()
    (summary,) = review.conversations.page(Filters())
    assert review.conversations.add_note(summary.id, ANY_MUNICIPALITY, who, "en note")
    assert review.conversations.set_label(summary.id, ANY_MUNICIPALITY, " Til  Mødet ", on=True)
    assert review.conversations.set_reviewed(summary.id, ANY_MUNICIPALITY, who, 1)
    assert review.conversations.assign(summary.id, ANY_MUNICIPALITY, who)
    before = contents(review.engine)
    assert review.projector.rebuild() == 1
    assert contents(review.engine) == before
    opened = review.conversations.open(summary.id, ANY_MUNICIPALITY)
    assert opened and opened.summary.labels == ("til mødet",) and opened.summary.is_reviewed
    review.log.forget(sender)
    review.projector.update()
    assert rows_of(review.engine) == 0


def test_a_pass_that_saw_a_conversation_cannot_bring_it_back(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass has read the events; the engine deletes them, and web forgets: that waits until the pass has written."""
    review.log.write("s" * 64, *opening(), user("hej"), bot("Hej!"))
    write, has_read, may_write = projection._write, threading.Event(), threading.Event()

    def slow(*given: Any) -> int:
        has_read.set()
        may_write.wait(10)
        return write(*given)

    monkeypatch.setattr(projection, "_write", slow)
    passing = threading.Thread(target=review.projector.update)
    passing.start()
    assert has_read.wait(10)
    review.log.forget("s" * 64)
    forgetting = threading.Thread(target=review.projector.forget, args=("s" * 64,))
    forgetting.start()
    time.sleep(0.1)
    may_write.set()
    passing.join(10)
    forgetting.join(10)
    assert not passing.is_alive() and not forgetting.is_alive() and rows_of(review.engine) == 0
