"""Purchasing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_group",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column(
            "payment_terms",
            sa.Enum("on_account", "prepaid", name="paymentterms", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("lines_count", sa.BigInteger(), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "payment_terms IN ('on_account', 'prepaid')", name=op.f("ck_order_group__payment_terms_known")
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["organisation.id"], name=op.f("fk_order_group__buyer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_order_group__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["user_account.id"], name=op.f("fk_order_group__placed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_group")),
    )
    op.create_index(op.f("ix_order_group__buyer_id"), "order_group", ["buyer_id"], unique=False)
    op.create_index(op.f("ix_order_group__import_batch_id"), "order_group", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_order_group__placed_by_id"), "order_group", ["placed_by_id"], unique=False)
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("order_group_id", sa.BigInteger(), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("charge_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting_approval",
                "placed",
                "confirmed",
                "partly_shipped",
                "shipped",
                "received",
                "settled",
                "refused",
                "declined",
                "cancelled",
                "expired",
                name="orderstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("needs_dual_inspection", sa.Boolean(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'settled') = (settled_on IS NOT NULL)", name=op.f("ck_purchase_order__settled_has_day")
        ),
        sa.CheckConstraint(
            "(state IN ('received', 'settled')) = (received_at IS NOT NULL)",
            name=op.f("ck_purchase_order__received_has_moment"),
        ),
        sa.CheckConstraint(
            "state IN ('awaiting_approval', 'placed', 'confirmed', 'partly_shipped', 'shipped', 'received', 'settled', 'refused', 'declined', 'cancelled', 'expired')",
            name=op.f("ck_purchase_order__state_known"),
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_purchase_order__approved_has_person")
        ),
        sa.CheckConstraint("accepted_fen <= amount_fen", name=op.f("ck_purchase_order__accepted_within_ordered")),
        sa.CheckConstraint(
            "amount_fen >= 0 AND accepted_fen >= 0", name=op.f("ck_purchase_order__amounts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_purchase_order__approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["organisation.id"], name=op.f("fk_purchase_order__buyer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_purchase_order__charge_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["order_group_id"], ["order_group.id"], name=op.f("fk_purchase_order__order_group_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_purchase_order__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_purchase_order__charge_id")),
        sa.UniqueConstraint(
            "order_group_id", "supplier_id", name=op.f("uq_purchase_order__order_group_id_supplier_id")
        ),
        sa.UniqueConstraint("order_number", name=op.f("uq_purchase_order__order_number")),
    )
    op.create_index("ix_purchase_order__buyer", "purchase_order", ["buyer_id", "id"], unique=False)
    op.create_index("ix_purchase_order__state", "purchase_order", ["state", "id"], unique=False)
    op.create_index("ix_purchase_order__supplier", "purchase_order", ["supplier_id", "id"], unique=False)
    op.create_table(
        "order_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "from_state",
            sa.Enum(
                "awaiting_approval",
                "placed",
                "confirmed",
                "partly_shipped",
                "shipped",
                "received",
                "settled",
                "refused",
                "declined",
                "cancelled",
                "expired",
                name="orderstate",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "awaiting_approval",
                "placed",
                "confirmed",
                "partly_shipped",
                "shipped",
                "received",
                "settled",
                "refused",
                "declined",
                "cancelled",
                "expired",
                name="orderstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "from_state IN ('awaiting_approval', 'placed', 'confirmed', 'partly_shipped', 'shipped', 'received', 'settled', 'refused', 'declined', 'cancelled', 'expired')",
            name=op.f("ck_order_event__from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('awaiting_approval', 'placed', 'confirmed', 'partly_shipped', 'shipped', 'received', 'settled', 'refused', 'declined', 'cancelled', 'expired')",
            name=op.f("ck_order_event__to_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_order_event__order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_order_event__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_event")),
    )
    op.create_index(op.f("ix_order_event__order_id"), "order_event", ["order_id"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_version_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("shipped", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.BigInteger(), nullable=True),
        sa.Column("deliver_to", sa.Text(), nullable=True),
        sa.Column("deliver_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "0 <= accepted + rejected AND accepted >= 0 AND rejected >= 0 AND accepted + rejected <= shipped AND shipped <= quantity",
            name=op.f("ck_order_line__received_within_shipped_within_ordered"),
        ),
        sa.CheckConstraint("amount_fen = quantity * unit_price_fen", name=op.f("ck_order_line__amount_recomputes")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_line__quantity_positive")),
        sa.CheckConstraint("unit_price_fen > 0", name=op.f("ck_order_line__unit_price_positive")),
        sa.ForeignKeyConstraint(
            ["listing_version_id"],
            ["listing_version.id"],
            name=op.f("fk_order_line__listing_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_order_line__lot_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_order_line__order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_order_line__product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_order_line__sku_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_line__order_id_number")),
        sa.UniqueConstraint("order_id", "sku_id", name=op.f("uq_order_line__order_id_sku_id")),
    )
    op.create_index(op.f("ix_order_line__listing_version_id"), "order_line", ["listing_version_id"], unique=False)
    op.create_index(op.f("ix_order_line__lot_id"), "order_line", ["lot_id"], unique=False)
    op.create_index(op.f("ix_order_line__product_id"), "order_line", ["product_id"], unique=False)
    op.create_index(op.f("ix_order_line__sku_id"), "order_line", ["sku_id"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("tracking_number", sa.Text(), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipped_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_shipment__order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["shipped_by_id"], ["user_account.id"], name=op.f("fk_shipment__shipped_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_shipment__order_id_number")),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting_countersignature",
                "counted",
                "sent_back",
                name="receiptstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence_file_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('awaiting_countersignature', 'counted', 'sent_back')", name=op.f("ck_receipt__state_known")
        ),
        sa.CheckConstraint(
            "state <> 'awaiting_countersignature' OR (received_by_id IS NOT NULL AND decided_at IS NULL)",
            name=op.f("ck_receipt__waits_for_another"),
        ),
        sa.CheckConstraint(
            "state <> 'sent_back' OR decided_at IS NOT NULL", name=op.f("ck_receipt__sent_back_has_moment")
        ),
        sa.CheckConstraint(
            "(state = 'sent_back') = (reason IS NOT NULL)", name=op.f("ck_receipt__sent_back_has_reason")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_receipt__decided_has_person")
        ),
        sa.CheckConstraint("decided_by_id <> received_by_id", name=op.f("ck_receipt__two_people")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_receipt__decided_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["stored_file.id"], name=op.f("fk_receipt__evidence_file_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["user_account.id"], name=op.f("fk_receipt__received_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_receipt__shipment_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index(
        "uq_receipt__live",
        "receipt",
        ["shipment_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'sent_back'"),
    )
    op.create_index(op.f("ix_receipt__shipment_id"), "receipt", ["shipment_id"], unique=False)
    op.create_index(op.f("ix_receipt__evidence_file_id"), "receipt", ["evidence_file_id"], unique=False)
    op.create_table(
        "shipment_line",
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_line__quantity_positive")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_shipment_line__order_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line__shipment_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("shipment_id", "order_line_id", name=op.f("pk_shipment_line")),
    )
    op.create_index(op.f("ix_shipment_line__order_line_id"), "shipment_line", ["order_line_id"], unique=False)
    op.create_table(
        "receipt_line",
        sa.Column("receipt_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column(
            "reject_reason",
            sa.Enum(
                "quality",
                "spoiled",
                "damaged",
                "wrong_product",
                "short_weight",
                "late",
                "other",
                name="rejectreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reject_note", sa.Text(), nullable=True),
        sa.Column("weighed_g", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "reject_reason IN ('quality', 'spoiled', 'damaged', 'wrong_product', 'short_weight', 'late', 'other')",
            name=op.f("ck_receipt_line__reject_reason_known"),
        ),
        sa.CheckConstraint(
            "(rejected > 0) = (reject_reason IS NOT NULL)", name=op.f("ck_receipt_line__rejected_has_reason")
        ),
        sa.CheckConstraint(
            "accepted >= 0 AND rejected >= 0 AND accepted + rejected > 0",
            name=op.f("ck_receipt_line__quantities_not_negative"),
        ),
        sa.CheckConstraint("weighed_g > 0", name=op.f("ck_receipt_line__weighed_positive")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_receipt_line__order_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.id"], name=op.f("fk_receipt_line__receipt_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("receipt_id", "order_line_id", name=op.f("pk_receipt_line")),
    )
    op.create_index(op.f("ix_receipt_line__order_line_id"), "receipt_line", ["order_line_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_receipt_line__order_line_id"), table_name="receipt_line")
    op.drop_table("receipt_line")
    op.drop_index(op.f("ix_shipment_line__order_line_id"), table_name="shipment_line")
    op.drop_table("shipment_line")
    op.drop_index(op.f("ix_receipt__evidence_file_id"), table_name="receipt")
    op.drop_index(op.f("ix_receipt__shipment_id"), table_name="receipt")
    op.drop_index("uq_receipt__live", table_name="receipt")
    op.drop_table("receipt")
    op.drop_table("shipment")
    op.drop_index(op.f("ix_order_line__sku_id"), table_name="order_line")
    op.drop_index(op.f("ix_order_line__product_id"), table_name="order_line")
    op.drop_index(op.f("ix_order_line__lot_id"), table_name="order_line")
    op.drop_index(op.f("ix_order_line__listing_version_id"), table_name="order_line")
    op.drop_table("order_line")
    op.drop_index(op.f("ix_order_event__order_id"), table_name="order_event")
    op.drop_table("order_event")
    op.drop_index("ix_purchase_order__supplier", table_name="purchase_order")
    op.drop_index("ix_purchase_order__state", table_name="purchase_order")
    op.drop_index("ix_purchase_order__buyer", table_name="purchase_order")
    op.drop_table("purchase_order")
    op.drop_index(op.f("ix_order_group__placed_by_id"), table_name="order_group")
    op.drop_index(op.f("ix_order_group__buyer_id"), table_name="order_group")
    op.drop_table("order_group")
