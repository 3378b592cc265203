"""Order groups, orders, lines, shipments, receipts and events."""

from datetime import date

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Fen, Id, Moment, RegionCode, check, enum_check, enum_column, refers_to
from marketplace.purchasing.rules import OrderState, PaymentTerms, ReceiptState, RejectReason


class OrderGroup(Base):
    """One checkout of a buyer; its state is that of its orders."""

    __tablename__ = "order_group"
    __table_args__ = (enum_check("payment_terms", PaymentTerms),)

    id: Mapped[Id]
    buyer_id: Mapped[int] = refers_to("organisation.id")
    region_code: Mapped[RegionCode]
    """The buyer's region when it ordered."""
    payment_terms: Mapped[PaymentTerms] = enum_column(PaymentTerms)
    note: Mapped[str | None]
    placed_at: Mapped[Moment]
    placed_by_id: Mapped[int | None] = refers_to("user_account.id")
    amount_fen: Mapped[Fen]
    lines_count: Mapped[int]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Order(Base):
    """What one supplier delivers of an order group."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        UniqueConstraint("order_number"),
        UniqueConstraint("order_group_id", "supplier_id"),
        UniqueConstraint("charge_id"),
        enum_check("state", OrderState),
        check("amount_fen >= 0 AND accepted_fen >= 0", "amounts_not_negative"),
        check("accepted_fen <= amount_fen", "accepted_within_ordered"),
        check("(approved_at IS NULL) = (approved_by_id IS NULL)", "approved_has_person"),
        check("(state IN ('received', 'settled')) = (received_at IS NOT NULL)", "received_has_moment"),
        check("(state = 'settled') = (settled_on IS NOT NULL)", "settled_has_day"),
        Index("ix_purchase_order__buyer", "buyer_id", "id"),
        Index("ix_purchase_order__supplier", "supplier_id", "id"),
        Index("ix_purchase_order__state", "state", "id"),
    )

    id: Mapped[Id]
    order_number: Mapped[str]
    order_group_id: Mapped[int] = refers_to("order_group.id", index=False)
    buyer_id: Mapped[int] = refers_to("organisation.id", index=False)
    supplier_id: Mapped[int] = refers_to("supplier.id", index=False)
    charge_id: Mapped[int] = refers_to("charge.id", index=False)
    state: Mapped[OrderState] = enum_column(OrderState)
    amount_fen: Mapped[Fen]
    """As ordered."""
    accepted_fen: Mapped[Fen] = mapped_column(default=0)
    """Of what was accepted so far."""
    needs_approval: Mapped[bool]
    needs_dual_inspection: Mapped[bool] = mapped_column(default=False)
    """By the buyer's rule when it was placed."""
    approved_at: Mapped[Moment | None]
    approved_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    confirmed_at: Mapped[Moment | None]
    shipped_at: Mapped[Moment | None]
    received_at: Mapped[Moment | None]
    settled_on: Mapped[date | None]
    """The later of acceptance and payment: the day of its sales."""
    cancelled_at: Mapped[Moment | None]
    """When it ended without delivery, whoever ended it."""
    generation: Mapped[int] = mapped_column(default=0)
    """Grows when a settlement is taken back, so its sales can be stated anew."""


