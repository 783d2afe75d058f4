"""What counsellors have begun to write.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_draft",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("counsellor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('message', 'note')", name=op.f("ck_reply_draft_kind")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["sealed_case.id"], name=op.f("fk_reply_draft_case_id_sealed_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "counsellor_id", "kind", name=op.f("pk_reply_draft")),
    )


def downgrade() -> None:
    op.drop_table("reply_draft")
