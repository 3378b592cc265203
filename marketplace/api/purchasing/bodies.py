"""What is sent about orders."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.api.fields import Count, Day, PageQuerySchema, QueryCount, Schema, Text, one_of
from marketplace.purchasing.rules import MOST_QUANTITY, GroupState, OrderState, PaymentTerms, RejectReason, WantedLine
from marketplace.purchasing.service.receipts import Inspected
from marketplace.purchasing.service.shipments import Part

MOST_ID = 2**63 - 1
LONGEST_CODE = 100


class WantedLineSchema(Schema):
    """A line as the buyer wants it."""

    sku = Text(required=True, longest=LONGEST_CODE, attribute="sku_code")
    quantity = Count(required=True, least=1, most=MOST_QUANTITY)
    deliver_to = Text(load_default=None, allow_none=True)
    deliver_on = Day(load_default=None, allow_none=True)
    note = Text(load_default=None, allow_none=True)

    @ma.post_load
    def make_line(self, data: dict[str, Any], **_options: Any) -> WantedLine:
        """Make the line as the workflow takes it."""
        return WantedLine(**data)


class OrderPreviewSchema(Schema):
    """Lines to be priced; the buyer is one's own organisation where there is only one."""

    buyer_id = Count(load_default=None, allow_none=True, least=1, most=MOST_ID)
    lines = fields.List(fields.Nested(WantedLineSchema), required=True)


class OrderGroupCreateSchema(OrderPreviewSchema):
    """An order group to be placed."""

    payment_terms = fields.Enum(PaymentTerms, by_value=True, load_default=PaymentTerms.ON_ACCOUNT)
    note = Text(load_default=None, allow_none=True)


class OrderGroupQuerySchema(PageQuerySchema):
    """Which order groups: those in this state, those with an order in that one."""

    state = fields.Enum(GroupState, by_value=True, load_default=None)
    order_state = fields.Enum(OrderState, by_value=True, load_default=None)


class OrderQuerySchema(PageQuerySchema):
    """Which orders."""

    state = fields.Enum(OrderState, by_value=True, load_default=None)
    order_number = Text(load_default=None, longest=LONGEST_CODE)


class ShipmentPartSchema(Schema):
    """How much of a line is shipped, from which lot where one is named."""

    line = Count(required=True, least=1, attribute="number")
    quantity = Count(required=True, least=1, most=MOST_QUANTITY)
    lot_number = Text(load_default=None, allow_none=True, longest=LONGEST_CODE)

    @ma.post_load
    def make_part(self, data: dict[str, Any], **_options: Any) -> Part:
        """Make the part as the workflow takes it."""
        return Part(**data)


class ShipmentCreateSchema(Schema):
    """One dispatch of an order."""

    lines = fields.List(fields.Nested(ShipmentPartSchema), required=True)
    carrier = Text(load_default=None, allow_none=True)
    tracking_number = Text(load_default=None, allow_none=True, longest=LONGEST_CODE)


class InspectedLineSchema(Schema):
    """What the receiver found of a line."""

    line = Count(required=True, least=1, attribute="number")
    accepted = Count(required=True, most=MOST_QUANTITY)
    rejected = Count(load_default=0, most=MOST_QUANTITY)
    reject_reason = fields.Enum(RejectReason, by_value=True, load_default=None, allow_none=True)
    reject_note = Text(load_default=None, allow_none=True)
    weighed_g = Count(load_default=None, allow_none=True, least=1)

    @ma.post_load
    def make_inspected(self, data: dict[str, Any], **_options: Any) -> Inspected:
        """Make the finding as the workflow takes it."""
        return Inspected(**data)


class ReceiptCreateSchema(Schema):
    """The inspection of one shipment, line by line."""

    lines = fields.List(fields.Nested(InspectedLineSchema), required=True)
    note = Text(load_default=None, allow_none=True)
    evidence_file_id = Count(load_default=None, allow_none=True, least=1, most=MOST_ID)


class OrderSheetFormSchema(Schema):
    """What goes with an uploaded sheet of order lines."""

    buyer_id = QueryCount(least=1, most=MOST_ID, load_default=None)
    payment_terms = fields.Enum(PaymentTerms, by_value=True, load_default=PaymentTerms.ON_ACCOUNT)
    note = Text(load_default=None)


class OrderSheetFilesSchema(Schema):
    """The uploaded sheet."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class OrderSheetQuerySchema(Schema):
    """Whether the sheet is to be ordered if nothing is wrong with it."""

    commit = fields.Boolean(load_default=False)


class OrderSheetTemplateQuerySchema(Schema):
    """Which kind of file the template is to be."""

    format = fields.String(load_default="xlsx", validate=one_of("xlsx", "csv"))
