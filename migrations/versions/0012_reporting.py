"""Reporting."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sales_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("report_number", sa.Text(), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "sent_back",
                "counted",
                "reversed",
                name="reportstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("written_by_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('counted', 'reversed')) = (approved_at IS NOT NULL)",
            name=op.f("ck_sales_report__counted_has_moment"),
        ),
        sa.CheckConstraint(
            "state <> 'sent_back' OR reason IS NOT NULL", name=op.f("ck_sales_report__sent_back_has_reason")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'sent_back', 'counted', 'reversed')",
            name=op.f("ck_sales_report__state_known"),
        ),
        sa.CheckConstraint("NOT approved_by_id = ANY(written_by_ids)", name=op.f("ck_sales_report__two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_sales_report__approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user_account.id"], name=op.f("fk_sales_report__entered_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_report")),
        sa.UniqueConstraint("report_number", name=op.f("uq_sales_report__report_number")),
    )
    op.create_index(op.f("ix_sales_report__entered_by_id"), "sales_report", ["entered_by_id"], unique=False)
    op.create_index(op.f("ix_sales_report__region_code"), "sales_report", ["region_code"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fair", "matchmaking", "livestream", "campaign", "other", name="eventkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("host_code", sa.String(length=12), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_event__name_not_blank")),
        sa.CheckConstraint("btrim(number) <> ''", name=op.f("ck_event__number_not_blank")),
        sa.CheckConstraint(
            "kind IN ('fair', 'matchmaking', 'livestream', 'campaign', 'other')", name=op.f("ck_event__kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_event__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("number", name=op.f("uq_event__number")),
    )
    op.create_index(op.f("ix_event__host_code"), "event", ["host_code"], unique=False)
    op.create_index(op.f("ix_event__import_batch_id"), "event", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_event__region_code"), "event", ["region_code"], unique=False)
    op.create_table(
        "outlet",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hall", "counter", "zone", "experience_hall", "window", name="outletkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("host_code", sa.String(length=12), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_outlet__name_not_blank")),
        sa.CheckConstraint("btrim(number) <> ''", name=op.f("ck_outlet__number_not_blank")),
        sa.CheckConstraint(
            "kind IN ('hall', 'counter', 'zone', 'experience_hall', 'window')", name=op.f("ck_outlet__kind_known")
        ),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_outlet__closed_after_opening")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_outlet__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("number", name=op.f("uq_outlet__number")),
    )
    op.create_index(op.f("ix_outlet__host_code"), "outlet", ["host_code"], unique=False)
    op.create_index(op.f("ix_outlet__import_batch_id"), "outlet", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_outlet__region_code"), "outlet", ["region_code"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("agreement_number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("buyer_name", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=True),
        sa.Column("host_code", sa.String(length=12), nullable=False),
        sa.Column("signed_fen", sa.BigInteger(), nullable=False),
        sa.Column("fulfilled_fen", sa.BigInteger(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(agreement_number) <> ''", name=op.f("ck_agreement__agreement_number_not_blank")),
        sa.CheckConstraint("btrim(buyer_name) <> ''", name=op.f("ck_agreement__buyer_name_not_blank")),
        sa.CheckConstraint("signed_fen >= 0 AND fulfilled_fen >= 0", name=op.f("ck_agreement__amounts_not_negative")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_agreement__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_agreement__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("agreement_number", name=op.f("uq_agreement__agreement_number")),
    )
    op.create_index(op.f("ix_agreement__host_code"), "agreement", ["host_code"], unique=False)
    op.create_index(op.f("ix_agreement__import_batch_id"), "agreement", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_agreement__supplier_id"), "agreement", ["supplier_id"], unique=False)
    op.create_table(
        "sales_report_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sales_report_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "government_purchase",
                "school_purchase",
                "enterprise_purchase",
                "union_purchase",
                "helper_purchase",
                "east_west",
                "online_retail",
                "outlet",
                "event",
                "livestream",
                "other",
                name="channel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=16, scale=3), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("buyer_name", sa.Text(), nullable=True),
        sa.Column(
            "buyer_kind",
            sa.Enum(
                "agency",
                "school",
                "enterprise",
                "union",
                "hospital",
                "other",
                name="buyerkind",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("buyer_code", sa.String(length=12), nullable=True),
        sa.Column("invoice_number", sa.Text(), nullable=True),
        sa.Column("evidence_file_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "buyer_kind IN ('agency', 'school', 'enterprise', 'union', 'hospital', 'other')",
            name=op.f("ck_sales_report_line__buyer_kind_known"),
        ),
        sa.CheckConstraint(
            "channel IN ('government_purchase', 'school_purchase', 'enterprise_purchase', 'union_purchase', 'helper_purchase', 'east_west', 'online_retail', 'outlet', 'event', 'livestream', 'other')",
            name=op.f("ck_sales_report_line__channel_known"),
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_sales_report_line__amount_positive")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_sales_report_line__quantity_positive")),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"],
            ["stored_file.id"],
            name=op.f("fk_sales_report_line__evidence_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_sales_report_line__product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sales_report_id"],
            ["sales_report.id"],
            name=op.f("fk_sales_report_line__sales_report_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_sales_report_line__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_report_line")),
        sa.UniqueConstraint("sales_report_id", "number", name=op.f("uq_sales_report_line__sales_report_id_number")),
    )
    op.create_index(
        op.f("ix_sales_report_line__evidence_file_id"), "sales_report_line", ["evidence_file_id"], unique=False
    )
    op.create_index(op.f("ix_sales_report_line__product_id"), "sales_report_line", ["product_id"], unique=False)
    op.create_index(op.f("ix_sales_report_line__supplier_id"), "sales_report_line", ["supplier_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sales_report_line__supplier_id"), table_name="sales_report_line")
    op.drop_index(op.f("ix_sales_report_line__product_id"), table_name="sales_report_line")
    op.drop_index(op.f("ix_sales_report_line__evidence_file_id"), table_name="sales_report_line")
    op.drop_table("sales_report_line")
    op.drop_index(op.f("ix_agreement__supplier_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement__import_batch_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement__host_code"), table_name="agreement")
    op.drop_table("agreement")
    op.drop_index(op.f("ix_outlet__region_code"), table_name="outlet")
    op.drop_index(op.f("ix_outlet__import_batch_id"), table_name="outlet")
    op.drop_index(op.f("ix_outlet__host_code"), table_name="outlet")
    op.drop_table("outlet")
    op.drop_index(op.f("ix_event__region_code"), table_name="event")
    op.drop_index(op.f("ix_event__import_batch_id"), table_name="event")
    op.drop_index(op.f("ix_event__host_code"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_sales_report__region_code"), table_name="sales_report")
    op.drop_index(op.f("ix_sales_report__entered_by_id"), table_name="sales_report")
    op.drop_table("sales_report")
