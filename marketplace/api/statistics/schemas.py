"""Queries and answers of statistics; amounts of figures are fen, as in files and on the command line."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from marketplace.accounts.rules import BuyerKind
from marketplace.api.fields import PageQuerySchema, QueryCount, Schema, Text
from marketplace.catalogue.rules import ProductCategory
from marketplace.kernel.days import Month, MonthUnreadable
from marketplace.regions.errors import RegionCodeWrong
from marketplace.regions.rules import canonical_code
from marketplace.sales.rules import Channel
from marketplace.statistics.rules import MEASURES, By, Slice
from marketplace.statistics.rules.comparison import Compare


class Region(Text):
    """An area code, written as the register writes it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        try:
            return canonical_code(text)
        except RegionCodeWrong:
            raise ma.ValidationError("field.unknown_choice") from None


class MonthField(Text):
    """A month such as 2020-09."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        try:
            return Month.parse(text)
        except MonthUnreadable:
            raise ma.ValidationError("field.not_date") from None


def year_field() -> QueryCount:
    """Make a field of a required year."""
    return QueryCount(least=1950, most=2199, required=True)


class PublicSliceQuerySchema(Schema):
    """The slices that anybody may ask for: region, months and channel."""

    region = Region(required=True, attribute="region_code")
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
    buyer_region = Region(load_default=None)
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
    format = fields.String(
        load_default="json", validate=validate.OneOf(["json", "csv", "xlsx"], error="field.unknown_choice")
    )


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

    region = Region(required=True, attribute="region_code")
    year = year_field()


class BulletinQuerySchema(YearQuerySchema):
    """A region's year in words or as facts."""

    lang = fields.String(load_default=None, validate=validate.OneOf(["zh", "en"], error="field.unknown_choice"))
    format = fields.String(
        load_default="json", validate=validate.OneOf(["text", "json", "xlsx"], error="field.unknown_choice")
    )


class CheckQuerySchema(Schema):
    """Region and months to check."""

    region = Region(required=True, attribute="region_code")
    month_from = MonthField(required=True, data_key="from")
    month_to = MonthField(required=True, data_key="to")


MeasuresSchema = Schema.from_dict(
    {name: fields.Integer(allow_none=True) for name in MEASURES}, name="StatisticsMeasures"
)
"""Every measure of a row."""


class FigureSchema(MeasuresSchema):  # type: ignore[misc, valid-type]  # made of the list of measures
    """A row of figures; compared, with base and change."""

    slice = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True))
    definitions = fields.List(fields.String())
    base = fields.Nested(MeasuresSchema)
    change_bp = fields.Nested(MeasuresSchema)
    base_definitions = fields.List(fields.String())
    suppressed = fields.List(fields.String())


class FiguresSchema(Schema):
    """The rows of a slice: whether they add up, and up to which moment facts were counted."""

    items = fields.List(fields.Nested(FigureSchema))
    adds_up = fields.Boolean()
    cut_off = fields.AwareDateTime()


class MeasureSchema(Schema):
    """One measure of a slice."""

    definition = fields.String()
    unit = fields.String()
    value = fields.Integer(allow_none=True)
    base = fields.Integer(allow_none=True)
    change_bp = fields.Integer(allow_none=True)
    base_definition = fields.String()


class MeasureListSchema(Schema):
    """Measures of a slice."""

    items = fields.List(fields.Nested(MeasureSchema))


class DefinitionSchema(Schema):
    """What a measure means."""

    id = fields.String()
    unit = fields.String()
    zh = fields.String()
    en = fields.String()


class DefinitionListSchema(Schema):
    """What every measure means."""

    items = fields.List(fields.Nested(DefinitionSchema))


class PublicSaleSchema(Schema):
    """A sale as anybody may see it."""

    id = fields.Integer()
    sold_on = fields.Date()
    channel = fields.String()
    county_code = fields.String(attribute="origin_code")
    amount_fen = fields.Integer(attribute="value_fen")


class PublicSalePageSchema(Schema):
    """A page of sales as anybody may see them."""

    items = fields.List(fields.Nested(PublicSaleSchema))
    next = fields.String(allow_none=True)


class HouseholdBehindSchema(Schema):
    """A household behind a figure, its head masked."""

    household_id = fields.Integer()
    household_number = fields.String()
    head_name = fields.String()
    village_code = fields.String()
    category = fields.String(allow_none=True)
    persons = fields.Integer(allow_none=True)
    is_registered = fields.Boolean()
    is_benefited = fields.Boolean()
    attributed_fen = fields.Integer()
    household_times = fields.Integer()
    roster_version_ids = fields.List(fields.Integer())


class OutsideSchema(Schema):
    """What belongs to households of other regions."""

    households = fields.Integer()
    persons = fields.Integer()
    household_times = fields.Integer()
    attributed_fen = fields.Integer()


class HouseholdPageSchema(Schema):
    """A page of households; the first one tells what lies outside the caller's scope."""

    items = fields.List(fields.Nested(HouseholdBehindSchema))
    next = fields.String(allow_none=True)
    outside = fields.Nested(OutsideSchema)


class UncoveredSchema(Schema):
    """A registered household that no sale reached, its head masked."""

    household_id = fields.Integer()
    household_number = fields.String()
    head_name = fields.String()
    village_code = fields.String()
    category = fields.String(allow_none=True)
    persons = fields.Integer(allow_none=True)
    registered_on = fields.Date()


class UncoveredPageSchema(Schema):
    """A page of households that no sale reached."""

    items = fields.List(fields.Nested(UncoveredSchema))
    next = fields.String(allow_none=True)


class PaymentBehindSchema(Schema):
    """A verified payment behind evidenced income."""

    id = fields.Integer()
    paid_on = fields.Date()
    supplier = fields.String()
    household_id = fields.Integer()
    household_number = fields.String()
    mechanism = fields.String()
    amount_fen = fields.Integer()
    evidence_file_id = fields.Integer(allow_none=True)


class PaymentPageSchema(Schema):
    """A page of verified payments."""

    items = fields.List(fields.Nested(PaymentBehindSchema))
    next = fields.String(allow_none=True)


class FindingSchema(Schema):
    """A check, whether it holds, and the rows that break it, by id."""

    id = fields.String()
    kind = fields.String()
    severity = fields.String()
    title = fields.String()
    holds = fields.Boolean()
    rows_count = fields.Integer()
    rows = fields.List(fields.Dict(keys=fields.String()))


class FindingListSchema(Schema):
    """Every check; `holds` tells whether no figure and no stored fact contradicts itself."""

    items = fields.List(fields.Nested(FindingSchema))
    holds = fields.Boolean()


class PublishedRegionSchema(Schema):
    """Which region."""

    code = fields.String()
    name = fields.String()


class PublishedSchema(Schema):
    """A region's year as anybody may read it; what is suppressed is null and named."""

    region = fields.Nested(PublishedRegionSchema)
    year = fields.Integer()
    whole = fields.Nested(FigureSchema)
    by = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(FigureSchema)))
    definitions = fields.List(fields.String())
