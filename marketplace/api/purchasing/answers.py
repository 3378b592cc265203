"""What is told about orders."""

from marshmallow import fields

from marketplace.api.fields import Money, Schema


class OrderStateCountSchema(Schema):
    """How many orders of a group are in a state."""

    state = fields.String()
    orders = fields.Integer()


class OrderGroupSchema(Schema):
    """An order group in a list; `state` and `states` are told by its orders."""

    id = fields.Integer()
    buyer = fields.String()
    buyer_name = fields.String()
    payment_terms = fields.String()
    note = fields.String(allow_none=True)
    placed_at = fields.AwareDateTime()
    placed_by = fields.String(allow_none=True)
    amount = Money(attribute="amount_fen")
    accepted = Money(attribute="accepted_fen")
    lines_count = fields.Integer()
    state = fields.String()
    states = fields.List(fields.Nested(OrderStateCountSchema))


class OrderGroupPageSchema(Schema):
    """A page of order groups."""

    items = fields.List(fields.Nested(OrderGroupSchema))
    next = fields.String(allow_none=True)


class OrderSchema(Schema):
    """An order in a list."""

    id = fields.Integer()
    order_number = fields.String()
    order_group_id = fields.Integer()
    state = fields.String()
    payment_terms = fields.String()
    buyer = fields.String()
    buyer_name = fields.String()
    supplier = fields.String()
    supplier_name = fields.String()
    amount = Money(attribute="amount_fen")
    accepted = Money(attribute="accepted_fen")
    needs_approval = fields.Boolean()
    needs_dual_inspection = fields.Boolean()
    placed_at = fields.AwareDateTime()
    approved_at = fields.AwareDateTime(allow_none=True)
    confirmed_at = fields.AwareDateTime(allow_none=True)
    shipped_at = fields.AwareDateTime(allow_none=True)
    received_at = fields.AwareDateTime(allow_none=True)
    settled_on = fields.Date(allow_none=True)
    cancelled_at = fields.AwareDateTime(allow_none=True)


class OrderPageSchema(Schema):
    """A page of orders."""

    items = fields.List(fields.Nested(OrderSchema))
    next = fields.String(allow_none=True)


class OrderGroupWithOrdersSchema(OrderGroupSchema):
    """An order group with its orders and what the caller may decide on it."""

    orders = fields.List(fields.Nested(OrderSchema))
    next_actions = fields.List(fields.String())


class OrderLineSchema(Schema):
    """A line of an order, at the price fixed at placement."""

    number = fields.Integer()
    sku = fields.String()
    product_number = fields.String()
    name = fields.String()
    specification = fields.String()
    unit = fields.String()
    quantity = fields.Integer()
    unit_price = Money(attribute="unit_price_fen")
    amount = Money(attribute="amount_fen")
    shipped = fields.Integer()
    accepted = fields.Integer()
    rejected = fields.Integer()
    accepted_amount = Money(attribute="accepted_fen")
    lot_number = fields.String(allow_none=True)
    deliver_to = fields.String(allow_none=True)
    deliver_on = fields.Date(allow_none=True)
    note = fields.String(allow_none=True)


class CarriedLineSchema(Schema):
    """A line of a shipment, and what the receiver found once it was received."""

    line = fields.Integer()
    quantity = fields.Integer()
    accepted = fields.Integer(allow_none=True)
    rejected = fields.Integer(allow_none=True)
    reject_reason = fields.String(allow_none=True)
    reject_note = fields.String(allow_none=True)
    weighed_g = fields.Integer(allow_none=True)


class ReceiptSchema(Schema):
    """The inspection of a shipment; one that awaits its countersignature does not count yet."""

    state = fields.String()
    received_at = fields.AwareDateTime()
    received_by = fields.String(allow_none=True)
    countersigned_at = fields.AwareDateTime(allow_none=True)
    countersigned_by = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    evidence_file_id = fields.Integer(allow_none=True)


