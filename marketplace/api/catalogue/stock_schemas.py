"""Bodies and answers of stock and lots."""

from marshmallow import fields

from marketplace.api.catalogue.fields import Code
from marketplace.api.fields import Count, Day, PageQuerySchema, Schema, Text

MOST_ID = 2**63 - 1


class StockQuerySchema(PageQuerySchema):
    """Which SKUs: one, or all."""

    sku = Code(load_default=None, attribute="sku_code")


class MovementQuerySchema(PageQuerySchema):
    """Whose movements."""

    sku = Code(required=True, attribute="sku_code")


class StockReceiptSchema(Schema):
    """Goods that came in."""

    sku = Code(required=True, attribute="sku_code")
    quantity = Count(required=True, least=1)
    lot_number = Code(load_default=None, allow_none=True)
    reason = Text(load_default=None, allow_none=True)


class StockReturnSchema(Schema):
    """Goods that a buyer sent back."""

    sku = Code(required=True, attribute="sku_code")
    quantity = Count(required=True, least=1)
    lot_number = Code(load_default=None, allow_none=True)
    reason = Text(required=True)


class StockAdjustmentSchema(Schema):
    """What was counted on hand."""

    sku = Code(required=True, attribute="sku_code")
    counted = Count(required=True)
    reason = Text(required=True)


class BalanceSchema(Schema):
    """The balance of a SKU, in packs."""

    sku = fields.String(attribute="code")
    product_number = fields.String()
    specification = fields.String()
    unit = fields.String()
    on_hand = fields.Integer()
    reserved = fields.Integer()
    available = fields.Integer()


class BalancePageSchema(Schema):
    """A page of balances."""

    items = fields.List(fields.Nested(BalanceSchema))
    next = fields.String(allow_none=True)


class MovementSchema(Schema):
    """One change of a balance."""

    id = fields.Integer()
    kind = fields.String()
    on_hand_change = fields.Integer()
    reserved_change = fields.Integer()
    lot_number = fields.String(allow_none=True)
    holder = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    at = fields.AwareDateTime()


class MovementPageSchema(Schema):
    """A page of movements."""

    items = fields.List(fields.Nested(MovementSchema))
    next = fields.String(allow_none=True)


class LotCreateSchema(Schema):
    """A lot, in packs of the product's smallest SKU."""

    product_number = Code(required=True)
    lot_number = Code(required=True)
    quantity = Count(required=True, least=1)
    produced_on = Day(load_default=None, allow_none=True)
    expires_on = Day(load_default=None, allow_none=True)
    certificate_file_id = Count(least=1, most=MOST_ID, load_default=None, allow_none=True)


class LotSchema(Schema):
    """A lot."""

    id = fields.Integer()
    product_number = fields.String()
    lot_number = fields.String()
    quantity = fields.Integer(allow_none=True)
    produced_on = fields.Date(allow_none=True)
    expires_on = fields.Date(allow_none=True)
    certificate_file_id = fields.Integer(allow_none=True)
    created_at = fields.AwareDateTime()


class LotPageSchema(Schema):
    """A page of lots."""

    items = fields.List(fields.Nested(LotSchema))
    next = fields.String(allow_none=True)


class LotQuerySchema(PageQuerySchema):
    """Of which product."""

    product_number = Code(load_default=None)
