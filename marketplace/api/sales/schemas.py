"""Bodies and queries of sales and look-alikes."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.api.fields import Day, Money, PageQuerySchema, Quantity, Schema, Text, one_of
from marketplace.sales.queries.sales import SaleFilter
from marketplace.sales.rules import Channel, LookAlikeState, SaleKind

VERDICTS = [LookAlikeState.COUNTED, LookAlikeState.REFUSED]


class SaleQuerySchema(PageQuerySchema):
    """What narrows a list of sales."""

    from_on = Day(load_default=None)
    to_on = Day(load_default=None)
    supplier = Text(load_default=None)
    channel = fields.Enum(Channel, by_value=True, load_default=None)
    kind = fields.Enum(SaleKind, by_value=True, load_default=None)
    source = Text(load_default=None)
    source_number = Text(load_default=None)

    @ma.post_load
    def make_filter(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what narrows into one value."""
        paging = {name: data.pop(name) for name in ("limit", "after")}
        return {**paging, "narrowed": SaleFilter(**data)}


class SaleSchema(Schema):
    """One sale fact as those in scope see it."""

    id = fields.Integer()
    kind = fields.String()
    sold_on = fields.Date()
    channel = fields.String()
    tags = fields.List(fields.String())
    supplier = fields.String()
    supplier_name = fields.String()
    origin_code = fields.String()
    product_number = fields.String(allow_none=True)
    is_certified = fields.Boolean()
    lot_number = fields.String(allow_none=True)
    quantity = Quantity(allow_none=True)
    amount = Money(attribute="amount_fen")
    buyer_name = fields.String(allow_none=True)
    buyer_kind = fields.String(allow_none=True)
    buyer_region = fields.String(attribute="buyer_code", allow_none=True)
    source = fields.String()
    source_number = fields.String()
    line = fields.Integer()
    generation = fields.Integer()
    invoice_number = fields.String(allow_none=True)
    reverses_id = fields.Integer(allow_none=True)
    roster_version_id = fields.Integer(allow_none=True)
    pool = Money(attribute="pool_fen")
    is_benefiting = fields.Boolean()
    is_corrected = fields.Boolean()
    reason = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime()


class SaleWithReversalsSchema(SaleSchema):
    """One sale fact with every row that takes it back."""

    reversals = fields.List(fields.Nested(SaleSchema))


class SalePageSchema(Schema):
    """A page of sale facts."""

    items = fields.List(fields.Nested(SaleSchema))
    next = fields.String(allow_none=True)


class ResembledSchema(Schema):
    """The recorded sale that another looks like."""

    id = fields.Integer()
    sold_on = fields.String()
    source = fields.String()
    source_number = fields.String()
    line = fields.Integer()
    amount = Money(attribute="amount_fen")
    buyer_name = fields.String(allow_none=True)


class ToldSchema(Schema):
    """A waiting sale as its source told it."""

    sold_on = fields.String()
    channel = fields.String()
    amount = Money(attribute="amount_fen")
    quantity = Quantity(allow_none=True)
    buyer_name = fields.String(allow_none=True)
    invoice_number = fields.String(allow_none=True)


class LookAlikeSchema(Schema):
    """A sale that waits beside the one it resembles."""

    id = fields.Integer()
    state = fields.String()
    source = fields.String()
    source_number = fields.String()
    line = fields.Integer()
    origin_code = fields.String()
    told = fields.Nested(ToldSchema)
    resembles = fields.Nested(ResembledSchema)
    entered_at = fields.AwareDateTime()
    decided_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)


class LookAlikePageSchema(Schema):
    """A page of look-alikes."""

    items = fields.List(fields.Nested(LookAlikeSchema))
    next = fields.String(allow_none=True)


class LookAlikeQuerySchema(PageQuerySchema):
    """Which look-alikes: those that wait, unless asked otherwise."""

    state = fields.Enum(LookAlikeState, by_value=True, load_default=LookAlikeState.WAITING)


class DecisionSchema(Schema):
    """A person's word on a look-alike."""

    verdict = fields.Enum(
        LookAlikeState,
        by_value=True,
        required=True,
        validate=one_of(*VERDICTS),
    )
    reason = Text(required=True)


class DecidedSchema(Schema):
    """What became of a look-alike."""

    id = fields.Integer()
    state = fields.Function(lambda row: row.state.value)
    reason = fields.String()
    decided_at = fields.AwareDateTime()
