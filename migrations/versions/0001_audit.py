"""The audit line, which is never changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("organisation_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.CheckConstraint("btrim(action) <> ''", name=op.f("ck_audit_line__action_not_blank")),
        sa.CheckConstraint("btrim(actor_name) <> ''", name=op.f("ck_audit_line__actor_name_not_blank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    op.create_index(
        "ix_audit_line__organisation_ids", "audit_line", ["organisation_ids"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_audit_line__region_code",
        "audit_line",
        ["region_code", "id"],
        unique=False,
        postgresql_ops={"region_code": "text_pattern_ops"},
    )
    op.create_index("ix_audit_line__subject", "audit_line", ["subject", "subject_id", "id"], unique=False)
    op.create_index(op.f("ix_audit_line__user_id"), "audit_line", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_line__user_id"), table_name="audit_line")
    op.drop_index("ix_audit_line__subject", table_name="audit_line")
    op.drop_index(
        "ix_audit_line__region_code", table_name="audit_line", postgresql_ops={"region_code": "text_pattern_ops"}
    )
    op.drop_index("ix_audit_line__organisation_ids", table_name="audit_line", postgresql_using="gin")
    op.drop_table("audit_line")
