"""The tables of sealed cases: cases, their keys and texts, recovery keys, drafts.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intake_draft",
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("changed_hour", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_intake_draft")),
    )
    op.create_index(op.f("ix_intake_draft_changed_hour"), "intake_draft", ["changed_hour"], unique=False)
    op.create_table(
        "recovery_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_key")),
        sa.UniqueConstraint("public_key", name=op.f("uq_recovery_key_public_key")),
    )
    op.create_table(
        "sealed_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_salt", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_opslimit", sa.Integer(), nullable=False),
        sa.Column("receipt_memlimit", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("opened_hour", sa.Integer(), nullable=False),
        sa.Column("last_message_hour", sa.Integer(), nullable=False),
        sa.Column("kept_until_hour", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_sealed_case_state")),
        sa.CheckConstraint("messages >= 0 AND notes >= 0", name=op.f("ck_sealed_case_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_case")),
    )
    op.create_index(op.f("ix_sealed_case_kept_until_hour"), "sealed_case", ["kept_until_hour"], unique=False)
    op.create_index(op.f("ix_sealed_case_receipt_lookup"), "sealed_case", ["receipt_lookup"], unique=False)
    op.create_table(
        "case_key",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("messages_read", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["sealed_case.id"], name=op.f("fk_case_key_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "recipient_id", name=op.f("pk_case_key")),
    )
    op.create_index(op.f("ix_case_key_recipient_id"), "case_key", ["recipient_id"], unique=False)
    op.create_table(
        "case_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('message', 'note')", name=op.f("ck_case_text_kind")),
        sa.ForeignKeyConstraint(["case_id"], ["sealed_case.id"], name=op.f("fk_case_text_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_text")),
        sa.UniqueConstraint("case_id", "kind", "number", name=op.f("uq_case_text_case_id_kind_number")),
    )


def downgrade() -> None:
    op.drop_table("case_text")
    op.drop_index(op.f("ix_case_key_recipient_id"), table_name="case_key")
    op.drop_table("case_key")
    op.drop_index(op.f("ix_sealed_case_receipt_lookup"), table_name="sealed_case")
    op.drop_index(op.f("ix_sealed_case_kept_until_hour"), table_name="sealed_case")
    op.drop_table("sealed_case")
    op.drop_table("recovery_key")
    op.drop_index(op.f("ix_intake_draft_changed_hour"), table_name="intake_draft")
    op.drop_table("intake_draft")
