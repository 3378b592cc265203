"""Evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("byte_size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("shown_in", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("uploaded_by_id", sa.BigInteger(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(file_name) <> ''", name=op.f("ck_stored_file__file_name_not_blank")),
        sa.CheckConstraint("btrim(media_type) <> ''", name=op.f("ck_stored_file__media_type_not_blank")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_stored_file__sha256_in_hex")),
        sa.CheckConstraint("byte_size > 0", name=op.f("ck_stored_file__not_empty")),
        sa.CheckConstraint("(width IS NULL) = (height IS NULL)", name=op.f("ck_stored_file__width_goes_with_height")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_stored_file__size_positive")),
        sa.CheckConstraint(
            "organisation_id IS NOT NULL OR region_code IS NOT NULL", name=op.f("ck_stored_file__has_scope")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stored_file__organisation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_stored_file__uploaded_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file__organisation_id"), "stored_file", ["organisation_id"], unique=False)
    op.create_index("ix_stored_file__sha256", "stored_file", ["sha256"], unique=False)
    op.create_index(op.f("ix_stored_file__uploaded_by_id"), "stored_file", ["uploaded_by_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_stored_file__uploaded_by_id"), table_name="stored_file")
    op.drop_index("ix_stored_file__sha256", table_name="stored_file")
    op.drop_index(op.f("ix_stored_file__organisation_id"), table_name="stored_file")
    op.drop_table("stored_file")
