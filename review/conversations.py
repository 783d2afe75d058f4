"""Conversations as reviewers see them: the list, one conversation, and what they add to it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, delete, func, select, tuple_
from sqlalchemy.orm import Session

from review.filters import Filters, in_scope, is_reviewed, narrowed
from review.models import ConversationRow, HandlingRow, LabelRow, NoteRow, TurnRow
from review.projection import LOW_CONFIDENCE, lock

EXCERPT = 160
LONGEST_LABEL = 40
LONGEST_NOTE = 2000
MOST_LABELS = 20
ANY_MUNICIPALITY: frozenset[str] = frozenset()
# After how many unreviewed conversations the counting stops: more than that is "many".
_COUNTED = 1000


@dataclass(frozen=True)
class Key:
    """Where a page of the list ends: the last activity (Unix seconds) and number of its last conversation."""

    last_at: int
    number: int


@dataclass(frozen=True)
class Summary:
    """A conversation in the list. Times are Unix seconds; `signs` are names as in the filters, strongest first."""

    id: uuid.UUID
    key: Key
    started_at: int
    municipality: str | None
    language: str | None
    turn_count: int
    signs: tuple[str, ...]
    lowest_confidence: float | None
    urgency: int | None
    excerpt: str
    labels: tuple[str, ...]
    reviewed_turns: int
    reviewed_by: uuid.UUID | None
    reviewed_at: int | None
    assigned_to: uuid.UUID | None

    @property
    def is_reviewed(self) -> bool:
        """Nothing has been said since it was reviewed."""
        return self.reviewed_turns >= self.turn_count


@dataclass(frozen=True)
class Note:
    """What a reviewer has noted."""

    id: uuid.UUID
    account_id: uuid.UUID
    at: int
    text: str


@dataclass(frozen=True)
class Conversation:
    """A conversation that is open: some of its turns in order, from `first_place` on, and its notes."""

    summary: Summary
    turns: Sequence[TurnRow] = field(repr=False)
    notes: Sequence[Note] = field(repr=False)

    @property
    def first_place(self) -> int:
        """How many turns are before those shown."""
        return self.turns[0].place if self.turns else 0


class Conversations:
    """The read model. `scope` names the only municipalities whose conversations may be met; empty: all."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def page(self, filters: Filters, before: Key | None = None, limit: int = 50) -> list[Summary]:
        """The conversations that pass, newest activity first; with `before`, those after that place in the list."""
        row = ConversationRow
        with Session(self._engine) as session:
            query = narrowed(session, select(ConversationRow), filters)
            if before is not None:
                query = query.where(tuple_(row.last_at, row.number) < tuple_(before.last_at, before.number))
            rows = session.scalars(query.order_by(row.last_at.desc(), row.number.desc()).limit(limit)).all()
            return _summaries(session, rows)

    def waiting(self, scope: frozenset[str]) -> dict[int, int]:
        """How many conversations wait for a person, by urgency; those beyond a thousand each are not counted."""
        row, counts = ConversationRow, {}
        with Session(self._engine) as session:
            for urgency in range(1, 6):
                waits = select(row.number).where(row.urgency == urgency, in_scope(scope), ~is_reviewed())
                counts[urgency] = (
                    session.scalar(select(func.count()).select_from(waits.limit(_COUNTED).subquery())) or 0
                )
        return counts

    def open(
        self, conversation_id: uuid.UUID, scope: frozenset[str], before_place: int | None = None, limit: int = 100
    ) -> Conversation | None:
        """A conversation with its newest turns, or those before a place; None if it is not there to be seen."""
        with Session(self._engine, expire_on_commit=False) as session:
            row = _find(session, conversation_id, scope)
            if row is None:
                return None
            turns = select(TurnRow).where(TurnRow.conversation == row.number)
            if before_place is not None:
                turns = turns.where(TurnRow.place < before_place)
            shown = session.scalars(turns.order_by(TurnRow.place.desc()).limit(limit)).all()
            notes = select(NoteRow).where(NoteRow.conversation == row.number).order_by(NoteRow.at, NoteRow.id)
            (summary,) = _summaries(session, [row])
            return Conversation(
                summary, shown[::-1], [Note(n.id, n.account_id, n.at, n.text) for n in session.scalars(notes)]
            )

    def labels(self) -> list[str]:
        """Every label that is in use, in order."""
        with Session(self._engine) as session:
            return list(session.scalars(select(LabelRow.label).distinct().order_by(LabelRow.label)))

    def add_note(self, conversation_id: uuid.UUID, scope: frozenset[str], account_id: uuid.UUID, text: str) -> bool:
        """Add a note; False if the conversation is gone. The text must be redacted."""
        with self._changing() as session:
            row = _find(session, conversation_id, scope)
            if row is not None:
                note = NoteRow(id=uuid.uuid4(), account_id=account_id, at=int(self._clock()), text=text[:LONGEST_NOTE])
                note.conversation = row.number
                session.add(note)
            return row is not None

    def delete_note(
        self, conversation_id: uuid.UUID, scope: frozenset[str], account_id: uuid.UUID, note: uuid.UUID
    ) -> bool:
        """Delete one's own note; False if the conversation is gone."""
        with self._changing() as session:
            row = _find(session, conversation_id, scope)
            if row is not None:
                own = (NoteRow.conversation == row.number, NoteRow.id == note, NoteRow.account_id == account_id)
                session.execute(delete(NoteRow).where(*own))
            return row is not None

    def set_label(self, conversation_id: uuid.UUID, scope: frozenset[str], label: str, *, on: bool) -> bool:
        """Put a label on, or take it off; False if the conversation is gone. The label must be redacted."""
        label = normalised_label(label)
        with self._changing() as session:
            row = _find(session, conversation_id, scope)
            if row is None or not label:
                return row is not None
            session.execute(delete(LabelRow).where(LabelRow.conversation == row.number, LabelRow.label == label))
            has = select(func.count()).select_from(LabelRow).where(LabelRow.conversation == row.number)
            if on and (session.scalar(has) or 0) < MOST_LABELS:
                session.add(LabelRow(conversation=row.number, label=label))
            return True

    def set_reviewed(
        self, conversation_id: uuid.UUID, scope: frozenset[str], account_id: uuid.UUID, turns: int | None
    ) -> bool:
        """Note that somebody has read the first `turns` turns (None: nobody has); False if the conversation is gone."""
        with self._changing() as session:
            handling = _handling(session, conversation_id, scope)
            if handling is not None:
                handling.reviewed_turns = turns
                handling.reviewed_by = account_id if turns is not None else None
                handling.reviewed_at = int(self._clock()) if turns is not None else None
            return handling is not None

    def assign(self, conversation_id: uuid.UUID, scope: frozenset[str], account_id: uuid.UUID | None) -> bool:
        """Give a conversation to somebody, or to nobody; False if it is gone."""
        with self._changing() as session:
            handling = _handling(session, conversation_id, scope)
            if handling is not None:
                handling.assigned_to = account_id
            return handling is not None

    @contextmanager
    def _changing(self) -> Iterator[Session]:
        """A transaction that waits for the projection, and the projection for it: the conversation stays meanwhile."""
        with Session(self._engine) as session, session.begin():
            lock(session)
            yield session


