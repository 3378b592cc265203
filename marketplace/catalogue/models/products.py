"""Products, SKUs, listing versions, prices, certifications and lots."""

from datetime import date
from typing import Any, Final

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.catalogue.rules import BaseUnit, ListingState, ProductCategory
from marketplace.db import Base, Fen, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to

NOT_BY_WEIGHT: Final = 2**63 - 1
"""Where what has no price per kg stands in the order of it: last."""


class Product(Base):
    """What a supplier sells, under a number that never changes."""

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("product_number"),
        enum_check("category", ProductCategory),
        *not_blank(["product_number"]),
    )

    id: Mapped[Id]
    supplier_id: Mapped[int] = refers_to("supplier.id")
    product_number: Mapped[str]
    category: Mapped[ProductCategory] = enum_column(ProductCategory)
    created_at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Sku(Base):
    """One pack of a product: what is counted, ordered and shipped."""

    __tablename__ = "sku"
    __table_args__ = (
        UniqueConstraint("code"),
        enum_check("base_unit", BaseUnit),
        check("base_quantity > 0", "base_quantity_positive"),
        *not_blank(["code", "specification", "unit"]),
    )

    id: Mapped[Id]
    product_id: Mapped[int] = refers_to("product.id")
    code: Mapped[str]
    specification: Mapped[str]
    """As printed on the pack: 5kg/箱."""
    unit: Mapped[str]
    """What one is called: 箱."""
    base_quantity: Mapped[int]
    """Content of one pack in `base_unit`."""
    base_unit: Mapped[BaseUnit] = enum_column(BaseUnit)


class ListingVersion(Base):
    """What was offered: an immutable snapshot, with its review."""

    __tablename__ = "listing_version"
    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        enum_check("state", ListingState),
        Index("uq_listing_version__listed", "product_id", unique=True, postgresql_where="state = 'listed'"),
        Index("uq_listing_version__in_review", "product_id", unique=True, postgresql_where="state = 'in_review'"),
        check("state <> 'sent_back' OR reason IS NOT NULL", "sent_back_has_reason"),
        check("(state IN ('listed', 'sent_back', 'withdrawn')) <= (reviewed_at IS NOT NULL)", "reviewed_has_moment"),
        check("reviewed_by_id <> submitted_by_id", "two_people"),
        *not_blank(["name"]),
    )

    id: Mapped[Id]
    product_id: Mapped[int] = refers_to("product.id", index=False)
    number: Mapped[int]
    state: Mapped[ListingState] = enum_column(ListingState)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    origin_code: Mapped[RegionCode]
    delivery_days: Mapped[int | None]
    """Days from confirmation to delivery that the supplier offers."""
    submitted_at: Mapped[Moment]
    submitted_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reviewed_at: Mapped[Moment | None]
    reviewed_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    reason: Mapped[str | None]


class PriceTier(Base):
    """The unit price of a SKU in a listing version from a quantity on; the lowest tier is the minimum order."""

    __tablename__ = "price_tier"
    __table_args__ = (
        PrimaryKeyConstraint("listing_version_id", "sku_id", "min_quantity"),
        check("min_quantity >= 1", "min_quantity_positive"),
        check("unit_price_fen > 0", "unit_price_positive"),
    )

    listing_version_id: Mapped[int] = refers_to("listing_version.id", index=False)
    sku_id: Mapped[int] = refers_to("sku.id")
    min_quantity: Mapped[int]
    unit_price_fen: Mapped[Fen]


class ListingPhoto(Base):
    """A photograph of a listing version, at its place among them; the first stands on the card."""

    __tablename__ = "listing_photo"
    __table_args__ = (
        PrimaryKeyConstraint("listing_version_id", "position"),
        check("position >= 1", "position_from_one"),
    )

    listing_version_id: Mapped[int] = refers_to("listing_version.id", index=False)
    position: Mapped[int]
    stored_file_id: Mapped[int] = refers_to("stored_file.id")


class CatalogueEntry(Base):
    """The listed version of a product as the public reads it: filters in columns, the card prepared once as JSON."""

    __tablename__ = "catalogue_entry"
    __table_args__ = (
        PrimaryKeyConstraint("product_id"),
        Index("ix_catalogue_entry__words", "words", postgresql_using="gin"),
        Index("ix_catalogue_entry__newest", "listed_at", "product_id"),
        Index("ix_catalogue_entry__price", "price_fen", "product_id"),
        Index("ix_catalogue_entry__price_per_kg", text(f"coalesce(price_per_kg_fen, {NOT_BY_WEIGHT})"), "product_id"),
        Index("ix_catalogue_entry__category", "category", "listed_at", "product_id"),
        Index("ix_catalogue_entry__county", "county_code", "listed_at", "product_id"),
    )

    product_id: Mapped[int] = refers_to("product.id", index=False)
    listing_version_id: Mapped[int] = refers_to("listing_version.id")
    supplier_id: Mapped[int] = refers_to("supplier.id")
    category: Mapped[ProductCategory] = enum_column(ProductCategory)
    county_code: Mapped[RegionCode]
    price_fen: Mapped[Fen]
    """Lowest unit price over its SKUs and tiers."""
    price_per_kg_fen: Mapped[int | None]
    delivery_days: Mapped[int | None]
    words: Mapped[Any] = mapped_column(TSVECTOR)
    """Segmented Chinese words, pinyin and initials of name, supplier, category and county."""
    card: Mapped[dict[str, Any]] = mapped_column(JSONB)
    listed_at: Mapped[Moment]


class CertificationBatch(Base):
    """One published catalogue of certified products."""

    __tablename__ = "certification_batch"
    __table_args__ = (UniqueConstraint("number"), *not_blank(["number"]))

    id: Mapped[Id]
    number: Mapped[str]
    announced_on: Mapped[date]
    created_at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class ProductCertification(Base):
    """A product in a batch: valid from `from_on` up to, not including, `until_on`; within a price and a quantity."""

    __tablename__ = "product_certification"
    __table_args__ = (
        UniqueConstraint("product_id", "batch_id"),
        # withdrawn before its first day, a period is empty: it never held
        check("until_on >= from_on", "period_in_order"),
        check("ceiling_fen > 0", "ceiling_positive"),
        check("certified_quantity >= 0", "certified_quantity_not_negative"),
    )

    id: Mapped[Id]
    product_id: Mapped[int] = refers_to("product.id", index=False)
    batch_id: Mapped[int] = refers_to("certification_batch.id")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    ceiling_fen: Mapped[int | None]
    """Highest unit price at which a sale counts as certified; `None` has none."""
    certified_quantity: Mapped[int | None]
    benefit_terms: Mapped[str | None]
    created_at: Mapped[Moment]
    created_by_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Lot(Base):
    """A harvest or production lot of a product."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("product_id", "lot_number"),
        check("quantity > 0", "quantity_positive"),
        check("expires_on >= produced_on", "expires_after_production"),
        *not_blank(["lot_number"]),
    )

    id: Mapped[Id]
    product_id: Mapped[int] = refers_to("product.id", index=False)
    lot_number: Mapped[str]
    quantity: Mapped[int | None]
    """In packs of the product's smallest SKU; not known of a lot that a roster was the first to name."""
    produced_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    certificate_file_id: Mapped[int | None] = refers_to("stored_file.id")
    created_at: Mapped[Moment]
