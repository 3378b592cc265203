"""Sales."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sale",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("sale", "return", "correction", name="salekind", native_enum=False, length=32),
            nullable=False,
        ),
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
        sa.Column("origin_code", sa.String(length=12), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("product_certification_id", sa.BigInteger(), nullable=True),
        sa.Column("lot_id", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=16, scale=3), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("buyer_name", sa.Text(), nullable=True),
        sa.Column("buyer_organisation_id", sa.BigInteger(), nullable=True),
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
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_number", sa.Text(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("invoice_number", sa.Text(), nullable=True),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("roster_version_id", sa.BigInteger(), nullable=True),
        sa.Column("pool_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_benefiting", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(kind = 'sale') = (reverses_id IS NULL)", name=op.f("ck_sale__reversal_names_its_row")),
        sa.CheckConstraint("btrim(source) <> ''", name=op.f("ck_sale__source_not_blank")),
        sa.CheckConstraint("btrim(source_number) <> ''", name=op.f("ck_sale__source_number_not_blank")),
        sa.CheckConstraint(
            "buyer_kind IN ('agency', 'school', 'enterprise', 'union', 'hospital', 'other')",
            name=op.f("ck_sale__buyer_kind_known"),
        ),
        sa.CheckConstraint(
            "channel IN ('government_purchase', 'school_purchase', 'enterprise_purchase', 'union_purchase', 'helper_purchase', 'east_west', 'online_retail', 'outlet', 'event', 'livestream', 'other')",
            name=op.f("ck_sale__channel_known"),
        ),
        sa.CheckConstraint(
            "kind = 'correction' OR (kind = 'return') = (amount_fen < 0)", name=op.f("ck_sale__sign_of_kind")
        ),
        sa.CheckConstraint("kind IN ('sale', 'return', 'correction')", name=op.f("ck_sale__kind_known")),
        sa.CheckConstraint("abs(pool_fen) <= abs(amount_fen)", name=op.f("ck_sale__pool_within_amount")),
        sa.CheckConstraint(
            "is_benefiting <= (roster_version_id IS NOT NULL)", name=op.f("ck_sale__benefiting_has_roster")
        ),
        sa.CheckConstraint("line >= 1 AND generation >= 0", name=op.f("ck_sale__line_from_one")),
        sa.CheckConstraint(
            "pool_fen = 0 OR (pool_fen > 0) = (amount_fen > 0)", name=op.f("ck_sale__pool_has_sign_of_amount")
        ),
        sa.CheckConstraint(
            "roster_version_id IS NOT NULL OR pool_fen = 0", name=op.f("ck_sale__no_pool_without_roster")
        ),
        sa.ForeignKeyConstraint(
            ["buyer_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_sale__buyer_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_sale__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_sale__lot_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["product_certification_id"],
            ["product_certification.id"],
            name=op.f("fk_sale__product_certification_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sale__product_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_sale__recorded_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["sale.id"], name=op.f("fk_sale__reverses_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["roster_version_id"], ["roster_version.id"], name=op.f("fk_sale__roster_version_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_sale__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint(
            "source",
            "source_number",
            "line",
            "generation",
            "kind",
            name=op.f("uq_sale__source_source_number_line_generation_kind"),
        ),
    )
    op.create_index(op.f("ix_sale__buyer_organisation_id"), "sale", ["buyer_organisation_id"], unique=False)
    op.create_index(
        "ix_sale__county_sold_on",
        "sale",
        ["origin_code", "sold_on"],
        unique=False,
        postgresql_ops={"origin_code": "text_pattern_ops"},
    )
    op.create_index(op.f("ix_sale__import_batch_id"), "sale", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_sale__lot_id"), "sale", ["lot_id"], unique=False)
    op.create_index(op.f("ix_sale__product_certification_id"), "sale", ["product_certification_id"], unique=False)
    op.create_index(op.f("ix_sale__product_id"), "sale", ["product_id"], unique=False)
    op.create_index(
        "ix_sale__reverses_id", "sale", ["reverses_id"], unique=False, postgresql_where="reverses_id IS NOT NULL"
    )
    op.create_index("ix_sale__roster_version_id", "sale", ["roster_version_id", "sold_on"], unique=False)
    op.create_index("ix_sale__sold_on_id", "sale", ["sold_on", "id"], unique=False)
    op.create_index("ix_sale__supplier_sold_on", "sale", ["supplier_id", "sold_on"], unique=False)
    op.create_index("ix_sale__tags", "sale", ["tags"], unique=False, postgresql_using="gin")
    op.create_index("uq_sale__corrects", "sale", ["reverses_id"], unique=True, postgresql_where="kind = 'correction'")
    op.create_index(
        "uq_sale__invoice",
        "sale",
        ["supplier_id", "invoice_number", "line", "generation"],
        unique=True,
        postgresql_where="invoice_number IS NOT NULL AND kind = 'sale'",
    )
    op.create_table(
        "look_alike",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "counted", "refused", name="lookalikestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("resembles_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_number", sa.Text(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("origin_code", sa.String(length=12), nullable=False),
        sa.Column("row", postgresql.JSONB(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_look_alike__decided_has_moment")
        ),
        sa.CheckConstraint("state = 'waiting' OR reason IS NOT NULL", name=op.f("ck_look_alike__decision_has_reason")),
        sa.CheckConstraint("state IN ('waiting', 'counted', 'refused')", name=op.f("ck_look_alike__state_known")),
        sa.CheckConstraint("NOT decided_by_id = ANY(entered_by_ids)", name=op.f("ck_look_alike__two_people")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_look_alike__decided_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_look_alike__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["resembles_id"], ["sale.id"], name=op.f("fk_look_alike__resembles_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_alike")),
        sa.UniqueConstraint("source", "source_number", "line", name=op.f("uq_look_alike__source_source_number_line")),
    )
    op.create_index(op.f("ix_look_alike__import_batch_id"), "look_alike", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_look_alike__origin_code"), "look_alike", ["origin_code"], unique=False)
    op.create_index(op.f("ix_look_alike__resembles_id"), "look_alike", ["resembles_id"], unique=False)

    # How many months the days of sales fall in: without it a year's figures by month are planned for every single day.
    op.execute("CREATE STATISTICS st_sale__month ON date_trunc('month', CAST(sold_on AS timestamp)) FROM sale")


def downgrade() -> None:
    op.drop_index(op.f("ix_look_alike__resembles_id"), table_name="look_alike")
    op.drop_index(op.f("ix_look_alike__origin_code"), table_name="look_alike")
    op.drop_index(op.f("ix_look_alike__import_batch_id"), table_name="look_alike")
    op.drop_table("look_alike")
    op.drop_index(
        "uq_sale__invoice", table_name="sale", postgresql_where="invoice_number IS NOT NULL AND kind = 'sale'"
    )
    op.drop_index("uq_sale__corrects", table_name="sale", postgresql_where="kind = 'correction'")
    op.drop_index("ix_sale__tags", table_name="sale", postgresql_using="gin")
    op.drop_index("ix_sale__supplier_sold_on", table_name="sale")
    op.drop_index("ix_sale__sold_on_id", table_name="sale")
    op.drop_index("ix_sale__roster_version_id", table_name="sale")
    op.drop_index("ix_sale__reverses_id", table_name="sale", postgresql_where="reverses_id IS NOT NULL")
    op.drop_index(op.f("ix_sale__product_id"), table_name="sale")
    op.drop_index(op.f("ix_sale__product_certification_id"), table_name="sale")
    op.drop_index(op.f("ix_sale__lot_id"), table_name="sale")
    op.drop_index(op.f("ix_sale__import_batch_id"), table_name="sale")
    op.drop_index("ix_sale__county_sold_on", table_name="sale", postgresql_ops={"origin_code": "text_pattern_ops"})
    op.drop_index(op.f("ix_sale__buyer_organisation_id"), table_name="sale")
    op.drop_table("sale")