def normalised_label(label: str) -> str:
    """The form in which a label is kept: small letters, single spaces, not too long."""
    return " ".join(label.casefold().split())[:LONGEST_LABEL].strip()


def _find(session: Session, conversation_id: uuid.UUID, scope: frozenset[str]) -> ConversationRow | None:
    return session.scalars(
        select(ConversationRow).where(ConversationRow.id == conversation_id, in_scope(scope))
    ).one_or_none()


def _handling(session: Session, conversation_id: uuid.UUID, scope: frozenset[str]) -> HandlingRow | None:
    row = _find(session, conversation_id, scope)
    if row is None:
        return None
    handling = session.get(HandlingRow, row.number)
    if handling is None:
        handling = HandlingRow(conversation=row.number)
        session.add(handling)
    return handling


def _summaries(session: Session, rows: Sequence[ConversationRow]) -> list[Summary]:
    numbers = [row.number for row in rows]
    first = select(TurnRow.conversation, func.substr(TurnRow.text, 1, EXCERPT + 1))
    first_texts = session.execute(first.where(TurnRow.conversation.in_(numbers), TurnRow.place == 0)).all()
    excerpts = {number: text for number, text in first_texts}
    handlings = {
        h.conversation: h for h in session.scalars(select(HandlingRow).where(HandlingRow.conversation.in_(numbers)))
    }
    labels: dict[int, list[str]] = {}
    for label in session.scalars(select(LabelRow).where(LabelRow.conversation.in_(numbers)).order_by(LabelRow.label)):
        labels.setdefault(label.conversation, []).append(label.label)
    return [
        _summary(row, excerpts.get(row.number, ""), labels.get(row.number, []), handlings.get(row.number))
        for row in rows
    ]


def _summary(row: ConversationRow, text: str, labels: Sequence[str], handling: HandlingRow | None) -> Summary:
    return Summary(
        id=row.id,
        key=Key(row.last_at, row.number),
        started_at=row.started_at,
        municipality=row.municipality,
        language=row.language,
        turn_count=row.turn_count,
        signs=_signs(row),
        lowest_confidence=row.lowest_confidence,
        urgency=row.urgency,
        excerpt=text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…",
        labels=tuple(labels),
        reviewed_turns=handling.reviewed_turns or 0 if handling else 0,
        reviewed_by=handling.reviewed_by if handling else None,
        reviewed_at=handling.reviewed_at if handling else None,
        assigned_to=handling.assigned_to if handling else None,
    )


def _signs(row: ConversationRow) -> tuple[str, ...]:
    named = ("crisis", "thumbs_down", "missed_twice", "fell_back", "out_of_scope", "no_offer", "stopped")
    # Two misses in a row say the same as one, and more.
    held = [name for name in named if getattr(row, name) and not (name == "fell_back" and row.missed_twice)]
    if row.lowest_confidence is not None and row.lowest_confidence < LOW_CONFIDENCE and not row.fell_back:
        held.append("unsure")
    return tuple(held)
