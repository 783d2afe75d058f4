"""Projects the engine's log into the read model: what is new, what has gone on, and what has vanished.

A conversation is always read anew as a whole, so that reading an event twice changes nothing. What has changed is seen
by its number of events and by number and time of the last of them. Two things make the position alone too little:
PostgreSQL may show an event after one with a higher number, and SQLite gives the numbers of deleted events to new ones.
So each pass reads a little back, and looks at some of the conversations that it knows: they may be gone.
"""

from __future__ import annotations

import hashlib
import itertools
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.orm import Session

from review.database import release_space
from review.event_log import EventLog, LogReader
from review.models import ConversationRow, PositionRow, TopicRow, TurnRow, WordRow
from review.reading import Reading, Turn, read
from review.words import stems

LOW_CONFIDENCE = 0.4
CRISIS, THUMBS_DOWN, MISSED_TWICE, UNSURE, DRAWN = range(1, 6)
# Of 256: one conversation in twenty is read by somebody although nothing shows that anything went wrong.
_DRAWN_BELOW = 13
# Marks a conversation that must be read anew: no log has as few events.
_STALE = -1


@dataclass(frozen=True)
class Pace:
    """How many events a pass reads on and back, and how many known conversations it looks at of the oldest, of the
    newest, and in turn."""

    events: int = 2000
    back: int = 1000
    oldest: int = 300
    newest: int = 100
    in_turn: int = 300


class Projector:
    """Keeps the read model in step with the log. Several processes may do so at once: each pass waits for the other."""

    def __init__(self, engine: Engine, log: EventLog, pace: Pace = Pace()) -> None:
        self._engine, self._log, self._pace = engine, log, pace

    def update(self) -> int:
        """Read what is new until there is no more; return how many conversations were written or deleted."""
        total, deleted, is_behind = 0, 0, True
        while is_behind:
            written, gone, is_behind = self._pass()
            total, deleted = total + written + gone, deleted + gone
        if deleted:
            release_space(self._engine)
        return total

    def rebuild(self) -> int:
        """Read the whole log anew; labels, notes and what else reviewers have added stay. Return how many there are."""
        with Session(self._engine) as session, session.begin():
            session.execute(update(PositionRow).values(event_id=0, checked_number=0))
            session.execute(update(ConversationRow).values(event_count=_STALE))
        self.update()
        with Session(self._engine) as session, session.begin():
            session.execute(update(PositionRow).values(checked_number=0))
            # What no pass has met has no events any more.
            session.execute(delete(ConversationRow).where(ConversationRow.event_count == _STALE))
            kept = len(session.scalars(select(ConversationRow.number)).all())
        release_space(self._engine)
        return kept

    def forget(self, sender: str) -> bool:
        """Delete a conversation that the engine has deleted just now, and all that reviewers have added to it."""
        with Session(self._engine) as session, session.begin():
            # A pass that still saw its events is waited for.
            lock(session)
            gone = _delete(session, [sender])
        release_space(self._engine)
        return gone > 0

    def is_current(self, conversation_id: uuid.UUID) -> bool:
        """Bring one conversation up to date; False if it is gone."""
        with Session(self._engine) as session, session.begin():
            lock(session)
            sender = session.scalar(select(ConversationRow.sender_id).where(ConversationRow.id == conversation_id))
            with self._log.reading() as log:
                _, gone = _bring_up_to_date(session, log, [sender] if sender else [])
        if gone:
            release_space(self._engine)
        return sender is not None and not gone

    def _pass(self) -> tuple[int, int, bool]:
        """One transaction; return how many conversations were written and deleted, and whether there is more to do."""
        with Session(self._engine) as session, session.begin(), self._log.reading() as log:
            position = lock(session)
            limit = self._pace.events + self._pace.back
            start = max(position.event_id - self._pace.back, 0)
            last, senders = log.after(start, limit)
            checked, position.checked_number = self._to_check(session, position.checked_number)
            written, gone = _bring_up_to_date(session, log, senders | checked)
            if last is None and start > 0:
                # The log has lost its end: its numbers begin again further down.
                position.event_id = 0
                return written, gone, True
            was, position.event_id = position.event_id, last or 0
            return written, gone, position.event_id > was and last is not None and last >= start + limit

    def _to_check(self, session: Session, after: int) -> tuple[set[str], int]:
        """Some of the known conversations, and the number of the last one whose turn it was."""
        sender, number = ConversationRow.sender_id, ConversationRow.number
        by_age = select(sender).order_by(ConversationRow.last_at, number).limit(self._pace.oldest)
        newest = select(sender).order_by(ConversationRow.last_at.desc(), number.desc()).limit(self._pace.newest)
        in_turn = select(number, sender).where(number > after).order_by(number).limit(self._pace.in_turn)
        turn = session.execute(in_turn).all()
        some = {*session.scalars(by_age), *session.scalars(newest), *(row.sender_id for row in turn)}
        return some, turn[-1].number if len(turn) == self._pace.in_turn else 0


