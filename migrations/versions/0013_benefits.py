"""Benefits."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "household_payment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column(
            "mechanism",
            sa.Enum(
                "direct_purchase",
                "contract_farming",
                "employment",
                "dividend",
                "land_lease",
                "custody",
                "other",
                name="mechanism",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("voucher_number", sa.Text(), nullable=True),
        sa.Column("evidence_file_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("entered", "verified", "sent_back", "reversed", name="paymentstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('verified', 'reversed')) = (verified_at IS NOT NULL)",
            name=op.f("ck_household_payment__verified_has_moment"),
        ),
        sa.CheckConstraint(
            "mechanism IN ('direct_purchase', 'contract_farming', 'employment', 'dividend', 'land_lease', 'custody', 'other')",
            name=op.f("ck_household_payment__mechanism_known"),
        ),
        sa.CheckConstraint(
            "state IN ('entered', 'verified', 'sent_back', 'reversed')", name=op.f("ck_household_payment__state_known")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_household_payment__amount_positive")),
        sa.CheckConstraint(
            "state NOT IN ('sent_back', 'reversed') OR reason IS NOT NULL",
            name=op.f("ck_household_payment__decision_has_reason"),
        ),
        sa.CheckConstraint("verified_by_id <> entered_by_id", name=op.f("ck_household_payment__two_people")),
        sa.CheckConstraint(
            "voucher_number IS NOT NULL OR evidence_file_id IS NOT NULL",
            name=op.f("ck_household_payment__has_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["user_account.id"],
            name=op.f("fk_household_payment__entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"],
            ["stored_file.id"],
            name=op.f("fk_household_payment__evidence_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_payment__household_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_household_payment__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_household_payment__supplier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"],
            ["user_account.id"],
            name=op.f("fk_household_payment__verified_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_payment")),
    )
    op.create_index(
        op.f("ix_household_payment__evidence_file_id"), "household_payment", ["evidence_file_id"], unique=False
    )
    op.create_index(
        "ix_household_payment__entered",
        "household_payment",
        ["entered_at"],
        unique=False,
        postgresql_where="state = 'entered'",
    )
    op.create_index(
        "ix_household_payment__household_paid_on", "household_payment", ["household_id", "paid_on"], unique=False
    )
    op.create_index(
        op.f("ix_household_payment__import_batch_id"), "household_payment", ["import_batch_id"], unique=False
    )
    op.create_index(
        "ix_household_payment__supplier_paid_on", "household_payment", ["supplier_id", "paid_on"], unique=False
    )
    op.create_index(
        "uq_household_payment__voucher",
        "household_payment",
        ["supplier_id", "household_id", "voucher_number"],
        unique=True,
        postgresql_where="voucher_number IS NOT NULL AND state NOT IN ('reversed', 'sent_back')",
    )
    op.create_table(
        "allocation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("roster_version_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("pool_fen", sa.BigInteger(), nullable=False),
        sa.Column("allocated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("month ~ '^\\d{4}-\\d{2}$'", name=op.f("ck_allocation__month_written_yyyy_mm")),
        sa.CheckConstraint("pool_fen <> 0", name=op.f("ck_allocation__pool_not_zero")),
        sa.ForeignKeyConstraint(
            ["roster_version_id"],
            ["roster_version.id"],
            name=op.f("fk_allocation__roster_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("roster_version_id", "month", name=op.f("uq_allocation__roster_version_id_month")),
    )
    op.create_index(op.f("ix_allocation__month"), "allocation", ["month"], unique=False)
    op.create_table(
        "allocation_share",
        sa.Column("allocation_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name=op.f("fk_allocation_share__allocation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_allocation_share__household_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("allocation_id", "household_id", name=op.f("pk_allocation_share")),
    )
    op.create_index(op.f("ix_allocation_share__household_id"), "allocation_share", ["household_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_allocation_share__household_id"), table_name="allocation_share")
    op.drop_table("allocation_share")
    op.drop_index(op.f("ix_allocation__month"), table_name="allocation")
    op.drop_table("allocation")
    op.drop_index(
        "uq_household_payment__voucher",
        table_name="household_payment",
        postgresql_where="voucher_number IS NOT NULL AND state NOT IN ('reversed', 'sent_back')",
    )
    op.drop_index("ix_household_payment__supplier_paid_on", table_name="household_payment")
    op.drop_index(op.f("ix_household_payment__import_batch_id"), table_name="household_payment")
    op.drop_index("ix_household_payment__household_paid_on", table_name="household_payment")
    op.drop_index("ix_household_payment__entered", table_name="household_payment", postgresql_where="state = 'entered'")
    op.drop_index(op.f("ix_household_payment__evidence_file_id"), table_name="household_payment")
    op.drop_table("household_payment")
