"""Bodies and answers of products and of the review of their versions."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from marketplace.api.catalogue.fields import Code
from marketplace.api.fields import Count, Money, PageQuerySchema, RegionCode, Schema, Text, at_most
from marketplace.catalogue.rules import BaseUnit, Listing, ListingState, PackOffer, PriceStep, ProductCategory

MOST_SKUS = 50
MOST_TIERS = 20
MOST_DAYS = 365
LONGEST_DESCRIPTION = 10_000
MOST_ID = 2**63 - 1


class TierSchema(Schema):
    """The price of a pack from a quantity on."""

    min_quantity = Count(required=True, least=1)
    unit_price = Money(attribute="unit_price_fen", required=True, least_fen=1)

    @ma.post_load
    def make_step(self, data: dict[str, Any], **_options: Any) -> PriceStep:
        """Make the step as the service takes it."""
        return PriceStep(**data)


class OfferedPackSchema(Schema):
    """A SKU to offer: a known one by its code, a new one with what its pack is."""

    sku = Code(load_default=None, attribute="code")
    specification = Text(longest=100, load_default=None)
    unit = Text(longest=20, load_default=None)
    base_quantity = Count(least=1, load_default=None)
    base_unit = fields.Enum(BaseUnit, by_value=True, load_default=None)
    tiers = fields.List(
        fields.Nested(TierSchema),
        required=True,
        validate=[validate.Length(min=1, error="field.blank"), at_most(MOST_TIERS)],
    )

    @ma.post_load
    def make_pack(self, data: dict[str, Any], **_options: Any) -> PackOffer:
        """Make the pack as the service takes it."""
        return PackOffer(**{**data, "tiers": tuple(data["tiers"])})


class ListingVersionCreateSchema(Schema):
    """All that the next version of a listing says; a SKU it does not name is no longer offered."""

    name = Text(required=True, longest=100)
    description = Text(longest=LONGEST_DESCRIPTION, blank=True, load_default="")
    origin_code = RegionCode(load_default=None)
    delivery_days = Count(most=MOST_DAYS, load_default=None, allow_none=True)
    skus = fields.List(
        fields.Nested(OfferedPackSchema),
        required=True,
        validate=[validate.Length(min=1, error="field.blank"), at_most(MOST_SKUS)],
    )

    @ma.post_load
    def make_listing(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what the version says into one value."""
        said = {name: data.pop(name) for name in ("name", "description", "origin_code", "delivery_days")}
        packs = tuple(data.pop("skus"))
        return {**data, "listing": Listing(**said, packs=packs)}


class ProductCreateSchema(ListingVersionCreateSchema):
    """A product with its first version; its number is drawn unless given."""

    organisation_id = Count(least=1, most=MOST_ID, load_default=None)
    product_number = Code(load_default=None)
    category = fields.Enum(ProductCategory, by_value=True, required=True)


class ProductQuerySchema(PageQuerySchema):
    """Which products: those whose latest version stands in a state."""

    state = fields.Enum(ListingState, by_value=True, load_default=None)


class TakingOffSchema(Schema):
    """Why a product is taken off sale."""

    reason = Text(load_default=None)


class OwnProductSchema(Schema):
    """A product with where its latest version stands."""

    id = fields.Integer()
    product_number = fields.String()
    category = fields.String()
    organisation_id = fields.Integer()
    name = fields.String()
    state = fields.String()
    version = fields.Integer()
    is_on_sale = fields.Boolean()
    reason = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()


class OwnProductPageSchema(Schema):
    """A page of products."""

    items = fields.List(fields.Nested(OwnProductSchema))
    next = fields.String(allow_none=True)


class OwnSkuSchema(Schema):
    """A SKU with its stock."""

    sku = fields.String(attribute="code")
    specification = fields.String()
    unit = fields.String()
    base_quantity = fields.Integer()
    base_unit = fields.String()
    on_hand = fields.Integer()
    reserved = fields.Integer()


class OfferedTierSchema(Schema):
    """A price of a version."""

    min_quantity = fields.Integer()
    unit_price = Money(attribute="unit_price_fen")


class OfferedSkuSchema(Schema):
    """A SKU as a version offers it."""

    sku = fields.String(attribute="code")
    specification = fields.String()
    unit = fields.String()
    base_quantity = fields.Integer()
    base_unit = fields.String()
    tiers = fields.List(fields.Nested(OfferedTierSchema))


class OfferedSchema(Schema):
    """What a version of a listing says."""

    number = fields.Integer()
    name = fields.String()
    description = fields.String()
    origin_code = fields.String()
    delivery_days = fields.Integer(allow_none=True)
    skus = fields.List(fields.Nested(OfferedSkuSchema))


class ListingVersionSchema(OfferedSchema):
    """A version of a listing with its review."""

    id = fields.Integer()
    state = fields.String()
    submitted_at = fields.String()
    reviewed_at = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class OwnProductWithVersionsSchema(Schema):
    """A product with its SKUs and every version, latest first."""

    id = fields.Integer()
    product_number = fields.String()
    category = fields.String()
    organisation_id = fields.Integer()
    created_at = fields.AwareDateTime()
    next_actions = fields.List(fields.String())
    skus = fields.List(fields.Nested(OwnSkuSchema))
    versions = fields.List(fields.Nested(ListingVersionSchema))


class ListingReviewSchema(OfferedSchema):
    """A version in review, whose it is, and the number of the version that is on sale now."""

    id = fields.Integer()
    state = fields.String()
    reason = fields.String(allow_none=True)
    product_number = fields.String()
    category = fields.String()
    supplier = fields.String(attribute="uscc")
    supplier_name = fields.String()
    county_code = fields.String()
    submitted_at = fields.AwareDateTime()
    reviewed_at = fields.AwareDateTime(allow_none=True)
    on_sale_number = fields.Integer(allow_none=True)


class ListingReviewWithOnSaleSchema(ListingReviewSchema):
    """A version in review beside what is on sale now."""

    on_sale = fields.Nested(OfferedSchema, allow_none=True)


class ListingReviewPageSchema(Schema):
    """A page of versions in review."""

    items = fields.List(fields.Nested(ListingReviewSchema))
    next = fields.String(allow_none=True)
