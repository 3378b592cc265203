"""Sales reports with their lines, events, outlets and agreements."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Numeric, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.rules import BuyerKind
from marketplace.db import Base, Fen, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to
from marketplace.reporting.rules import EventKind, OutletKind, ReportState
from marketplace.sales.rules import Channel


class SalesReport(Base):
    """An office's report of offline sales in its region."""

    __tablename__ = "sales_report"
    __table_args__ = (
        UniqueConstraint("report_number"),
        enum_check("state", ReportState),
        check("NOT approved_by_id = ANY(written_by_ids)", "two_people"),
        check("(state IN ('counted', 'reversed')) = (approved_at IS NOT NULL)", "counted_has_moment"),
        check("state <> 'sent_back' OR reason IS NOT NULL", "sent_back_has_reason"),
    )

    id: Mapped[Id]
    report_number: Mapped[str]
    region_code: Mapped[RegionCode] = mapped_column(index=True)
    state: Mapped[ReportState] = enum_column(ReportState)
    title: Mapped[str]
    entered_at: Mapped[Moment]
    entered_by_id: Mapped[int | None] = refers_to("user_account.id")
    written_by_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    """Everyone who wrote in it; none of them may approve it."""
    submitted_at: Mapped[Moment | None]
    approved_at: Mapped[Moment | None]
    approved_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reason: Mapped[str | None]
    generation: Mapped[int] = mapped_column(default=0)


class SalesReportLine(Base):
    """One offline sale of a report, with its evidence."""

    __tablename__ = "sales_report_line"
    __table_args__ = (
        UniqueConstraint("sales_report_id", "number"),
        enum_check("channel", Channel),
        enum_check("buyer_kind", BuyerKind),
        check("amount_fen > 0", "amount_positive"),
        check("quantity > 0", "quantity_positive"),
    )

    id: Mapped[Id]
    sales_report_id: Mapped[int] = refers_to("sales_report.id", index=False)
    number: Mapped[int]
    sold_on: Mapped[date]
    channel: Mapped[Channel] = enum_column(Channel)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    supplier_id: Mapped[int] = refers_to("supplier.id")
    product_id: Mapped[int | None] = refers_to("product.id")
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(16, 3))
    amount_fen: Mapped[Fen]
    buyer_name: Mapped[str | None]
    buyer_kind: Mapped[BuyerKind | None] = enum_column(BuyerKind)
    buyer_code: Mapped[RegionCode | None]
    invoice_number: Mapped[str | None]
    evidence_file_id: Mapped[int | None] = refers_to("stored_file.id")


class Event(Base):
    """A sales event that was held."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("number"), enum_check("kind", EventKind), *not_blank(["number", "name"]))

    id: Mapped[Id]
    number: Mapped[str]
    name: Mapped[str]
    kind: Mapped[EventKind] = enum_column(EventKind)
    region_code: Mapped[RegionCode] = mapped_column(index=True)
    host_code: Mapped[RegionCode] = mapped_column(index=True)
    """The assisted region that reports it, which may differ from where it was held."""
    held_on: Mapped[date]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    created_at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Outlet(Base):
    """A hall, counter, zone or window that sells assisted products: open from `opened_on` until `closed_on`."""

    __tablename__ = "outlet"
    __table_args__ = (
        UniqueConstraint("number"),
        enum_check("kind", OutletKind),
        check("closed_on >= opened_on", "closed_after_opening"),
        *not_blank(["number", "name"]),
    )

    id: Mapped[Id]
    number: Mapped[str]
    name: Mapped[str]
    kind: Mapped[OutletKind] = enum_column(OutletKind)
    region_code: Mapped[RegionCode] = mapped_column(index=True)
    host_code: Mapped[RegionCode] = mapped_column(index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    created_at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Agreement(Base):
    """A signed agreement: signed and fulfilled amounts, never part of sales."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("agreement_number"),
        check("signed_fen >= 0 AND fulfilled_fen >= 0", "amounts_not_negative"),
        *not_blank(["agreement_number", "buyer_name"]),
    )

    id: Mapped[Id]
    agreement_number: Mapped[str]
    signed_on: Mapped[date]
    buyer_name: Mapped[str]
    supplier_id: Mapped[int | None] = refers_to("supplier.id")
    host_code: Mapped[RegionCode] = mapped_column(index=True)
    """The assisted region that reports it: the supplier's county, or the importing office's region."""
    signed_fen: Mapped[Fen]
    fulfilled_fen: Mapped[Fen] = mapped_column(default=0)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    created_at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")
