"""The sale facts and the sales that wait because they look like another."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Index, Numeric, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.rules import BuyerKind
from marketplace.db import Base, Fen, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to
from marketplace.sales.rules import Channel, LookAlikeState, SaleKind


class Sale(Base):
    """One recognised sale line, return or correction; amounts of returns and of corrections of sales are negative."""

    __tablename__ = "sale"
    __table_args__ = (
        UniqueConstraint("source", "source_number", "line", "generation", "kind"),
        Index(
            "uq_sale__invoice",
            "supplier_id",
            "invoice_number",
            "line",
            "generation",
            unique=True,
            postgresql_where="invoice_number IS NOT NULL AND kind = 'sale'",
        ),
        Index("uq_sale__corrects", "reverses_id", unique=True, postgresql_where="kind = 'correction'"),
        Index("ix_sale__reverses_id", "reverses_id", postgresql_where="reverses_id IS NOT NULL"),
        Index("ix_sale__county_sold_on", "origin_code", "sold_on", postgresql_ops={"origin_code": "text_pattern_ops"}),
        Index("ix_sale__sold_on_id", "sold_on", "id"),
        Index("ix_sale__supplier_sold_on", "supplier_id", "sold_on"),
        Index("ix_sale__roster_version_id", "roster_version_id", "sold_on"),
        Index("ix_sale__tags", "tags", postgresql_using="gin"),
        enum_check("kind", SaleKind),
        enum_check("channel", Channel),
        enum_check("buyer_kind", BuyerKind),
        check("kind = 'correction' OR (kind = 'return') = (amount_fen < 0)", "sign_of_kind"),
        check("(kind = 'sale') = (reverses_id IS NULL)", "reversal_names_its_row"),
        check("roster_version_id IS NOT NULL OR pool_fen = 0", "no_pool_without_roster"),
        check("pool_fen = 0 OR (pool_fen > 0) = (amount_fen > 0)", "pool_has_sign_of_amount"),
        check("abs(pool_fen) <= abs(amount_fen)", "pool_within_amount"),
        check("is_benefiting <= (roster_version_id IS NOT NULL)", "benefiting_has_roster"),
        check("line >= 1 AND generation >= 0", "line_from_one"),
        *not_blank(["source", "source_number"]),
    )

    id: Mapped[Id]
    kind: Mapped[SaleKind] = enum_column(SaleKind)
    sold_on: Mapped[date]
    channel: Mapped[Channel] = enum_column(Channel)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    supplier_id: Mapped[int] = refers_to("supplier.id", index=False)
    origin_code: Mapped[RegionCode]
    """The supplier's county."""
    product_id: Mapped[int | None] = refers_to("product.id")
    product_certification_id: Mapped[int | None] = refers_to("product_certification.id")
    """The certification in force that day; `None` is not certified."""
    lot_id: Mapped[int | None] = refers_to("lot.id")
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(16, 3))
    amount_fen: Mapped[Fen]
    buyer_name: Mapped[str | None]
    buyer_organisation_id: Mapped[int | None] = refers_to("organisation.id")
    buyer_kind: Mapped[BuyerKind | None] = enum_column(BuyerKind)
    buyer_code: Mapped[RegionCode | None]
    source: Mapped[str]
    source_number: Mapped[str]
    line: Mapped[int] = mapped_column(default=1)
    generation: Mapped[int] = mapped_column(default=0)
    invoice_number: Mapped[str | None]
    reverses_id: Mapped[int | None] = refers_to("sale.id", index=False)
    roster_version_id: Mapped[int | None] = refers_to("roster_version.id", index=False)
    pool_fen: Mapped[Fen] = mapped_column(default=0)
    is_benefiting: Mapped[bool] = mapped_column(default=False)
    """The roster version holds at least one registered household."""
    reason: Mapped[str | None]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class LookAlike(Base):
    """A sale that was not recorded because it looks like one that was; a person decides."""

    __tablename__ = "look_alike"
    __table_args__ = (
        enum_check("state", LookAlikeState),
        UniqueConstraint("source", "source_number", "line"),
        check("(state = 'waiting') = (decided_at IS NULL)", "decided_has_moment"),
        check("state = 'waiting' OR reason IS NOT NULL", "decision_has_reason"),
        check("NOT decided_by_id = ANY(entered_by_ids)", "two_people"),
    )

    id: Mapped[Id]
    state: Mapped[LookAlikeState] = enum_column(LookAlikeState)
    resembles_id: Mapped[int] = refers_to("sale.id")
    source: Mapped[str]
    source_number: Mapped[str]
    line: Mapped[int]
    origin_code: Mapped[RegionCode] = mapped_column(index=True)
    row: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """The sale as it would be recorded."""
    entered_at: Mapped[Moment]
    entered_by_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    """Everyone who told it, of a report its writers; none of them decides."""
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reason: Mapped[str | None]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")
