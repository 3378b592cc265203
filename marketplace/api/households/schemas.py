"""Bodies and answers of the register and of linkages; heads are masked in every answer but that of an unmasking."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.api.fields import Count, Day, PageQuerySchema, QueryCount, ReasonSchema, RegionCode, Schema, Text
from marketplace.households.queries.register import HouseholdFilter
from marketplace.households.rules import HouseholdCategory, LinkageState, Mechanism

MOST_PERSONS = 99


class HouseholdCreateSchema(Schema):
    """A household to register."""

    household_number = Text(required=True, longest=100)
    village_code = RegionCode(required=True)
    category = fields.Enum(HouseholdCategory, by_value=True, required=True)
    persons = Count(required=True, least=1, most=MOST_PERSONS)
    head_name = Text(required=True, longest=100)
    head_identity_number = Text(required=True, longest=30)
    registered_on = Day(required=True)


class StatusCreateSchema(Schema):
    """Another category or number of persons from a day on."""

    from_on = Day(required=True)
    category = fields.Enum(HouseholdCategory, by_value=True, required=True)
    persons = Count(required=True, least=1, most=MOST_PERSONS)


class HouseholdNarrowingSchema(Schema):
    """What narrows a list of households."""

    after = fields.String(load_default=None, allow_none=True)
    region_code = RegionCode(load_default=None, allow_none=True)
    category = fields.Enum(HouseholdCategory, by_value=True, load_default=None, allow_none=True)
    q = Text(load_default=None, allow_none=True, longest=100)
    on = Day(load_default=None, allow_none=True)

    @ma.post_load
    def make_filter(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what narrows into one value."""
        paging = {name: data.pop(name) for name in ("limit", "after")}
        return {**paging, "narrowed": HouseholdFilter(**data)}


class HouseholdSearchSchema(HouseholdNarrowingSchema):
    """A search in a body, where `q` begins a household number or is a whole identity number."""

    limit = Count(least=1, most=200, load_default=24)


class HouseholdQuerySchema(HouseholdNarrowingSchema):
    """A list in an address, where `q` begins a household number."""

    limit = QueryCount(least=1, most=200, load_default=24)


class HouseholdSchema(Schema):
    """A household as of a day, its head masked."""

    id = fields.Integer()
    household_number = fields.String()
    village_code = fields.String()
    village_name = fields.String(allow_none=True)
    category = fields.Enum(HouseholdCategory, by_value=True, allow_none=True)
    persons = fields.Integer(allow_none=True)
    head_name = fields.String()
    head_identity_number = fields.String(attribute="head_identity")
    registered_on = fields.Date()
    cleared_on = fields.Date(allow_none=True)
    is_registered = fields.Boolean()


class HouseholdPageSchema(Schema):
    """A page of households."""

    items = fields.List(fields.Nested(HouseholdSchema))
    next = fields.String(allow_none=True)


class StatusSchema(Schema):
    """Category and number of persons from a day through another."""

    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    category = fields.Enum(HouseholdCategory, by_value=True)
    persons = fields.Integer()


class LinkageSchema(Schema):
    """A linkage with what the caller may ask of it; the last day still holds."""

    id = fields.Integer()
    state = fields.String()
    supplier = fields.String()
    supplier_name = fields.String()
    household_number = fields.String()
    village_code = fields.String()
    head_name = fields.String()
    mechanism = fields.String()
    through = fields.String(allow_none=True)
    through_name = fields.String(allow_none=True)
    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    evidence_file_id = fields.Integer(allow_none=True)
    entered_at = fields.AwareDateTime()
    verified_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)
    next_actions = fields.List(fields.String())


class RosterOfHouseholdSchema(Schema):
    """A roster version a household stands on, with its weight there."""

    roster_version_id = fields.Integer()
    roster_id = fields.Integer()
    supplier = fields.String()
    supplier_name = fields.String()
    product_number = fields.String(allow_none=True)
    lot_number = fields.String(allow_none=True)
    mechanism = fields.String()
    household_share_bp = fields.Integer()
    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    weight = fields.Integer()
    weight_total = fields.Integer()


class HouseholdWithHistorySchema(HouseholdSchema):
    """A household with its statuses, linkages and rosters."""

    statuses = fields.List(fields.Nested(StatusSchema))
    linkages = fields.List(fields.Nested(LinkageSchema))
    rosters = fields.List(fields.Nested(RosterOfHouseholdSchema))


class UnmaskedSchema(Schema):
    """A head's name and identity number in full."""

    household_number = fields.String()
    head_name = fields.String()
    head_identity_number = fields.String()


class LinkageQuerySchema(PageQuerySchema):
    """Which linkages."""

    state = fields.Enum(LinkageState, by_value=True, load_default=None)


class LinkageMendSchema(Schema):
    """A linkage entered anew; `through` is a cooperative's credit code, the last day still holds."""

    from_on = Day(required=True)
    last_on = Day(load_default=None, allow_none=True)
    through = Text(load_default=None, allow_none=True, longest=18)
    evidence_file_id = Count(required=True, least=1, most=2**63 - 1)


class LinkageCreateSchema(LinkageMendSchema):
    """A linkage of the supplier with this credit code."""

    supplier = Text(required=True, longest=18)
    household_number = Text(required=True, longest=100)
    mechanism = fields.Enum(Mechanism, by_value=True, required=True)


class LinkageEndSchema(ReasonSchema):
    """The last day of a linkage, and why it ends."""

    last_on = Day(required=True)


class LinkagePageSchema(Schema):
    """A page of linkages."""

    items = fields.List(fields.Nested(LinkageSchema))
    next = fields.String(allow_none=True)
