"""Bodies and answers of charges and bank lines."""

from marshmallow import fields

from marketplace.api.fields import Money, PageQuerySchema, Schema, Text
from marketplace.payments.rules import BankLineState, ChargeState


class OwedChargeQuerySchema(PageQuerySchema):
    """What narrows a list of charges."""

    state = fields.Enum(ChargeState, by_value=True, load_default=None)
    code = Text(load_default=None, longest=50)


class OwedChargeSchema(Schema):
    """What a payer owes for an order, the supplier to pay it to, and the code to pay it under."""

    id = fields.Integer()
    remittance_code = fields.String()
    state = fields.String()
    amount = Money(attribute="amount_fen")
    due_on = fields.Date(allow_none=True)
    paid_on = fields.Date(allow_none=True)
    created_at = fields.AwareDateTime()
    payer = fields.String()
    payer_name = fields.String()
    supplier = fields.String()
    supplier_name = fields.String()
    order_id = fields.Integer(allow_none=True)
    order_number = fields.String(allow_none=True)


class OwedChargePageSchema(Schema):
    """A page of charges."""

    items = fields.List(fields.Nested(OwedChargeSchema))
    next = fields.String(allow_none=True)


class BankLineQuerySchema(PageQuerySchema):
    """Which bank lines: those that wait, unless asked otherwise."""

    state = fields.Enum(BankLineState, by_value=True, load_default=BankLineState.QUEUED)


class BankLineSchema(Schema):
    """A bank line, the payer's account masked, with what the caller may do next."""

    id = fields.Integer()
    bank_reference = fields.String()
    booked_on = fields.Date()
    payer_name = fields.String()
    payer_account = fields.String(allow_none=True)
    amount = Money(attribute="amount_fen")
    remark = fields.String()
    region_code = fields.String()
    state = fields.String()
    next_actions = fields.List(fields.String())
    reason = fields.String(allow_none=True)
    remittance_code = fields.String(allow_none=True)
    matched_at = fields.AwareDateTime(allow_none=True)
    is_automatic = fields.Boolean(allow_none=True)


class ChargeSuggestionSchema(Schema):
    """An open charge with the exact amount of a bank line."""

    remittance_code = fields.String()
    amount = Money(attribute="amount_fen")
    payer_name = fields.String()
    due_on = fields.Date(allow_none=True)
    has_code = fields.Boolean()
    is_payer = fields.Boolean()


class PastMatchSchema(Schema):
    """A match that a bank line has or had."""

    remittance_code = fields.String()
    matched_at = fields.AwareDateTime()
    is_automatic = fields.Boolean()
    undone_at = fields.AwareDateTime(allow_none=True)
    undone_reason = fields.String(allow_none=True)


class BankLineWithMatchesSchema(BankLineSchema):
    """A bank line with the charges it could pay and the matches it had."""

    suggestions = fields.List(fields.Nested(ChargeSuggestionSchema))
    matches = fields.List(fields.Nested(PastMatchSchema))


class BankLinePageSchema(Schema):
    """A page of bank lines."""

    items = fields.List(fields.Nested(BankLineSchema))
    next = fields.String(allow_none=True)


class BankLineMatchSchema(Schema):
    """The charge that a bank line pays, by its code however typed."""

    remittance_code = Text(required=True, longest=50)
