"""Conversations, their turns, topics and words; notes, labels and how far they are reviewed.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WORD = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_FLAGS = (
    *("fell_back", "out_of_scope", "crisis", "no_offer", "thumbs_down"),
    *("missed_twice", "stopped", "unanswered"),
)
_LIST_COLUMNS = (
    *("last_at", "number", "lowest_confidence", "crisis", "thumbs_down", "missed_twice", "fell_back"),
    *("out_of_scope", "no_offer", "language"),
)


def upgrade() -> None:
    _create_conversation()
    _create_turn()
    _create_facets()
    _create_staffs_own()
    position = op.create_table(
        "review_position",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("checked_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_position")),
    )
    op.bulk_insert(position, [{"id": 1, "event_id": 0, "checked_number": 0}])


def _create_conversation() -> None:
    op.create_table(
        "review_conversation",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.String(), nullable=False),
        sa.Column("event_count", sa.BigInteger(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger(), nullable=False),
        sa.Column("last_event_at", sa.Double(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("turn_count", sa.BigInteger(), nullable=False),
        sa.Column("lowest_confidence", sa.Double(), nullable=True),
        *(sa.Column(flag, sa.Boolean(), nullable=False) for flag in _FLAGS),
        sa.Column("urgency", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review_conversation")),
        sa.UniqueConstraint("id", name=op.f("uq_review_conversation_id")),
        sa.UniqueConstraint("sender_id", name=op.f("uq_review_conversation_sender_id")),
    )
    op.create_index("ix_review_conversation_list", "review_conversation", list(_LIST_COLUMNS))
    _index("conversation", "municipality", "last_at", "number")
    _index("conversation", "urgency", "last_at", "number")


def _create_turn() -> None:
    op.create_table(
        "review_turn",
        sa.Column("number", _NUMBER, nullable=False),
        _conversation("turn"),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("ranking", "entities", "searched", "replies")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review_turn")),
        sa.UniqueConstraint("conversation", "place", name=op.f("uq_review_turn_conversation_place")),
    )
    _index("turn", "intent", "conversation")


def _create_facets() -> None:
    for table, value in (("topic", sa.String()), ("word", _WORD), ("label", sa.String())):
        op.create_table(
            f"review_{table}",
            _conversation(table),
            sa.Column(table, value, nullable=False),
            sa.PrimaryKeyConstraint("conversation", table, name=op.f(f"pk_review_{table}")),
            sqlite_with_rowid=table != "word",
        )
        _index(table, table, "conversation")


def _create_staffs_own() -> None:
    op.create_table(
        "review_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        _conversation("note"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    _index("note", "conversation")
    op.create_table(
        "review_handling",
        _conversation("handling"),
        sa.Column("reviewed_turns", sa.BigInteger(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_review_handling")),
    )
    _index("handling", "assigned_to")


def _conversation(table: str) -> sa.Column[object]:
    name = op.f(f"fk_review_{table}_conversation")
    key = sa.ForeignKey("review_conversation.number", name=name, ondelete="CASCADE")
    return sa.Column("conversation", _NUMBER, key, nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_review_{table}_{'_'.join(columns)}"), f"review_{table}", list(columns))


def downgrade() -> None:
    for table in ("position", "handling", "label", "note", "word", "topic", "turn", "conversation"):
        op.drop_table(f"review_{table}")
