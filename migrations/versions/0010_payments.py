"""Payments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bank_reference", sa.Text(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("payer_name", sa.Text(), nullable=False),
        sa.Column("payer_account", sa.LargeBinary(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "matched", "set_aside", name="banklinestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(bank_reference) <> ''", name=op.f("ck_bank_line__bank_reference_not_blank")),
        sa.CheckConstraint(
            "state <> 'set_aside' OR reason IS NOT NULL", name=op.f("ck_bank_line__set_aside_has_reason")
        ),
        sa.CheckConstraint("state IN ('queued', 'matched', 'set_aside')", name=op.f("ck_bank_line__state_known")),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_bank_line__amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_bank_line__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("bank_reference", name=op.f("uq_bank_line__bank_reference")),
    )
    op.create_index(op.f("ix_bank_line__import_batch_id"), "bank_line", ["import_batch_id"], unique=False)
    op.create_index("ix_bank_line__queue", "bank_line", ["state", "booked_on", "id"], unique=False)
    op.create_table(
        "charge",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("remittance_code", sa.Text(), nullable=False),
        sa.Column("payer_id", sa.BigInteger(), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("pending", "open", "paid", "cancelled", name="chargestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'paid') = (paid_on IS NOT NULL)", name=op.f("ck_charge__paid_has_day")),
        sa.CheckConstraint("state IN ('pending', 'open', 'paid', 'cancelled')", name=op.f("ck_charge__state_known")),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_charge__amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["organisation.id"], name=op.f("fk_charge__payer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_charge__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
        sa.UniqueConstraint("remittance_code", name=op.f("uq_charge__remittance_code")),
    )
    op.create_index(op.f("ix_charge__payer_id"), "charge", ["payer_id"], unique=False)
    op.create_index(op.f("ix_charge__supplier_id"), "charge", ["supplier_id"], unique=False)
    op.create_table(
        "bank_match",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bank_line_id", sa.BigInteger(), nullable=False),
        sa.Column("charge_id", sa.BigInteger(), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_by_id", sa.BigInteger(), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.BigInteger(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_reason IS NULL)", name=op.f("ck_bank_match__undone_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["bank_line_id"], ["bank_line.id"], name=op.f("fk_bank_match__bank_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_bank_match__charge_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["matched_by_id"], ["user_account.id"], name=op.f("fk_bank_match__matched_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user_account.id"], name=op.f("fk_bank_match__undone_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_match")),
    )
    op.create_index(op.f("ix_bank_match__bank_line_id"), "bank_match", ["bank_line_id"], unique=False)
    op.create_index(op.f("ix_bank_match__charge_id"), "bank_match", ["charge_id"], unique=False)
    op.create_index(
        "uq_bank_match__charge", "bank_match", ["charge_id"], unique=True, postgresql_where="undone_at IS NULL"
    )
    op.create_index(
        "uq_bank_match__line", "bank_match", ["bank_line_id"], unique=True, postgresql_where="undone_at IS NULL"
    )


def downgrade() -> None:
    op.drop_index("uq_bank_match__line", table_name="bank_match", postgresql_where="undone_at IS NULL")
    op.drop_index("uq_bank_match__charge", table_name="bank_match", postgresql_where="undone_at IS NULL")
    op.drop_index(op.f("ix_bank_match__charge_id"), table_name="bank_match")
    op.drop_index(op.f("ix_bank_match__bank_line_id"), table_name="bank_match")
    op.drop_table("bank_match")
    op.drop_index(op.f("ix_charge__supplier_id"), table_name="charge")
    op.drop_index(op.f("ix_charge__payer_id"), table_name="charge")
    op.drop_table("charge")
    op.drop_index("ix_bank_line__queue", table_name="bank_line")
    op.drop_index(op.f("ix_bank_line__import_batch_id"), table_name="bank_line")
    op.drop_table("bank_line")