class OrderLine(Base):
    """One SKU of an order, at the price fixed at placement."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        UniqueConstraint("order_id", "sku_id"),
        check("quantity > 0", "quantity_positive"),
        check("unit_price_fen > 0", "unit_price_positive"),
        check("amount_fen = quantity * unit_price_fen", "amount_recomputes"),
        check(
            "0 <= accepted + rejected AND accepted >= 0 AND rejected >= 0 AND accepted + rejected <= shipped "
            "AND shipped <= quantity",
            "received_within_shipped_within_ordered",
        ),
    )

    id: Mapped[Id]
    order_id: Mapped[int] = refers_to("purchase_order.id", index=False)
    number: Mapped[int]
    sku_id: Mapped[int] = refers_to("sku.id")
    product_id: Mapped[int] = refers_to("product.id")
    listing_version_id: Mapped[int] = refers_to("listing_version.id")
    quantity: Mapped[int]
    unit_price_fen: Mapped[Fen]
    amount_fen: Mapped[Fen]
    shipped: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    lot_id: Mapped[int | None] = refers_to("lot.id")
    """The lot it was shipped from, when the supplier names one; decides the roster."""
    deliver_to: Mapped[str | None]
    deliver_on: Mapped[date | None]
    note: Mapped[str | None]


class OrderEvent(Base):
    """One move of an order: who, when, from, to, why."""

    __tablename__ = "order_event"
    __table_args__ = (enum_check("from_state", OrderState), enum_check("to_state", OrderState))

    id: Mapped[Id]
    order_id: Mapped[int] = refers_to("purchase_order.id")
    at: Mapped[Moment]
    user_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    from_state: Mapped[OrderState | None] = enum_column(OrderState)
    to_state: Mapped[OrderState] = enum_column(OrderState)
    reason: Mapped[str | None]


class Shipment(Base):
    """One dispatch of an order; an order may have many."""

    __tablename__ = "shipment"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    id: Mapped[Id]
    order_id: Mapped[int] = refers_to("purchase_order.id", index=False)
    number: Mapped[int]
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    shipped_at: Mapped[Moment]
    shipped_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)


class ShipmentLine(Base):
    """How much of an order line a shipment carries."""

    __tablename__ = "shipment_line"
    __table_args__ = (
        PrimaryKeyConstraint("shipment_id", "order_line_id"),
        check("quantity > 0", "quantity_positive"),
    )

    shipment_id: Mapped[int] = refers_to("shipment.id", index=False)
    order_line_id: Mapped[int] = refers_to("order_line.id")
    quantity: Mapped[int]


class Receipt(Base):
    """The inspection of one shipment by the buyer's receiver, and by a second one where two are needed."""

    __tablename__ = "receipt"
    __table_args__ = (
        enum_check("state", ReceiptState),
        check(
            "state <> 'awaiting_countersignature' OR (received_by_id IS NOT NULL AND decided_at IS NULL)",
            "waits_for_another",
        ),
        check("state <> 'sent_back' OR decided_at IS NOT NULL", "sent_back_has_moment"),
        check("(state = 'sent_back') = (reason IS NOT NULL)", "sent_back_has_reason"),
        check("(decided_at IS NULL) = (decided_by_id IS NULL)", "decided_has_person"),
        check("decided_by_id <> received_by_id", "two_people"),
        Index("uq_receipt__live", "shipment_id", unique=True, postgresql_where="state <> 'sent_back'"),
    )

    id: Mapped[Id]
    shipment_id: Mapped[int] = refers_to("shipment.id")
    state: Mapped[ReceiptState] = enum_column(ReceiptState)
    received_at: Mapped[Moment]
    received_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    decided_at: Mapped[Moment | None]
    """When the second receiver countersigned it or sent it back."""
    decided_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reason: Mapped[str | None]
    """Why it was sent back."""
    note: Mapped[str | None]
    evidence_file_id: Mapped[int | None] = refers_to("stored_file.id")


class ReceiptLine(Base):
    """Accepted + rejected = shipped; a rejected piece has a reason."""

    __tablename__ = "receipt_line"
    __table_args__ = (
        PrimaryKeyConstraint("receipt_id", "order_line_id"),
        check("accepted >= 0 AND rejected >= 0 AND accepted + rejected > 0", "quantities_not_negative"),
        check("(rejected > 0) = (reject_reason IS NOT NULL)", "rejected_has_reason"),
        enum_check("reject_reason", RejectReason),
        check("weighed_g > 0", "weighed_positive"),
    )

    receipt_id: Mapped[int] = refers_to("receipt.id", index=False)
    order_line_id: Mapped[int] = refers_to("order_line.id")
    accepted: Mapped[int]
    rejected: Mapped[int] = mapped_column(default=0)
    reject_reason: Mapped[RejectReason | None] = enum_column(RejectReason)
    reject_note: Mapped[str | None]
    weighed_g: Mapped[int | None]


__all__ = [
    "Order",
    "OrderEvent",
    "OrderGroup",
    "OrderLine",
    "Receipt",
    "ReceiptLine",
    "Shipment",
    "ShipmentLine",
]
