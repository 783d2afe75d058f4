"""The tables of the review. Times are whole seconds since 1970. Every text is redacted before it comes here."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from database.naming import NAMING_CONVENTION

# SQLite numbers rows by itself only in a column that is exactly INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")

# In the order of its signs, so that all words with the same beginning stand together.
Word = String().with_variant(String(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """A row of the review."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar = {int: BigInteger, dict[str, Any]: JSON, list[Any]: JSON}


LIST_COLUMNS = (
    *("last_at", "number", "lowest_confidence", "crisis", "thumbs_down", "missed_twice", "fell_back"),
    *("out_of_scope", "no_offer", "language"),
)


class ConversationRow(Base):
    """What the list shows and filters by. `event_count` and `last_event_…` tell whether the log has gone on."""

    __tablename__ = "review_conversation"

    number: Mapped[int] = mapped_column(Number, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    sender_id: Mapped[str] = mapped_column(unique=True)
    event_count: Mapped[int]
    last_event_id: Mapped[int]
    last_event_at: Mapped[float]
    started_at: Mapped[int]
    last_at: Mapped[int]
    municipality: Mapped[str | None]
    language: Mapped[str | None]
    turn_count: Mapped[int]
    lowest_confidence: Mapped[float | None]
    fell_back: Mapped[bool]
    out_of_scope: Mapped[bool]
    crisis: Mapped[bool]
    no_offer: Mapped[bool]
    thumbs_down: Mapped[bool]
    missed_twice: Mapped[bool]
    stopped: Mapped[bool]
    # The guide asked something last, and nobody has answered.
    unanswered: Mapped[bool]
    # 1 (a crisis) to 5 (drawn at random): why a person should look; null: no reason.
    urgency: Mapped[int | None]

    __table_args__ = (
        # With what it is narrowed by, so that going through the list needs no look at rows that do not pass.
        Index("ix_review_conversation_list", *LIST_COLUMNS),
        Index(None, "municipality", "last_at", "number"),
        Index(None, "urgency", "last_at", "number"),
    )


def _conversation(*, key: bool = False) -> MappedColumn[int]:
    return mapped_column(ForeignKey("review_conversation.number", ondelete="CASCADE"), primary_key=key)


class TurnRow(Base):
    """A message of the citizen, how it was understood, and the replies as they were sent."""

    __tablename__ = "review_turn"

    number: Mapped[int] = mapped_column(Number, primary_key=True)
    conversation: Mapped[int] = _conversation()
    place: Mapped[int]
    event_id: Mapped[int]
    at: Mapped[int]
    text: Mapped[str]
    intent: Mapped[str | None]
    confidence: Mapped[float | None]
    ranking: Mapped[list[Any]]
    entities: Mapped[list[Any]]
    searched: Mapped[dict[str, Any]]
    replies: Mapped[list[Any]]

    __table_args__ = (UniqueConstraint("conversation", "place"), Index(None, "intent", "conversation"))


class TopicRow(Base):
    """A topic that a conversation was about."""

    __tablename__ = "review_topic"

    conversation: Mapped[int] = _conversation(key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (Index(None, "topic", "conversation"),)


class WordRow(Base):
    """A word that the citizen wrote, by its stem: the index of the full-text search."""

    __tablename__ = "review_word"

    conversation: Mapped[int] = _conversation(key=True)
    word: Mapped[str] = mapped_column(Word, primary_key=True)

    __table_args__ = (Index(None, "word", "conversation"), {"sqlite_with_rowid": False})


class NoteRow(Base):
    """What a reviewer has noted."""

    __tablename__ = "review_note"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    conversation: Mapped[int] = _conversation()
    account_id: Mapped[uuid.UUID]
    at: Mapped[int]
    text: Mapped[str]

    __table_args__ = (Index(None, "conversation"),)


class LabelRow(Base):
    """A label that a reviewer has put on a conversation."""

    __tablename__ = "review_label"

    conversation: Mapped[int] = _conversation(key=True)
    label: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (Index(None, "label", "conversation"),)


class HandlingRow(Base):
    """How far a conversation has been reviewed (`reviewed_turns`; later turns are new), and whose it is."""

    __tablename__ = "review_handling"

    conversation: Mapped[int] = _conversation(key=True)
    reviewed_turns: Mapped[int | None]
    reviewed_by: Mapped[uuid.UUID | None]
    reviewed_at: Mapped[int | None]
    assigned_to: Mapped[uuid.UUID | None]

    __table_args__ = (Index(None, "assigned_to"),)


class PositionRow(Base):
    """One row: how far the log has been read, and where the round of checks has come to."""

    __tablename__ = "review_position"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int]
    checked_number: Mapped[int]
