"""Allocations of pools and payments to households."""

from datetime import date

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.benefits.rules import PaymentState
from marketplace.db import Base, Fen, Id, Moment, check, enum_check, enum_column, refers_to
from marketplace.households.rules import Mechanism


class Allocation(Base):
    """One roster version's pool of one month as it was allocated."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("roster_version_id", "month"),
        check(r"month ~ '^\d{4}-\d{2}$'", "month_written_yyyy_mm"),
        check("pool_fen <> 0", "pool_not_zero"),
    )

    id: Mapped[Id]
    roster_version_id: Mapped[int] = refers_to("roster_version.id", index=False)
    month: Mapped[str] = mapped_column(index=True)
    pool_fen: Mapped[Fen]
    allocated_at: Mapped[Moment]


class AllocationShare(Base):
    """What a household got of an allocation; the shares sum to the pool."""

    __tablename__ = "allocation_share"
    __table_args__ = (PrimaryKeyConstraint("allocation_id", "household_id"),)

    allocation_id: Mapped[int] = refers_to("allocation.id", index=False)
    household_id: Mapped[int] = refers_to("household.id")
    amount_fen: Mapped[Fen]


class HouseholdPayment(Base):
    """Money a supplier paid to a household, with its voucher."""

    __tablename__ = "household_payment"
    __table_args__ = (
        Index(
            "uq_household_payment__voucher",
            "supplier_id",
            "household_id",
            "voucher_number",
            unique=True,
            postgresql_where="voucher_number IS NOT NULL AND state NOT IN ('reversed', 'sent_back')",
        ),
        enum_check("mechanism", Mechanism),
        enum_check("state", PaymentState),
        check("amount_fen > 0", "amount_positive"),
        check("verified_by_id <> entered_by_id", "two_people"),
        check("(state IN ('verified', 'reversed')) = (verified_at IS NOT NULL)", "verified_has_moment"),
        check("voucher_number IS NOT NULL OR evidence_file_id IS NOT NULL", "has_evidence"),
        check("state NOT IN ('sent_back', 'reversed') OR reason IS NOT NULL", "decision_has_reason"),
        # what waits for staff is found without all that was verified
        Index("ix_household_payment__entered", "entered_at", postgresql_where="state = 'entered'"),
        Index("ix_household_payment__supplier_paid_on", "supplier_id", "paid_on"),
        Index("ix_household_payment__household_paid_on", "household_id", "paid_on"),
    )

    id: Mapped[Id]
    supplier_id: Mapped[int] = refers_to("supplier.id", index=False)
    household_id: Mapped[int] = refers_to("household.id", index=False)
    paid_on: Mapped[date]
    mechanism: Mapped[Mechanism] = enum_column(Mechanism)
    amount_fen: Mapped[Fen]
    voucher_number: Mapped[str | None]
    evidence_file_id: Mapped[int | None] = refers_to("stored_file.id")
    state: Mapped[PaymentState] = enum_column(PaymentState)
    entered_at: Mapped[Moment]
    entered_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    verified_at: Mapped[Moment | None]
    verified_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reason: Mapped[str | None]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")