def conversation_id(sender: str) -> uuid.UUID:
    """The id of a conversation in addresses and in the audit log: the same after a rebuild. It does not tell whose."""
    return uuid.UUID(bytes=hashlib.sha256(b"review/" + sender.encode()).digest()[:16], version=5)


def lock(session: Session) -> PositionRow:
    """The position in the log. Whoever else wants to write waits until this transaction ends."""
    session.execute(update(PositionRow).values(id=1))
    return session.scalars(select(PositionRow)).one()


def _bring_up_to_date(session: Session, log: LogReader, senders: Collection[str]) -> tuple[int, int]:
    """Write what differs from the log, delete what it has no more; return how many of each."""
    in_log = log.extents(senders)
    row = ConversationRow
    known_rows = session.execute(
        select(row.sender_id, row.event_count, row.last_event_id, row.last_event_at).where(row.sender_id.in_(senders))
    )
    known = {sender: (count, last, last_at) for sender, count, last, last_at in known_rows}
    written = 0
    for sender, extent in in_log.items():
        if known.get(sender) != extent:
            written += _write(session, sender, read(log.events_of(sender)))
    gone = _delete(session, known.keys() - in_log.keys())
    session.flush()
    return written, gone


def _delete(session: Session, senders: Collection[str]) -> int:
    """Delete conversations; all other tables follow."""
    if not senders:
        return 0
    return len(
        session.scalars(
            delete(ConversationRow).where(ConversationRow.sender_id.in_(senders)).returning(ConversationRow.number)
        ).all()
    )


def _write(session: Session, sender: str, reading: Reading) -> int:
    """Write a conversation in place of what was known of it; nothing is kept while the citizen has said nothing."""
    if not reading.turns:
        return _delete(session, [sender])
    row = session.scalars(select(ConversationRow).where(ConversationRow.sender_id == sender)).one_or_none()
    if row is None:
        row = ConversationRow(sender_id=sender, id=conversation_id(sender))
        session.add(row)
    _summarize(row, reading)
    session.flush()
    for table in (TurnRow, TopicRow, WordRow):
        session.execute(delete(table).where(table.conversation == row.number))
    turns = [_turn_values(row.number, place, turn) for place, turn in enumerate(reading.turns)]
    topics = sorted({topic for turn in reading.turns for topic in turn.topics})
    words = sorted(set().union(*(stems(turn.text) for turn in reading.turns)))
    session.execute(insert(TurnRow), turns)
    if topics:
        session.execute(insert(TopicRow), [{"conversation": row.number, "topic": topic} for topic in topics])
    if words:
        session.execute(insert(WordRow), [{"conversation": row.number, "word": word} for word in words])
    return 1


def _summarize(row: ConversationRow, reading: Reading) -> None:
    turns = reading.turns
    row.event_count, row.last_event_id = reading.event_count, reading.last_event_id
    row.last_event_at = reading.last_event_at
    row.started_at, row.last_at = turns[0].at, turns[-1].at
    row.municipality, row.language = reading.municipality, reading.language
    row.turn_count = len(turns)
    row.lowest_confidence = min((turn.confidence for turn in turns if turn.confidence is not None), default=None)
    row.fell_back = any(turn.fell_back for turn in turns)
    row.out_of_scope = any(turn.out_of_scope for turn in turns)
    row.crisis = any(turn.crisis for turn in turns)
    row.no_offer = any(turn.no_offer for turn in turns)
    row.thumbs_down = any(turn.intent == "thumbs_down" for turn in turns)
    row.missed_twice = _missed_twice(turns)
    row.stopped = any(turn.intent == "stop" for turn in turns)
    row.unanswered = turns[-1].asks
    row.urgency = _urgency(row)


def _missed_twice(turns: Iterable[Turn]) -> bool:
    missed = [turn.fell_back or turn.out_of_scope for turn in turns]
    return any(one and next_one for one, next_one in itertools.pairwise(missed))


def _urgency(row: ConversationRow) -> int | None:
    """The strongest reason why a person should read it."""
    reasons = {
        CRISIS: row.crisis,
        THUMBS_DOWN: row.thumbs_down,
        MISSED_TWICE: row.missed_twice,
        UNSURE: row.lowest_confidence is not None and row.lowest_confidence < LOW_CONFIDENCE,
        DRAWN: row.id.bytes[-1] < _DRAWN_BELOW,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _turn_values(number: int, place: int, turn: Turn) -> dict[str, object]:
    return {
        "conversation": number,
        "place": place,
        "event_id": turn.event_id,
        "at": turn.at,
        "text": turn.text,
        "intent": turn.intent,
        "confidence": turn.confidence,
        "ranking": turn.ranking,
        "entities": turn.entities,
        "searched": turn.searched,
        "replies": turn.replies,
    }
