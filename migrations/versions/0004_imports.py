"""Imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "reading",
                "checked",
                "refused",
                "committed",
                "undone",
                "failed",
                name="batchstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("is_dry_run", sa.Boolean(), nullable=False),
        sa.Column("skips_bad_rows", sa.Boolean(), nullable=False),
        sa.Column("rows_total", sa.BigInteger(), nullable=False),
        sa.Column("rows_done", sa.BigInteger(), nullable=False),
        sa.Column("rows_bad", sa.BigInteger(), nullable=False),
        sa.Column("rows_written", sa.BigInteger(), nullable=False),
        sa.Column("rows_unchanged", sa.BigInteger(), nullable=False),
        sa.Column("ignored_columns", postgresql.JSONB(), nullable=False),
        sa.Column("problems", postgresql.JSONB(), nullable=False),
        sa.Column("error_sha256", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'committed') = (committed_at IS NOT NULL AND undone_at IS NULL)",
            name=op.f("ck_import_batch__committed_has_moment"),
        ),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL)", name=op.f("ck_import_batch__undone_has_moment")
        ),
        sa.CheckConstraint("btrim(file_name) <> ''", name=op.f("ck_import_batch__file_name_not_blank")),
        sa.CheckConstraint("btrim(kind) <> ''", name=op.f("ck_import_batch__kind_not_blank")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_import_batch__sha256_in_hex")),
        sa.CheckConstraint(
            "state IN ('waiting', 'reading', 'checked', 'refused', 'committed', 'undone', 'failed')",
            name=op.f("ck_import_batch__state_known"),
        ),
        sa.CheckConstraint("rows_done BETWEEN 0 AND rows_total", name=op.f("ck_import_batch__progress_in_bounds")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_batch__organisation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_import_batch__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch__job_id"), "import_batch", ["job_id"], unique=False)
    op.create_index(op.f("ix_import_batch__organisation_id"), "import_batch", ["organisation_id"], unique=False)
    op.create_index("ix_import_batch__sha256", "import_batch", ["sha256", "kind"], unique=False)
    op.create_index(op.f("ix_import_batch__user_id"), "import_batch", ["user_id"], unique=False)
    op.create_table(
        "import_file_piece",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Enum("sent", "returned", name="filerole", native_enum=False, length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_import_file_piece__number_not_negative")),
        sa.CheckConstraint("role IN ('sent', 'returned')", name=op.f("ck_import_file_piece__role_known")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_file_piece__batch_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file_piece")),
        sa.UniqueConstraint("batch_id", "role", "number", name=op.f("uq_import_file_piece__batch_id_role_number")),
    )


def downgrade() -> None:
    op.drop_table("import_file_piece")
    op.drop_index(op.f("ix_import_batch__user_id"), table_name="import_batch")
    op.drop_index("ix_import_batch__sha256", table_name="import_batch")
    op.drop_index(op.f("ix_import_batch__organisation_id"), table_name="import_batch")
    op.drop_index(op.f("ix_import_batch__job_id"), table_name="import_batch")
    op.drop_table("import_batch")
