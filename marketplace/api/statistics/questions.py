"""Queries of statistics: slices, figures, years."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.accounts.rules import BuyerKind
from marketplace.api.fields import MonthField, PageQuerySchema, QueryCount, RegionCode, Schema, Text, one_of
from marketplace.catalogue.rules import ProductCategory
from marketplace.sales.rules import Channel
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.comparison import Compare


def year_field() -> QueryCount:
    """Make a field of a required year."""
    return QueryCount(least=1950, most=2199, required=True)


class PublicSliceQuerySchema(Schema):
    """The slices that anybody may ask for: region, months and channel."""

    region_code = RegionCode(required=True)
    month_from = MonthField(required=True, data_key="from")
    month_to = MonthField(required=True, data_key="to")
    channel = fields.Enum(Channel, by_value=True, load_default=None)

    @ma.post_load
    def make_slice(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what tells the slice into one value."""
        told = {name: data.pop(name) for name in Slice.__dataclass_fields__ if name in data}
        return {**data, "asked": Slice(**told)}


class SliceQuerySchema(PublicSliceQuerySchema):
    """The slices that staff may ask for."""

    tag = Text(load_default=None)
    supplier = Text(load_default=None, longest=18)
    category = fields.Enum(ProductCategory, by_value=True, load_default=None)
    buyer_kind = fields.Enum(BuyerKind, by_value=True, load_default=None)
    buyer_region = RegionCode(load_default=None)
    without = fields.List(fields.Enum(By, by_value=True), load_default=list)
    """What the sales are to lack: the rows of a breakdown that have no value."""

    @ma.post_load
    def make_slice(self, data: dict[str, Any], **options: Any) -> dict[str, Any]:
        """Put what tells the slice into one value."""
        made: dict[str, Any] = super().make_slice({**data, "without": frozenset(data["without"])}, **options)
        return made


class FigureQuerySchema(SliceQuerySchema):
    """A slice, its breakdown, and with what it is compared."""

    by = fields.Enum(By, by_value=True, load_default=None)
    compare = fields.Enum(Compare, by_value=True, load_default=None)
    format = fields.String(load_default="json", validate=one_of("json", "csv", "xlsx"))


class MeasureQuerySchema(SliceQuerySchema):
    """A slice, which of its measures, and with what they are compared."""

    measure = fields.List(Text(longest=50), load_default=list)
    compare = fields.Enum(Compare, by_value=True, load_default=None)


class BehindQuerySchema(SliceQuerySchema, PageQuerySchema):
    """A figure: slice and measure."""

    measure = Text(required=True, longest=50)


class PublicBehindQuerySchema(PublicSliceQuerySchema, PageQuerySchema):
    """A figure that anybody may follow to its rows."""

    measure = Text(load_default="sales.v1", longest=50)


class SlicePageQuerySchema(SliceQuerySchema, PageQuerySchema):
    """A slice, and where the last page ended."""


class YearQuerySchema(Schema):
    """A region's year."""

    region_code = RegionCode(required=True)
    year = year_field()


class BulletinQuerySchema(YearQuerySchema):
    """A region's year in words or as facts."""

    lang = fields.String(load_default=None, validate=one_of("zh", "en"))
    format = fields.String(load_default="json", validate=one_of("text", "json", "xlsx"))


class CheckQuerySchema(Schema):
    """Region and months to check."""

    region_code = RegionCode(required=True)
    month_from = MonthField(required=True, data_key="from")
    month_to = MonthField(required=True, data_key="to")
