"""Households as of dates, linkages, rosters, their versions and members."""

from datetime import date

from sqlalchemy import Index, LargeBinary, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to
from marketplace.households.rules import HouseholdCategory, LinkageState, Mechanism, RosterState


class Household(Base):
    """A registered household: registered from `registered_on` up to, not including, `cleared_on`."""

    __tablename__ = "household"
    __table_args__ = (
        UniqueConstraint("household_number"),
        UniqueConstraint("head_identity_hash"),
        UniqueConstraint("county_code", "ordinal"),
        check(r"village_code ~ '^\d{12}$'", "village_code_of_12_digits"),
        check("county_code = left(village_code, 6)", "county_of_village"),
        check("cleared_on > registered_on", "cleared_after_registration"),
        check("ordinal >= 0", "ordinal_not_negative"),
        *not_blank(["household_number"]),
        Index("ix_household__registered_on", "registered_on", "id"),
        Index("ix_household__village_code", "village_code", "id", postgresql_ops={"village_code": "text_pattern_ops"}),
    )

    id: Mapped[Id]
    household_number: Mapped[str]
    village_code: Mapped[RegionCode]
    county_code: Mapped[RegionCode]
    ordinal: Mapped[int]
    """Dense number within the county, so that sets of households pack into small bitmaps."""
    head_name: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted."""
    head_identity: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted."""
    head_identity_hash: Mapped[bytes] = mapped_column(LargeBinary)
    """Keyed hash by which the same person is found again."""
    registered_on: Mapped[date]
    cleared_on: Mapped[date | None]
    created_at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class HouseholdStatus(Base):
    """Category and number of persons of a household from a day on, until the next row's day."""

    __tablename__ = "household_status"
    __table_args__ = (
        PrimaryKeyConstraint("household_id", "from_on"),
        enum_check("category", HouseholdCategory),
        check("persons BETWEEN 1 AND 99", "persons_in_bounds"),
        check("until_on > from_on", "period_not_empty"),
    )

    household_id: Mapped[int] = refers_to("household.id", index=False)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    category: Mapped[HouseholdCategory] = enum_column(HouseholdCategory)
    persons: Mapped[int]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Linkage(Base):
    """A supplier's tie to a household, entered by the supplier and verified by staff."""

    __tablename__ = "linkage"
    __table_args__ = (
        enum_check("mechanism", Mechanism),
        enum_check("state", LinkageState),
        check("until_on > from_on", "period_not_empty"),
        check("(state IN ('verified', 'ended')) <= (verified_at IS NOT NULL)", "verified_has_moment"),
        check("verified_by_id <> entered_by_id", "two_people"),
        check("state <> 'sent_back' OR reason IS NOT NULL", "sent_back_has_reason"),
        # what waits for staff is found without all that was verified
        Index("ix_linkage__entered", "entered_at", postgresql_where="state = 'entered'"),
        Index(
            "uq_linkage__open",
            "supplier_id",
            "household_id",
            "mechanism",
            unique=True,
            postgresql_where="state <> 'ended' AND until_on IS NULL",
        ),
    )

    id: Mapped[Id]
    supplier_id: Mapped[int] = refers_to("supplier.id")
    household_id: Mapped[int] = refers_to("household.id")
    mechanism: Mapped[Mechanism] = enum_column(Mechanism)
    through_id: Mapped[int | None] = refers_to("organisation.id")
    """The cooperative between supplier and household, if any (two-tier binding)."""
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    state: Mapped[LinkageState] = enum_column(LinkageState)
    evidence_file_id: Mapped[int | None] = refers_to("stored_file.id")
    entered_at: Mapped[Moment]
    entered_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    verified_at: Mapped[Moment | None]
    verified_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reason: Mapped[str | None]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Roster(Base):
    """For a supplier, one of its products, or one lot of a product: who shares its sales."""

    __tablename__ = "roster"
    __table_args__ = (
        Index(
            "uq_roster__subject", "supplier_id", "product_id", "lot_id", unique=True, postgresql_nulls_not_distinct=True
        ),
        check("lot_id IS NULL OR product_id IS NOT NULL", "lot_goes_with_product"),
    )

    id: Mapped[Id]
    supplier_id: Mapped[int] = refers_to("supplier.id", index=False)
    product_id: Mapped[int | None] = refers_to("product.id")
    lot_id: Mapped[int | None] = refers_to("lot.id")
    created_at: Mapped[Moment]


class RosterVersion(Base):
    """One approved reading of a roster, or a segment of it after a household was cleared.

    `declared_from_on` to `declared_until_on` is what was declared and decides which version is in force; `from_on` to
    `until_on` is the segment of it that this row is. A declared version is the union of its segments.
    """

    __tablename__ = "roster_version"
    __table_args__ = (
        enum_check("mechanism", Mechanism),
        enum_check("state", RosterState),
        check("household_share_bp BETWEEN 0 AND 10000", "household_share_in_bounds"),
        check("village_share_bp BETWEEN 0 AND 10000 - household_share_bp", "shares_within_whole"),
        check("declared_until_on > declared_from_on", "declared_period_not_empty"),
        check("from_on >= declared_from_on AND until_on > from_on", "segment_in_declared"),
        check("members_count >= 0 AND (members_count = 0) = (weight_total = 0)", "members_have_weight"),
        check("(state IN ('approved', 'undone')) = (approved_at IS NOT NULL)", "approved_has_moment"),
        check("approved_by_id <> entered_by_id", "two_people"),
        check("state <> 'sent_back' OR reason IS NOT NULL", "sent_back_has_reason"),
        Index(
            "uq_roster_version__segment",
            "roster_id",
            "declared_from_on",
            "from_on",
            unique=True,
            postgresql_where="state = 'approved'",
        ),
    )

    id: Mapped[Id]
    roster_id: Mapped[int] = refers_to("roster.id")
    state: Mapped[RosterState] = enum_column(RosterState)
    mechanism: Mapped[Mechanism] = enum_column(Mechanism)
    household_share_bp: Mapped[int]
    village_share_bp: Mapped[int] = mapped_column(default=0)
    declared_from_on: Mapped[date]
    declared_until_on: Mapped[date | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    members_count: Mapped[int]
    weight_total: Mapped[int]
    cut_from_id: Mapped[int | None] = refers_to("roster_version.id")
    """The segment this one continues without the cleared households."""
    entered_at: Mapped[Moment]
    entered_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    approved_at: Mapped[Moment | None]
    approved_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reason: Mapped[str | None]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class RosterMember(Base):
    """A household on a roster version, with its weight in the pool."""

    __tablename__ = "roster_member"
    __table_args__ = (
        PrimaryKeyConstraint("roster_version_id", "household_id"),
        check("weight > 0", "weight_positive"),
    )

    roster_version_id: Mapped[int] = refers_to("roster_version.id", index=False)
    household_id: Mapped[int] = refers_to("household.id")
    weight: Mapped[int]
