"""What the list of conversations can be narrowed by, and the query that does it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from review.models import Base, ConversationRow, HandlingRow, LabelRow, TopicRow, TurnRow, WordRow
from review.words import stems

# A citizen who has not answered for so long has left.
GONE_AFTER_SECONDS = 1800
# Up to so many, the conversations of a topic or a word are gathered first; more are met soon in going through all.
FEW = 20_000

SIGNS: dict[str, ColumnElement[bool] | InstrumentedAttribute[bool]] = {
    "crisis": ConversationRow.crisis,
    "thumbs_down": ConversationRow.thumbs_down,
    "missed_twice": ConversationRow.missed_twice,
    "fell_back": ConversationRow.fell_back,
    "out_of_scope": ConversationRow.out_of_scope,
    "no_offer": ConversationRow.no_offer,
}
"""Signs that a conversation has or not; `stopped` is another, which depends on the time."""


@dataclass(frozen=True)
class Filters:
    """All hold at once; None and empty leave open. Times are Unix seconds, `until` is not included.

    `scope`: the only municipalities that may be seen, if any are named. `urgency`: one reason (see projection), or 0
    for any. `words`: all must be written by the citizen, each at least as the beginning of a word.
    """

    scope: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    municipality: str | None = None
    topic: str | None = None
    intent: str | None = None
    confidence_below: float | None = None
    signs: frozenset[str] = frozenset()
    language: str | None = None
    reviewed: bool | None = None
    label: str | None = None
    assigned_to: uuid.UUID | None = None
    urgency: int | None = None
    words: str = ""


def narrowed(session: Session, query: Select[ConversationRow], filters: Filters) -> Select[ConversationRow]:
    """The query with the filters' conditions."""
    return query.where(*_plain(filters), *_memberships(session, filters), *_handling(filters))


def in_scope(scope: frozenset[str]) -> ColumnElement[bool]:
    """Whether a conversation belongs to the municipalities named; to any if none are."""
    return (
        ConversationRow.municipality.in_(sorted(scope)) if scope else ConversationRow.number == ConversationRow.number
    )


def is_reviewed() -> ColumnElement[bool]:
    """Whether a conversation has been reviewed up to its last turn."""
    return exists().where(
        HandlingRow.conversation == ConversationRow.number, HandlingRow.reviewed_turns >= ConversationRow.turn_count
    )


def _plain(filters: Filters) -> Iterator[ColumnElement[bool]]:
    row = ConversationRow
    if filters.scope:
        yield in_scope(filters.scope)
    if filters.since is not None:
        yield row.last_at >= filters.since
    if filters.until is not None:
        yield row.last_at < filters.until
    if filters.municipality is not None:
        yield row.municipality == filters.municipality
    if filters.confidence_below is not None:
        yield row.lowest_confidence < filters.confidence_below
    if filters.language is not None:
        yield row.language == filters.language
    if filters.urgency is not None:
        yield row.urgency == filters.urgency if filters.urgency else row.urgency.is_not(None)
    for name, column in SIGNS.items():
        if name in filters.signs:
            yield column == True  # noqa: E712
    if "stopped" in filters.signs:
        yield or_(row.stopped, and_(row.unanswered, row.last_at < int(time.time()) - GONE_AFTER_SECONDS))


def _memberships(session: Session, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.topic is not None:
        yield _among(session, TopicRow, TopicRow.conversation, TopicRow.topic == filters.topic)
    if filters.intent is not None:
        yield _among(session, TurnRow, TurnRow.conversation, TurnRow.intent == filters.intent)
    if filters.label is not None:
        yield _among(session, LabelRow, LabelRow.conversation, LabelRow.label == filters.label)
    for stem in sorted(stems(filters.words)):
        begins = and_(WordRow.word >= stem, WordRow.word < stem + "\U0010ffff")
        yield _among(session, WordRow, WordRow.conversation, begins)


def _handling(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.reviewed is not None:
        yield is_reviewed() if filters.reviewed else ~is_reviewed()
    if filters.assigned_to is not None:
        mine = select(HandlingRow.conversation).where(HandlingRow.assigned_to == filters.assigned_to)
        yield ConversationRow.number.in_(mine)


def _among(
    session: Session, table: type[Base], conversation: InstrumentedAttribute[int], condition: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Whether a conversation has a row like that. How this is asked depends on how many have."""
    some = select(conversation).where(condition).limit(FEW + 1).subquery()
    count = session.scalar(select(func.count()).select_from(some)) or 0
    if count <= FEW:
        return ConversationRow.number.in_(select(conversation).where(condition))
    return exists().select_from(table).where(conversation == ConversationRow.number, condition)
