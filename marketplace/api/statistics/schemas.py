"""Answers of statistics; amounts of figures are fen, as in files and on the command line."""

from marshmallow import fields

from marketplace.api.fields import Schema
from marketplace.statistics.rules import MEASURES

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
    cut_off = fields.AwareDateTime()


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
    cut_off = fields.AwareDateTime()


class PublishedSchema(Schema):
    """A region's year as anybody may read it; what is suppressed is null and named."""

    region_code = fields.String(attribute="region.code")
    region_name = fields.String(attribute="region.name")
    year = fields.Integer()
    whole = fields.Nested(FigureSchema)
    by = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(FigureSchema)))
    definitions = fields.List(fields.String())
    cut_off = fields.AwareDateTime()
