"""Suppliers, their qualifications, the requirements and what was answered to them."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to
from marketplace.suppliers.rules import AnswerState, Basis, Office, QualificationState, SupplierKind


class Supplier(Base):
    """An organisation that sells; its county is the origin of its sales."""

    __tablename__ = "supplier"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        enum_check("kind", SupplierKind),
        check(r"county_code ~ '^\d{6}$'", "county_code_of_6_digits"),
        Index("ix_supplier__county_code", "county_code", postgresql_ops={"county_code": "text_pattern_ops"}),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = refers_to("organisation.id", index=False)
    kind: Mapped[SupplierKind] = enum_column(SupplierKind)
    county_code: Mapped[RegionCode]
    created_at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class AssistedCounty(Base):
    """A county on the list of assisted counties, whose suppliers may be certified, for the days it is on it."""

    __tablename__ = "assisted_county"
    __table_args__ = (
        UniqueConstraint("county_code", "from_on"),
        check(r"county_code ~ '^\d{6}$'", "county_code_of_6_digits"),
        check("until_on > from_on", "period_not_empty"),
    )

    id: Mapped[Id]
    county_code: Mapped[RegionCode]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Qualification(Base):
    """One application and the dated decision it led to: certified from `from_on` up to, not including, `until_on`."""

    __tablename__ = "qualification"
    __table_args__ = (
        enum_check("state", QualificationState),
        # withdrawn before its first day, a period is empty: it never held
        check("until_on > from_on OR (state = 'withdrawn' AND until_on = from_on)", "period_not_empty"),
        check(
            "(state IN ('certified', 'suspended', 'expired', 'withdrawn')) = (from_on IS NOT NULL)",
            "certified_has_period",
        ),
        check("(until_on IS NULL) OR (from_on IS NOT NULL)", "until_goes_with_from"),
        Index(
            "uq_qualification__open",
            "supplier_id",
            unique=True,
            postgresql_where="state IN ('draft', 'submitted', 'recommended', 'sent_back')",
        ),
        Index("ix_qualification__supplier_id_from_on", "supplier_id", "from_on"),
    )

    id: Mapped[Id]
    supplier_id: Mapped[int] = refers_to("supplier.id", index=False)
    state: Mapped[QualificationState] = enum_column(QualificationState)
    round: Mapped[int] = mapped_column(default=1)
    """Grows with each resubmission; recommendations belong to a round."""
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    created_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    decided_at: Mapped[Moment | None]
    created_by_id: Mapped[int | None] = refers_to("user_account.id")
    decided_by_id: Mapped[int | None] = refers_to("user_account.id")
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Suspension(Base):
    """Days on which a certified supplier took no orders."""

    __tablename__ = "suspension"
    __table_args__ = (
        check("until_on >= from_on", "period_in_order"),
        Index("uq_suspension__open", "qualification_id", unique=True, postgresql_where="until_on IS NULL"),
        *not_blank(["reason"]),
    )

    id: Mapped[Id]
    qualification_id: Mapped[int] = refers_to("qualification.id")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str]


class QualificationEvent(Base):
    """One move of a qualification: who, when, from, to, why."""

    __tablename__ = "qualification_event"
    __table_args__ = (enum_check("from_state", QualificationState), enum_check("to_state", QualificationState))

    id: Mapped[Id]
    qualification_id: Mapped[int] = refers_to("qualification.id")
    at: Mapped[Moment]
    user_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    from_state: Mapped[QualificationState | None] = enum_column(QualificationState)
    to_state: Mapped[QualificationState] = enum_column(QualificationState)
    reason: Mapped[str | None]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Requirement(Base):
    """What a supplier must show, as data."""

    __tablename__ = "requirement"
    __table_args__ = (
        UniqueConstraint("code"),
        enum_check("basis", Basis),
        *not_blank(["code", "name_zh", "name_en"]),
    )

    id: Mapped[Id]
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    basis: Mapped[Basis] = enum_column(Basis)
    has_expiry: Mapped[bool] = mapped_column(default=False)
    is_required: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]


class RequirementAnswer(Base):
    """One attempt to meet a requirement; the next attempt is a new row."""

    __tablename__ = "requirement_answer"
    __table_args__ = (
        UniqueConstraint("qualification_id", "requirement_id", "attempt"),
        enum_check("state", AnswerState),
        check("attempt >= 1", "attempt_from_one"),
        check("(state = 'given') = (decided_at IS NULL)", "decided_has_moment"),
        check("state <> 'rejected' OR reason IS NOT NULL", "rejected_has_reason"),
    )

    id: Mapped[Id]
    qualification_id: Mapped[int] = refers_to("qualification.id", index=False)
    requirement_id: Mapped[int] = refers_to("requirement.id")
    attempt: Mapped[int] = mapped_column(default=1)
    state: Mapped[AnswerState] = enum_column(AnswerState)
    stored_file_id: Mapped[int | None] = refers_to("stored_file.id")
    expires_on: Mapped[date | None]
    given_at: Mapped[Moment]
    given_by_id: Mapped[int | None] = refers_to("user_account.id")
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[int | None] = refers_to("user_account.id")
    reason: Mapped[str | None]


class Recommendation(Base):
    """A county office's word on one round of an application; two offices, two different people."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("qualification_id", "round", "office"),
        UniqueConstraint("qualification_id", "round", "user_id"),
        enum_check("office", Office),
        check("is_favourable OR reason IS NOT NULL", "refusal_has_reason"),
    )

    id: Mapped[Id]
    qualification_id: Mapped[int] = refers_to("qualification.id", index=False)
    round: Mapped[int]
    office: Mapped[Office] = enum_column(Office)
    user_id: Mapped[int] = refers_to("user_account.id")
    is_favourable: Mapped[bool]
    reason: Mapped[str | None]
    at: Mapped[Moment]


class ExpiryReminder(Base):
    """A reminder that was sent, so that it is sent once."""

    __tablename__ = "expiry_reminder"
    __table_args__ = (UniqueConstraint("qualification_id", "days_before"), check("days_before > 0", "days_positive"))

    id: Mapped[Id]
    qualification_id: Mapped[int] = refers_to("qualification.id", index=False)
    days_before: Mapped[int]
    sent_at: Mapped[Moment]
