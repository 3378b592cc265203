"""Bodies and answers of allocations, payments to households and household statements."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.api.fields import Count, Day, Money, MonthField, PageQuerySchema, QueryCount, RegionCode, Schema, Text
from marketplace.benefits.queries.payments import PaymentFilter
from marketplace.benefits.rules import PaymentState, ToldPayment
from marketplace.households.rules import Mechanism
from marketplace.kernel.days import FIRST_YEAR, LAST_YEAR


class AllocationRequestSchema(Schema):
    """Which month of which region to allocate."""

    region_code = RegionCode(required=True)
    month = MonthField(required=True)


class AllocationRequestedSchema(Schema):
    """The job that will allocate."""

    job_id = fields.Integer(allow_none=True)
    region_code = fields.String()
    month = fields.String()


class AllocationQuerySchema(PageQuerySchema):
    """Which month's allocations."""

    month = MonthField(required=True)


class AllocationSchema(Schema):
    """A roster version's pool of a month as it was allocated, and whether its sales still say the same."""

    id = fields.Integer()
    month = fields.String()
    roster_version_id = fields.Integer()
    supplier = fields.String()
    supplier_name = fields.String()
    county_code = fields.String()
    product_number = fields.String(allow_none=True)
    lot_number = fields.String(allow_none=True)
    mechanism = fields.String()
    households = fields.Integer()
    pool = Money(attribute="pool_fen")
    allocated_at = fields.AwareDateTime()
    is_current = fields.Boolean()


class AllocationPageSchema(Schema):
    """A page of allocations."""

    items = fields.List(fields.Nested(AllocationSchema))
    next = fields.String(allow_none=True)


class HouseholdPaymentMendSchema(Schema):
    """What a supplier says of a payment."""

    paid_on = Day(required=True)
    mechanism = fields.Enum(Mechanism, by_value=True, required=True)
    amount = Money(attribute="amount_fen", required=True, least_fen=1)
    voucher_number = Text(load_default=None, allow_none=True, longest=100)
    evidence_file_id = Count(load_default=None, allow_none=True, least=1, most=2**63 - 1)

    @ma.post_load
    def make_told(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what is said of the payment itself into one value."""
        ends: dict[str, Any] = {name: data.pop(name) for name in ("supplier", "household_number") if name in data}
        return {**ends, "told": ToldPayment(**data)}


class HouseholdPaymentCreateSchema(HouseholdPaymentMendSchema):
    """What a supplier paid to a household, each named by its code."""

    supplier = Text(required=True, longest=18)
    household_number = Text(required=True, longest=100)


class HouseholdPaymentQuerySchema(PageQuerySchema):
    """What narrows a list of payments."""

    state = fields.Enum(PaymentState, by_value=True, load_default=None)
    supplier = Text(load_default=None, longest=18)
    household_number = Text(load_default=None, longest=100)

    @ma.post_load
    def make_filter(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what narrows into one value."""
        paging = {name: data.pop(name) for name in ("limit", "after")}
        return {**paging, "narrowed": PaymentFilter(**data)}


class HouseholdPaymentSchema(Schema):
    """A payment to a household, with what the caller may ask of it next."""

    id = fields.Integer()
    state = fields.String()
    supplier = fields.String()
    supplier_name = fields.String()
    household_id = fields.Integer()
    household_number = fields.String()
    village_code = fields.String()
    paid_on = fields.Date()
    mechanism = fields.String()
    amount = Money(attribute="amount_fen")
    voucher_number = fields.String(allow_none=True)
    evidence_file_id = fields.Integer(allow_none=True)
    entered_at = fields.AwareDateTime()
    verified_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)
    next_actions = fields.List(fields.String())


class HouseholdPaymentPageSchema(Schema):
    """A page of payments."""

    items = fields.List(fields.Nested(HouseholdPaymentSchema))
    next = fields.String(allow_none=True)


class HouseholdStatementQuerySchema(Schema):
    """Which year."""

    year = QueryCount(required=True, least=FIRST_YEAR, most=LAST_YEAR)


class AttributedRowSchema(Schema):
    """A household's part of a roster version's pool of a month."""

    month = fields.String()
    roster_version_id = fields.Integer()
    supplier = fields.String()
    supplier_name = fields.String()
    product_number = fields.String(allow_none=True)
    lot_number = fields.String(allow_none=True)
    mechanism = fields.String()
    weight = fields.Integer()
    weight_total = fields.Integer()
    pool = Money(attribute="pool_fen")
    amount = Money(attribute="amount_fen")
    allocated_at = fields.AwareDateTime()


class EvidencedRowSchema(Schema):
    """A verified payment to a household; one on a day without registration is shown and not counted."""

    id = fields.Integer()
    paid_on = fields.Date()
    supplier = fields.String()
    supplier_name = fields.String()
    mechanism = fields.String()
    amount = Money(attribute="amount_fen")
    voucher_number = fields.String(allow_none=True)
    evidence_file_id = fields.Integer(allow_none=True)
    is_counted = fields.Boolean()


class HouseholdStatementSchema(Schema):
    """What sales promised a household in a year beside what it was paid; the two have no sum."""

    household_id = fields.Integer()
    household_number = fields.String()
    village_code = fields.String()
    head_name = fields.String()
    year = fields.Integer()
    attributed = fields.List(fields.Nested(AttributedRowSchema))
    attributed_total = Money(attribute="attributed_fen")
    evidenced = fields.List(fields.Nested(EvidencedRowSchema))
    evidenced_total = Money(attribute="evidenced_fen")
