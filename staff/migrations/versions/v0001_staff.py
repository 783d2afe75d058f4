"""Accounts, roles, key pairs, sessions, and the audit log that cannot be edited.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# REPLACE in SQLite deletes a row without asking a DELETE trigger, so an INSERT over a taken number is refused too.
_SQLITE_TRIGGERS = {
    "staff_audit_no_update": "BEFORE UPDATE ON staff_audit",
    "staff_audit_no_delete": "BEFORE DELETE ON staff_audit",
    "staff_audit_no_replace": (
        "BEFORE INSERT ON staff_audit WHEN EXISTS (SELECT 1 FROM staff_audit WHERE number = NEW.number)"
    ),
}
_POSTGRESQL_TRIGGERS = {
    "staff_audit_no_change": "BEFORE UPDATE OR DELETE ON staff_audit FOR EACH ROW",
    "staff_audit_no_truncate": "BEFORE TRUNCATE ON staff_audit FOR EACH STATEMENT",
}
_REFUSAL = "the audit log cannot be edited"


def upgrade() -> None:
    _create_accounts()
    _create_sessions()
    _create_audit()
    _create_triggers()


def _create_accounts() -> None:
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("one_time_until", sa.BigInteger(), nullable=True),
        sa.Column("sealed_totp_secret", sa.LargeBinary(), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_account_name")),
    )
    op.create_table(
        "staff_role",
        _account_id("staff_role"),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role IN ('reviewer', 'counsellor', 'editor', 'administrator')", name=op.f("ck_staff_role_role")
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_staff_role")),
    )
    op.create_table(
        "staff_municipality",
        _account_id("staff_municipality"),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "municipality", name=op.f("pk_staff_municipality")),
    )
    op.create_table(
        "staff_key_pair",
        _account_id("staff_key_pair"),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_private_key", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("opslimit", sa.BigInteger(), nullable=False),
        sa.Column("memlimit", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_staff_key_pair")),
    )


def _create_sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        _account_id("staff_session"),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index(op.f("ix_staff_session_account_id"), "staff_session", ["account_id"])


def _create_audit() -> None:
    op.create_table(
        "staff_audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_staff_audit")),
    )
    head = op.create_table(
        "staff_audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": bytes(32)}])


def _account_id(table: str) -> sa.Column[object]:
    name = op.f(f"fk_{table}_account_id")
    return sa.Column(
        "account_id", sa.Uuid(), sa.ForeignKey("staff_account.id", name=name, ondelete="CASCADE"), nullable=False
    )


def _create_triggers() -> None:
    if op.get_context().dialect.name == "sqlite":
        for name, event in _SQLITE_TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END")
        return
    op.execute(
        "CREATE FUNCTION staff_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    for name, event in _POSTGRESQL_TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION staff_audit_refuse()")


def downgrade() -> None:
    for table in (
        *("staff_audit_head", "staff_audit", "staff_session", "staff_key_pair"),
        *("staff_municipality", "staff_role", "staff_account"),
    ):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION staff_audit_refuse()")