class ReceiptSentBackSchema(Schema):
    """Why the second receiver had a receipt recorded anew."""

    at = fields.AwareDateTime()
    by = fields.String(attribute="by_name", allow_none=True)
    reason = fields.String()


class ShipmentSchema(Schema):
    """One dispatch of an order."""

    number = fields.Integer()
    carrier = fields.String(allow_none=True)
    tracking_number = fields.String(allow_none=True)
    shipped_at = fields.AwareDateTime()
    shipped_by = fields.String(allow_none=True)
    receipt = fields.Nested(ReceiptSchema, allow_none=True)
    sent_back = fields.Nested(ReceiptSentBackSchema, allow_none=True)
    lines = fields.List(fields.Nested(CarriedLineSchema))


class OrderEventSchema(Schema):
    """One move of an order."""

    at = fields.AwareDateTime()
    by = fields.String(attribute="by_name", allow_none=True)
    from_state = fields.String(allow_none=True)
    to_state = fields.String()
    reason = fields.String(allow_none=True)


class OrderChargeSchema(Schema):
    """What is owed for the order, under which code."""

    remittance_code = fields.String()
    state = fields.String()
    amount = Money(attribute="amount_fen")
    due_on = fields.Date(allow_none=True)
    paid_on = fields.Date(allow_none=True)


class OrderWithLinesSchema(OrderSchema):
    """An order with all that belongs to it."""

    note = fields.String(allow_none=True)
    charge = fields.Nested(OrderChargeSchema)
    lines = fields.List(fields.Nested(OrderLineSchema))
    shipments = fields.List(fields.Nested(ShipmentSchema))
    events = fields.List(fields.Nested(OrderEventSchema))
    next_actions = fields.List(fields.String())


class PricedLineSchema(Schema):
    """A wanted line with the price it would have; `position` is its index, or its row in a sheet."""

    position = fields.Integer()
    sku = fields.String()
    product_number = fields.String()
    name = fields.String()
    specification = fields.String()
    unit = fields.String()
    quantity = fields.Integer()
    unit_price = Money(attribute="unit_price_fen")
    amount = Money(attribute="amount_fen")
    deliver_to = fields.String(allow_none=True)
    deliver_on = fields.Date(allow_none=True)
    note = fields.String(allow_none=True)


class PricedOrderSchema(Schema):
    """What one supplier would deliver."""

    supplier = fields.String()
    supplier_name = fields.String()
    amount = Money(attribute="amount_fen")
    lines = fields.List(fields.Nested(PricedLineSchema))


class WantedLineProblemSchema(Schema):
    """What is wrong with a line, where, in the reader's language."""

    field = fields.String()
    code = fields.String()
    message = fields.String()
    facts = fields.Dict()


class PricingSchema(Schema):
    """What the lines would cost, by supplier, and all that is wrong with them."""

    amount = Money(attribute="amount_fen")
    needs_approval = fields.Boolean()
    orders = fields.List(fields.Nested(PricedOrderSchema))
    problems = fields.List(fields.Nested(WantedLineProblemSchema))


class OrderSheetProblemSchema(Schema):
    """One problem of a sheet, in the reader's language."""

    sheet = fields.String()
    row = fields.Integer()
    column = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    value = fields.String()
    code = fields.String()
    facts = fields.Dict()
    message = fields.String()


class OrderSheetSchema(Schema):
    """What a sheet would order, and all that is wrong with it; the order group once it is placed."""

    sheet = fields.String()
    rows = fields.Integer()
    rows_bad = fields.Integer()
    ignored_columns = fields.List(fields.String())
    amount = Money(attribute="amount_fen")
    needs_approval = fields.Boolean()
    orders = fields.List(fields.Nested(PricedOrderSchema))
    problems = fields.List(fields.Nested(OrderSheetProblemSchema))
    order_group = fields.Nested(OrderGroupWithOrdersSchema, allow_none=True)
