"""Charges, bank lines, matches."""

from datetime import date

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Fen, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to
from marketplace.payments.rules import BankLineState, ChargeState


class Charge(Base):
    """What a buyer owes a supplier for one order, under one remittance code."""

    __tablename__ = "charge"
    __table_args__ = (
        UniqueConstraint("remittance_code"),
        enum_check("state", ChargeState),
        check("amount_fen >= 0", "amount_not_negative"),
        check("(state = 'paid') = (paid_on IS NOT NULL)", "paid_has_day"),
    )

    id: Mapped[Id]
    remittance_code: Mapped[str]
    payer_id: Mapped[int] = refers_to("organisation.id")
    supplier_id: Mapped[int] = refers_to("supplier.id")
    amount_fen: Mapped[Fen]
    """As ordered while prepaid or pending, as accepted once the goods are received."""
    state: Mapped[ChargeState] = enum_column(ChargeState)
    due_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    created_at: Mapped[Moment]


class BankLine(Base):
    """One incoming line of a bank statement; the payer's account is kept encrypted."""

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("bank_reference"),
        enum_check("state", BankLineState),
        check("amount_fen <> 0", "amount_not_zero"),
        check("state <> 'set_aside' OR reason IS NOT NULL", "set_aside_has_reason"),
        *not_blank(["bank_reference"]),
        Index("ix_bank_line__queue", "state", "booked_on", "id"),
    )

    id: Mapped[Id]
    bank_reference: Mapped[str]
    booked_on: Mapped[date]
    payer_name: Mapped[str]
    payer_account: Mapped[bytes | None]
    amount_fen: Mapped[Fen]
    remark: Mapped[str]
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    """The remittance codes that stand in the remark, however they were typed."""
    region_code: Mapped[RegionCode]
    """Where the account is kept: cashiers of this region and above see the line."""
    state: Mapped[BankLineState] = enum_column(BankLineState)
    reason: Mapped[str | None]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class BankMatch(Base):
    """A bank line that paid a charge; undone matches stay as history."""

    __tablename__ = "bank_match"
    __table_args__ = (
        Index("uq_bank_match__line", "bank_line_id", unique=True, postgresql_where="undone_at IS NULL"),
        Index("uq_bank_match__charge", "charge_id", unique=True, postgresql_where="undone_at IS NULL"),
        check("(undone_at IS NULL) = (undone_reason IS NULL)", "undone_has_reason"),
    )

    id: Mapped[Id]
    bank_line_id: Mapped[int] = refers_to("bank_line.id")
    charge_id: Mapped[int] = refers_to("charge.id")
    matched_at: Mapped[Moment]
    matched_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    is_automatic: Mapped[bool] = mapped_column(default=False)
    undone_at: Mapped[Moment | None]
    undone_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    undone_reason: Mapped[str | None]
