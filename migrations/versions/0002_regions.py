"""Regions by date."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "region",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_region__name_not_blank")),
        sa.CheckConstraint("code ~ '^(\\d{6}|\\d{12})$'", name=op.f("ck_region__code_of_6_or_12_digits")),
        sa.CheckConstraint("level IN (0, 2, 4, 6, 9, 12)", name=op.f("ck_region__level_known")),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_region__period_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", "from_on", name=op.f("uq_region__code_from_on")),
    )
    op.create_index(
        "ix_region__code_prefix", "region", ["code"], unique=False, postgresql_ops={"code": "text_pattern_ops"}
    )
    op.create_index(op.f("ix_region__import_batch_id"), "region", ["import_batch_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_region__import_batch_id"), table_name="region")
    op.drop_index("ix_region__code_prefix", table_name="region", postgresql_ops={"code": "text_pattern_ops"})
    op.drop_table("region")
