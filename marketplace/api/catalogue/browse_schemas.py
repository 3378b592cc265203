"""Query and answers of browsing."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.api.catalogue.fields import QueryMoney
from marketplace.api.fields import Money, PageQuerySchema, QueryCount, RegionCode, Schema, Text
from marketplace.catalogue.rules import Narrowed, ProductCategory, Sort
from marketplace.regions.rules import prefix_of

MOST_DAYS = 365
LONGEST_QUESTION = 100


class CatalogueQuerySchema(PageQuerySchema):
    """What narrows the catalogue, and its order."""

    q = Text(longest=LONGEST_QUESTION, blank=True, load_default=None)
    category = fields.Enum(ProductCategory, by_value=True, load_default=None)
    region_code = RegionCode(load_default=None)
    certified = fields.Boolean(load_default=None)
    in_stock = fields.Boolean(load_default=None)
    price_from = QueryMoney(load_default=None)
    price_to = QueryMoney(load_default=None)
    price_per_kg_from = QueryMoney(load_default=None)
    price_per_kg_to = QueryMoney(load_default=None)
    delivery_days = QueryCount(most=MOST_DAYS, load_default=None)
    sort = fields.Enum(Sort, by_value=True, load_default=Sort.NEWEST)

    @ma.post_load
    def make_filter(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what narrows into one value."""
        narrowed = Narrowed(
            q=data["q"] or None,
            category=data["category"],
            region_prefix=data["region_code"] and (prefix_of(data["region_code"]) or None),
            is_certified=data["certified"],
            is_in_stock=data["in_stock"],
            price_from_fen=data["price_from"],
            price_to_fen=data["price_to"],
            price_per_kg_from_fen=data["price_per_kg_from"],
            price_per_kg_to_fen=data["price_per_kg_to"],
            delivery_days=data["delivery_days"],
        )
        return {"narrowed": narrowed, **{name: data[name] for name in ("sort", "limit", "after")}}


class HeldCertificationSchema(Schema):
    """The certification of a product that holds today; the last day still counts."""

    batch = fields.String()
    announced_on = fields.String()
    from_on = fields.String()
    last_on = fields.String(allow_none=True)


class TermsOfCertificationSchema(HeldCertificationSchema):
    """The certification with its bounds and its terms."""

    ceiling = Money(attribute="ceiling_fen", allow_none=True)
    certified_quantity = fields.Integer(allow_none=True)
    benefit_terms = fields.String(allow_none=True)


class CardPriceSchema(Schema):
    """A price."""

    amount = fields.String()
    currency = fields.String()


class CardPricePerSchema(CardPriceSchema):
    """A price of a kg, a litre or a piece."""

    measure = fields.String()


class PhotoSchema(Schema):
    """A photograph, at `/photos/<sha256>`, and its size in pixels."""

    sha256 = fields.String()
    width = fields.Integer()
    height = fields.Integer()


class CardSchema(Schema):
    """A product in the catalogue: its cheapest pack at the price of its smallest order, and how many are left of it."""

    product_number = fields.String()
    name = fields.String()
    category = fields.String()
    origin_code = fields.String()
    supplier = fields.String()
    supplier_name = fields.String()
    county_code = fields.String()
    county_name = fields.String(allow_none=True)
    sku = fields.String()
    specification = fields.String()
    unit = fields.String()
    price = fields.Nested(CardPriceSchema)
    price_per = fields.Nested(CardPricePerSchema)
    min_quantity = fields.Integer()
    delivery_days = fields.Integer(allow_none=True)
    available = fields.Integer()
    photo = fields.Nested(PhotoSchema, metadata={"description": "Left out where there is none"})
    certification = fields.Nested(HeldCertificationSchema, exclude=["announced_on"], allow_none=True)


class CatalogueSchema(Schema):
    """A page of the catalogue."""

    items = fields.List(fields.Nested(CardSchema))
    next = fields.String(allow_none=True)


class ComparedTierSchema(Schema):
    """The price of a pack from a quantity on, and of a kg, a litre or a piece."""

    min_quantity = fields.Integer()
    unit_price = Money(attribute="unit_price_fen")
    measure = fields.String()
    price_per = Money(attribute="price_per_fen")


class SkuOnSaleSchema(Schema):
    """A pack on sale, and how many are left at least."""

    sku = fields.String(attribute="code")
    specification = fields.String()
    unit = fields.String()
    base_quantity = fields.Integer()
    base_unit = fields.String()
    available = fields.Integer()
    tiers = fields.List(fields.Nested(ComparedTierSchema))


class LinkedHouseholdsSchema(Schema):
    """How many registered households share the product's sales today; none is told where there are fewer than five."""

    households = fields.Integer(allow_none=True)
    is_suppressed = fields.Boolean()


class ProductOnSaleSchema(Schema):
    """A product as the public sees it."""

    product_number = fields.String()
    category = fields.String()
    version = fields.Integer()
    name = fields.String()
    description = fields.String()
    origin_code = fields.String()
    origin_name = fields.String(allow_none=True)
    delivery_days = fields.Integer(allow_none=True)
    listed_at = fields.AwareDateTime()
    supplier = fields.String(attribute="uscc")
    supplier_name = fields.String()
    county_code = fields.String()
    county_name = fields.String(allow_none=True)
    skus = fields.List(fields.Nested(SkuOnSaleSchema))
    photos = fields.List(fields.Nested(PhotoSchema))
    certification = fields.Nested(TermsOfCertificationSchema, allow_none=True)
    linked_households = fields.Nested(LinkedHouseholdsSchema)
