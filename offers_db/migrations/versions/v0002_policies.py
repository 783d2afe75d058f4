"""The tables of the policies: documents, sections, passages, statistics.

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
        "policy_document",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("adopted", sa.String(), nullable=True),
        sa.Column("valid_from", sa.String(), nullable=True),
        sa.Column("valid_to", sa.String(), nullable=True),
        sa.Column("no_expiry", sa.Boolean(), nullable=False),
        sa.Column("status_note", sa.String(), nullable=True),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("origin IN ('guide', 'imported')", name=op.f("ck_policy_document_origin")),
        sa.CheckConstraint("status IN ('adopted', 'framework')", name=op.f("ck_policy_document_status")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_policy_document_version")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_policy_document_municipality_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["policy_document.id"],
            name=op.f("fk_policy_document_replaced_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_document")),
        sa.UniqueConstraint("code", "origin", "version", name=op.f("uq_policy_document_code_origin_version")),
    )
    op.create_index(op.f("ix_policy_document_municipality_id"), "policy_document", ["municipality_id"], unique=False)
    op.create_index(op.f("ix_policy_document_replaced_by_id"), "policy_document", ["replaced_by_id"], unique=False)
    op.create_table(
        "policy_section",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["policy_document.id"], name=op.f("fk_policy_section_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["policy_section.id"], name=op.f("fk_policy_section_parent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_section")),
        sa.UniqueConstraint("document_id", "key", name=op.f("uq_policy_section_document_id_key")),
    )
    op.create_index(op.f("ix_policy_section_parent_id"), "policy_section", ["parent_id"], unique=False)
    op.create_table(
        "policy_passage",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('background', 'definition', 'commitment', 'goal', 'value', 'principle', 'follow_up', "
            "'organisation', 'contact', 'figure', 'quote')",
            name=op.f("ck_policy_passage_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["policy_document.id"], name=op.f("fk_policy_passage_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["policy_section.id"], name=op.f("fk_policy_passage_section_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_passage")),
        sa.UniqueConstraint("document_id", "key", name=op.f("uq_policy_passage_document_id_key")),
    )
    op.create_index(op.f("ix_policy_passage_section_id"), "policy_passage", ["section_id"], unique=False)
    op.create_table(
        "statistic",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("population_label", sa.String(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("school_year", sa.String(), nullable=True),
        sa.Column("population_other", sa.String(), nullable=True),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("year", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("footnote", sa.String(), nullable=True),
        sa.Column("comparison_area", sa.String(), nullable=True),
        sa.Column("comparison_value", sa.Double(), nullable=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("sex IN ('female', 'male')", name=op.f("ck_statistic_sex")),
        sa.CheckConstraint("unit IN ('percent', 'persons', 'count')", name=op.f("ck_statistic_unit")),
        sa.CheckConstraint("age_from <= age_to", name=op.f("ck_statistic_age_range")),
        sa.CheckConstraint("persons >= 0", name=op.f("ck_statistic_persons")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["policy_document.id"], name=op.f("fk_statistic_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["policy_section.id"], name=op.f("fk_statistic_section_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistic")),
        sa.UniqueConstraint("document_id", "key", name=op.f("uq_statistic_document_id_key")),
    )
    op.create_index(op.f("ix_statistic_indicator"), "statistic", ["indicator"], unique=False)
    op.create_index(op.f("ix_statistic_section_id"), "statistic", ["section_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_statistic_section_id"), table_name="statistic")
    op.drop_index(op.f("ix_statistic_indicator"), table_name="statistic")
    op.drop_table("statistic")
    op.drop_index(op.f("ix_policy_passage_section_id"), table_name="policy_passage")
    op.drop_table("policy_passage")
    op.drop_index(op.f("ix_policy_section_parent_id"), table_name="policy_section")
    op.drop_table("policy_section")
    op.drop_index(op.f("ix_policy_document_replaced_by_id"), table_name="policy_document")
    op.drop_index(op.f("ix_policy_document_municipality_id"), table_name="policy_document")
    op.drop_table("policy_document")
