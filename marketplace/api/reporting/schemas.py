"""Bodies and answers of sales reports, events, outlets and agreements."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.accounts.rules import BuyerKind
from marketplace.api.fields import Count, Day, Money, PageQuerySchema, Quantity, RegionCode, Schema, Text, at_most
from marketplace.reporting.rules import MOST_LINES, EventKind, NewLine, OutletKind, ReportState
from marketplace.sales.rules import Channel

MOST_TAGS = 20


def tags() -> fields.List[Any]:
    """Make a field of free tags."""
    return fields.List(Text(longest=50), load_default=list, validate=at_most(MOST_TAGS))


class LineSchema(Schema):
    """One offline sale of a report."""

    sold_on = Day(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    tags = tags()
    supplier = Text(required=True, longest=18)
    product_number = Text(load_default=None, allow_none=True)
    quantity = Quantity(load_default=None, allow_none=True)
    amount = Money(attribute="amount_fen", required=True, least_fen=1)
    buyer_name = Text(load_default=None, allow_none=True)
    buyer_kind = fields.Enum(BuyerKind, by_value=True, load_default=None, allow_none=True)
    buyer_region = RegionCode(load_default=None, allow_none=True, attribute="buyer_code")
    invoice_number = Text(load_default=None, allow_none=True, longest=100)
    evidence_file_id = Count(load_default=None, allow_none=True, most=2**63 - 1)

    @ma.post_load
    def make_line(self, data: dict[str, Any], **_options: Any) -> NewLine:
        """Make the line as the service takes it."""
        return NewLine(**data)


class ReportCreateSchema(Schema):
    """A new report."""

    region_code = RegionCode(required=True)
    title = Text(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True, validate=at_most(MOST_LINES))


class ReportEditSchema(Schema):
    """A report written anew."""

    title = Text(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True, validate=at_most(MOST_LINES))


class ReportLineSchema(Schema):
    """A line as it is shown."""

    number = fields.Integer()
    sold_on = fields.Date()
    channel = fields.String()
    tags = fields.List(fields.String())
    supplier = fields.String()
    supplier_name = fields.String()
    product_number = fields.String(allow_none=True)
    quantity = Quantity(allow_none=True)
    amount = Money(attribute="amount_fen")
    buyer_name = fields.String(allow_none=True)
    buyer_kind = fields.String(allow_none=True)
    buyer_region = fields.String(attribute="buyer_code", allow_none=True)
    invoice_number = fields.String(allow_none=True)
    evidence_file_id = fields.Integer(allow_none=True)


class ReportSchema(Schema):
    """A report in a list, with what the caller may do next."""

    id = fields.Integer()
    report_number = fields.String()
    region_code = fields.String()
    state = fields.String()
    next_actions = fields.List(fields.String())
    title = fields.String()
    entered_at = fields.AwareDateTime()
    submitted_at = fields.AwareDateTime(allow_none=True)
    approved_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)
    lines_count = fields.Integer()
    amount = Money(attribute="amount_fen")


class ReportWithLinesSchema(ReportSchema):
    """A report with its lines."""

    lines = fields.List(fields.Nested(ReportLineSchema))


class CountedSchema(Schema):
    """What became of a report's lines."""

    written = fields.Integer()
    unchanged = fields.Integer()
    waiting = fields.Integer()


class ReportQuerySchema(PageQuerySchema):
    """Which reports."""

    state = fields.Enum(ReportState, by_value=True, load_default=None)


class ReportPageSchema(Schema):
    """A page of reports."""

    items = fields.List(fields.Nested(ReportSchema))
    next = fields.String(allow_none=True)


class EventSchema(Schema):
    """A sales event that was held; the host is the region that reports it."""

    id = fields.Integer(dump_only=True)
    number = Text(required=True, longest=100)
    name = Text(required=True)
    kind = fields.Enum(EventKind, by_value=True, required=True)
    region_code = RegionCode(required=True)
    host_code = RegionCode(required=True)
    held_on = Day(required=True)
    tags = tags()


class OutletSchema(Schema):
    """An outlet; the host is the region that reports it."""

    id = fields.Integer(dump_only=True)
    number = Text(required=True, longest=100)
    name = Text(required=True)
    kind = fields.Enum(OutletKind, by_value=True, required=True)
    region_code = RegionCode(required=True)
    host_code = RegionCode(required=True)
    opened_on = Day(required=True)
    closed_on = fields.Date(dump_only=True, allow_none=True)
    tags = tags()


class ClosingSchema(Schema):
    """An outlet's last day."""

    closed_on = Day(required=True)


class AgreementCreateSchema(Schema):
    """A signed agreement; the host is the region that reports it."""

    agreement_number = Text(required=True, longest=100, attribute="number")
    signed_on = Day(required=True)
    buyer_name = Text(required=True)
    supplier = Text(load_default=None, allow_none=True, longest=18)
    host_code = RegionCode(required=True)
    signed = Money(required=True, least_fen=0, attribute="signed_fen")
    fulfilled = Money(load_default=0, least_fen=0, attribute="fulfilled_fen")
    tags = tags()


class AgreementSchema(Schema):
    """An agreement as it is shown."""

    id = fields.Integer()
    agreement_number = fields.String()
    signed_on = fields.Date()
    buyer_name = fields.String()
    supplier = fields.String(allow_none=True)
    supplier_name = fields.String(allow_none=True)
    host_code = fields.String()
    signed = Money(attribute="signed_fen")
    fulfilled = Money(attribute="fulfilled_fen")
    tags = fields.List(fields.String())


class FulfilmentSchema(Schema):
    """How much of an agreement has been fulfilled so far."""

    fulfilled = Money(required=True, least_fen=0, attribute="fulfilled_fen")


class EventPageSchema(Schema):
    """A page of events."""

    items = fields.List(fields.Nested(EventSchema))
    next = fields.String(allow_none=True)


class OutletPageSchema(Schema):
    """A page of outlets."""

    items = fields.List(fields.Nested(OutletSchema))
    next = fields.String(allow_none=True)


class AgreementPageSchema(Schema):
    """A page of agreements."""

    items = fields.List(fields.Nested(AgreementSchema))
    next = fields.String(allow_none=True)
