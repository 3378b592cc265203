"""Catalogue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certification_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(number) <> ''", name=op.f("ck_certification_batch__number_not_blank")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_certification_batch__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_certification_batch__number")),
    )
    op.create_index(
        op.f("ix_certification_batch__import_batch_id"), "certification_batch", ["import_batch_id"], unique=False
    )
    op.create_table(
        "product",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("product_number", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "fruit",
                "vegetable",
                "grain_oil",
                "meat",
                "egg_dairy",
                "tea",
                "medicinal",
                "nuts",
                "processed",
                "craft",
                "service",
                "other",
                name="productcategory",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(product_number) <> ''", name=op.f("ck_product__product_number_not_blank")),
        sa.CheckConstraint(
            "category IN ('fruit', 'vegetable', 'grain_oil', 'meat', 'egg_dairy', 'tea', 'medicinal', 'nuts', 'processed', 'craft', 'service', 'other')",
            name=op.f("ck_product__category_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_product__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_product__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("product_number", name=op.f("uq_product__product_number")),
    )
    op.create_index(op.f("ix_product__import_batch_id"), "product", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_product__supplier_id"), "product", ["supplier_id"], unique=False)
    op.create_table(
        "listing_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "in_review",
                "listed",
                "sent_back",
                "superseded",
                "withdrawn",
                name="listingstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("origin_code", sa.String(length=12), nullable=False),
        sa.Column("delivery_days", sa.BigInteger(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('listed', 'sent_back', 'withdrawn')) <= (reviewed_at IS NOT NULL)",
            name=op.f("ck_listing_version__reviewed_has_moment"),
        ),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_listing_version__name_not_blank")),
        sa.CheckConstraint(
            "state <> 'sent_back' OR reason IS NOT NULL", name=op.f("ck_listing_version__sent_back_has_reason")
        ),
        sa.CheckConstraint(
            "state IN ('in_review', 'listed', 'sent_back', 'superseded', 'withdrawn')",
            name=op.f("ck_listing_version__state_known"),
        ),
        sa.CheckConstraint("reviewed_by_id <> submitted_by_id", name=op.f("ck_listing_version__two_people")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_listing_version__product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"],
            ["user_account.id"],
            name=op.f("fk_listing_version__reviewed_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["user_account.id"],
            name=op.f("fk_listing_version__submitted_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_version")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_listing_version__product_id_number")),
    )
    op.create_index(
        "uq_listing_version__in_review",
        "listing_version",
        ["product_id"],
        unique=True,
        postgresql_where="state = 'in_review'",
    )
    op.create_index(
        "uq_listing_version__listed",
        "listing_version",
        ["product_id"],
        unique=True,
        postgresql_where="state = 'listed'",
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("lot_number", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("produced_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("certificate_file_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(lot_number) <> ''", name=op.f("ck_lot__lot_number_not_blank")),
        sa.CheckConstraint("expires_on >= produced_on", name=op.f("ck_lot__expires_after_production")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot__quantity_positive")),
        sa.ForeignKeyConstraint(
            ["certificate_file_id"], ["stored_file.id"], name=op.f("fk_lot__certificate_file_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lot__product_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("product_id", "lot_number", name=op.f("uq_lot__product_id_lot_number")),
    )
    op.create_index(op.f("ix_lot__certificate_file_id"), "lot", ["certificate_file_id"], unique=False)
    op.create_table(
        "product_certification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ceiling_fen", sa.BigInteger(), nullable=True),
        sa.Column("certified_quantity", sa.BigInteger(), nullable=True),
        sa.Column("benefit_terms", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("ceiling_fen > 0", name=op.f("ck_product_certification__ceiling_positive")),
        sa.CheckConstraint(
            "certified_quantity >= 0", name=op.f("ck_product_certification__certified_quantity_not_negative")
        ),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_product_certification__period_in_order")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["certification_batch.id"],
            name=op.f("fk_product_certification__batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_product_certification__created_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_product_certification__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_certification__product_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_certification")),
        sa.UniqueConstraint("product_id", "batch_id", name=op.f("uq_product_certification__product_id_batch_id")),
    )
    op.create_index(op.f("ix_product_certification__batch_id"), "product_certification", ["batch_id"], unique=False)
    op.create_index(
        op.f("ix_product_certification__import_batch_id"), "product_certification", ["import_batch_id"], unique=False
    )
    op.create_table(
        "sku",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("specification", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("base_quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "base_unit", sa.Enum("g", "ml", "piece", name="baseunit", native_enum=False, length=32), nullable=False
        ),
        sa.CheckConstraint("base_unit IN ('g', 'ml', 'piece')", name=op.f("ck_sku__base_unit_known")),
        sa.CheckConstraint("btrim(code) <> ''", name=op.f("ck_sku__code_not_blank")),
        sa.CheckConstraint("btrim(specification) <> ''", name=op.f("ck_sku__specification_not_blank")),
        sa.CheckConstraint("btrim(unit) <> ''", name=op.f("ck_sku__unit_not_blank")),
        sa.CheckConstraint("base_quantity > 0", name=op.f("ck_sku__base_quantity_positive")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sku__product_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sku")),
        sa.UniqueConstraint("code", name=op.f("uq_sku__code")),
    )
    op.create_index(op.f("ix_sku__product_id"), "sku", ["product_id"], unique=False)
    op.create_table(
        "catalogue_entry",
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_version_id", sa.BigInteger(), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "fruit",
                "vegetable",
                "grain_oil",
                "meat",
                "egg_dairy",
                "tea",
                "medicinal",
                "nuts",
                "processed",
                "craft",
                "service",
                "other",
                name="productcategory",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("price_per_kg_fen", sa.BigInteger(), nullable=True),
        sa.Column("delivery_days", sa.BigInteger(), nullable=True),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.Column("card", postgresql.JSONB(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_version_id"],
            ["listing_version.id"],
            name=op.f("fk_catalogue_entry__listing_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_catalogue_entry__product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_catalogue_entry__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_catalogue_entry")),
    )
    op.create_index(
        "ix_catalogue_entry__category", "catalogue_entry", ["category", "listed_at", "product_id"], unique=False
    )
    op.create_index(
        "ix_catalogue_entry__county", "catalogue_entry", ["county_code", "listed_at", "product_id"], unique=False
    )
    op.create_index(
        op.f("ix_catalogue_entry__listing_version_id"), "catalogue_entry", ["listing_version_id"], unique=False
    )
    op.create_index("ix_catalogue_entry__newest", "catalogue_entry", ["listed_at", "product_id"], unique=False)
    op.create_index("ix_catalogue_entry__price", "catalogue_entry", ["price_fen", "product_id"], unique=False)
    op.create_index(
        "ix_catalogue_entry__price_per_kg",
        "catalogue_entry",
        [sa.text("coalesce(price_per_kg_fen, 9223372036854775807)"), "product_id"],
        unique=False,
    )
    op.create_index(op.f("ix_catalogue_entry__supplier_id"), "catalogue_entry", ["supplier_id"], unique=False)
    op.create_index("ix_catalogue_entry__words", "catalogue_entry", ["words"], unique=False, postgresql_using="gin")
    op.create_table(
        "price_tier",
        sa.Column("listing_version_id", sa.BigInteger(), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("min_quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("min_quantity >= 1", name=op.f("ck_price_tier__min_quantity_positive")),
        sa.CheckConstraint("unit_price_fen > 0", name=op.f("ck_price_tier__unit_price_positive")),
        sa.ForeignKeyConstraint(
            ["listing_version_id"],
            ["listing_version.id"],
            name=op.f("fk_price_tier__listing_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_price_tier__sku_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("listing_version_id", "sku_id", "min_quantity", name=op.f("pk_price_tier")),
    )
    op.create_index(op.f("ix_price_tier__sku_id"), "price_tier", ["sku_id"], unique=False)
    op.create_table(
        "listing_photo",
        sa.Column("listing_version_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("stored_file_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_listing_photo__position_from_one")),
        sa.ForeignKeyConstraint(
            ["listing_version_id"],
            ["listing_version.id"],
            name=op.f("fk_listing_photo__listing_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"],
            ["stored_file.id"],
            name=op.f("fk_listing_photo__stored_file_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("listing_version_id", "position", name=op.f("pk_listing_photo")),
    )
    op.create_index(op.f("ix_listing_photo__stored_file_id"), "listing_photo", ["stored_file_id"], unique=False)
    op.create_table(
        "reservation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("live", "shipped", "released", "expired", name="reservationstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'live') = (quantity > 0)", name=op.f("ck_reservation__live_holds_something")),
        sa.CheckConstraint(
            "state IN ('live', 'shipped', 'released', 'expired')", name=op.f("ck_reservation__state_known")
        ),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_reservation__quantity_not_negative")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_reservation__sku_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
        sa.UniqueConstraint("holder", "sku_id", name=op.f("uq_reservation__holder_sku_id")),
    )
    op.create_index(
        "ix_reservation__expiring",
        "reservation",
        ["expires_at"],
        unique=False,
        postgresql_where="state = 'live' AND expires_at IS NOT NULL",
    )
    op.create_index(
        "ix_reservation__sku_id_live", "reservation", ["sku_id"], unique=False, postgresql_where="state = 'live'"
    )
    op.create_table(
        "stock",
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("on_hand >= reserved AND reserved >= 0", name=op.f("ck_stock__never_oversold")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock__sku_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_stock")),
    )
    op.create_table(
        "stock_movement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "reserved",
                "released",
                "shipped",
                "returned",
                "adjusted",
                name="movementkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("on_hand_change", sa.BigInteger(), nullable=False),
        sa.Column("reserved_change", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.BigInteger(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'adjusted' OR reason IS NOT NULL", name=op.f("ck_stock_movement__adjustment_has_reason")
        ),
        sa.CheckConstraint(
            "kind <> 'released' OR (on_hand_change = 0 AND reserved_change < 0)",
            name=op.f("ck_stock_movement__released_shape"),
        ),
        sa.CheckConstraint(
            "kind <> 'reserved' OR (on_hand_change = 0 AND reserved_change > 0)",
            name=op.f("ck_stock_movement__reserved_shape"),
        ),
        sa.CheckConstraint(
            "kind <> 'shipped' OR (on_hand_change < 0 AND reserved_change = on_hand_change)",
            name=op.f("ck_stock_movement__shipped_shape"),
        ),
        sa.CheckConstraint(
            "kind IN ('received', 'reserved', 'released', 'shipped', 'returned', 'adjusted')",
            name=op.f("ck_stock_movement__kind_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('received', 'returned') OR (on_hand_change > 0 AND reserved_change = 0)",
            name=op.f("ck_stock_movement__inward_shape"),
        ),
        sa.CheckConstraint(
            "on_hand_change <> 0 OR reserved_change <> 0", name=op.f("ck_stock_movement__changes_something")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_stock_movement__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_stock_movement__lot_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_movement__sku_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_stock_movement__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
    )
    op.create_index(op.f("ix_stock_movement__import_batch_id"), "stock_movement", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_stock_movement__lot_id"), "stock_movement", ["lot_id"], unique=False)
    op.create_index("ix_stock_movement__sku_id_id", "stock_movement", ["sku_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_stock_movement__sku_id_id", table_name="stock_movement")
    op.drop_index(op.f("ix_stock_movement__lot_id"), table_name="stock_movement")
    op.drop_index(op.f("ix_stock_movement__import_batch_id"), table_name="stock_movement")
    op.drop_table("stock_movement")
    op.drop_table("stock")
    op.drop_index("ix_reservation__sku_id_live", table_name="reservation", postgresql_where="state = 'live'")
    op.drop_index(
        "ix_reservation__expiring",
        table_name="reservation",
        postgresql_where="state = 'live' AND expires_at IS NOT NULL",
    )
    op.drop_table("reservation")
    op.drop_index(op.f("ix_listing_photo__stored_file_id"), table_name="listing_photo")
    op.drop_table("listing_photo")
    op.drop_index(op.f("ix_price_tier__sku_id"), table_name="price_tier")
    op.drop_table("price_tier")
    op.drop_index("ix_catalogue_entry__words", table_name="catalogue_entry", postgresql_using="gin")
    op.drop_index(op.f("ix_catalogue_entry__supplier_id"), table_name="catalogue_entry")
    op.drop_index("ix_catalogue_entry__price_per_kg", table_name="catalogue_entry")
    op.drop_index("ix_catalogue_entry__price", table_name="catalogue_entry")
    op.drop_index("ix_catalogue_entry__newest", table_name="catalogue_entry")
    op.drop_index(op.f("ix_catalogue_entry__listing_version_id"), table_name="catalogue_entry")
    op.drop_index("ix_catalogue_entry__county", table_name="catalogue_entry")
    op.drop_index("ix_catalogue_entry__category", table_name="catalogue_entry")
    op.drop_table("catalogue_entry")
    op.drop_index(op.f("ix_sku__product_id"), table_name="sku")
    op.drop_table("sku")
    op.drop_index(op.f("ix_product_certification__import_batch_id"), table_name="product_certification")
    op.drop_index(op.f("ix_product_certification__batch_id"), table_name="product_certification")
    op.drop_table("product_certification")
    op.drop_index(op.f("ix_lot__certificate_file_id"), table_name="lot")
    op.drop_table("lot")
    op.drop_index("uq_listing_version__listed", table_name="listing_version", postgresql_where="state = 'listed'")
    op.drop_index("uq_listing_version__in_review", table_name="listing_version", postgresql_where="state = 'in_review'")
    op.drop_table("listing_version")
    op.drop_index(op.f("ix_product__supplier_id"), table_name="product")
    op.drop_index(op.f("ix_product__import_batch_id"), table_name="product")
    op.drop_table("product")
    op.drop_index(op.f("ix_certification_batch__import_batch_id"), table_name="certification_batch")
    op.drop_table("certification_batch")
