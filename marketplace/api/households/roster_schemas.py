"""Bodies and answers of rosters and of clearings."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from marketplace.api.fields import Count, Day, PageQuerySchema, Schema, Text, at_most
from marketplace.households.queries.rosters import RosterFilter
from marketplace.households.rules import Mechanism, NewMember, NewRosterVersion, RosterState
from marketplace.kernel.money import BASIS_POINTS

MOST_MEMBERS = 20_000
MOST_WEIGHT = 1_000_000


class MemberCreateSchema(Schema):
    """A household on a version, by its number, with its weight in the pool."""

    household_number = Text(required=True, longest=100)
    weight = Count(required=True, least=1, most=MOST_WEIGHT)

    @ma.post_load
    def make_member(self, data: dict[str, Any], **_options: Any) -> NewMember:
        """Make the member as the service takes it."""
        return NewMember(**data)


class RosterCreateSchema(Schema):
    """A roster version of a supplier, one of its products, or one lot of a product; the last day still holds."""

    supplier = Text(required=True, longest=18)
    product_number = Text(load_default=None, allow_none=True, longest=100)
    lot_number = Text(load_default=None, allow_none=True, longest=100)
    mechanism = fields.Enum(Mechanism, by_value=True, required=True)
    household_share_bp = Count(required=True, most=BASIS_POINTS)
    village_share_bp = Count(load_default=0, most=BASIS_POINTS)
    from_on = Day(required=True)
    last_on = Day(load_default=None, allow_none=True)
    members = fields.List(
        fields.Nested(MemberCreateSchema),
        required=True,
        validate=at_most(MOST_MEMBERS),
    )

    @ma.post_load
    def make_version(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Make the version as the service takes it."""
        return {"told": NewRosterVersion(**data)}


class RosterQuerySchema(PageQuerySchema):
    """What narrows a list of versions; `in_force_on` leaves the segments in force on a day."""

    state = fields.Enum(RosterState, by_value=True, load_default=None)
    supplier = Text(load_default=None)
    product_number = Text(load_default=None)
    in_force_on = Day(load_default=None)

    @ma.post_load
    def make_filter(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Put what narrows into one value."""
        paging = {name: data.pop(name) for name in ("limit", "after")}
        return {**paging, "narrowed": RosterFilter(**data)}


class SegmentSchema(Schema):
    """The days of a version between two clearings, which hold the same households throughout."""

    id = fields.Integer()
    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    members_count = fields.Integer()
    weight_total = fields.Integer()


class RosterVersionSchema(SegmentSchema):
    """A version or a segment of one: as declared, the days it holds, and what the caller may do next."""

    supplier = fields.String()
    supplier_name = fields.String()
    county_code = fields.String()
    product_number = fields.String(allow_none=True)
    lot_number = fields.String(allow_none=True)
    state = fields.String()
    next_actions = fields.List(fields.String())
    mechanism = fields.String()
    household_share_bp = fields.Integer()
    village_share_bp = fields.Integer()
    declared_from_on = fields.Date()
    declared_last_on = fields.Date(allow_none=True)
    cut_from_id = fields.Integer(allow_none=True)
    entered_at = fields.AwareDateTime()
    approved_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)


class RosterVersionWithSegmentsSchema(RosterVersionSchema):
    """A version with the segments that it consists of by now."""

    segments = fields.List(fields.Nested(SegmentSchema))


class RosterPageSchema(Schema):
    """A page of versions."""

    items = fields.List(fields.Nested(RosterVersionSchema))
    next = fields.String(allow_none=True)


class RosterMemberSchema(Schema):
    """A household on a version, its head masked."""

    household_id = fields.Integer()
    household_number = fields.String()
    village_code = fields.String()
    head_name = fields.String()
    weight = fields.Integer()


class RosterMemberPageSchema(Schema):
    """A page of members by household number."""

    items = fields.List(fields.Nested(RosterMemberSchema))
    next = fields.String(allow_none=True)


class RosterBeforeSchema(SegmentSchema):
    """What stood before a version."""

    mechanism = fields.String()
    household_share_bp = fields.Integer()
    village_share_bp = fields.Integer()


class RosterChangeSchema(Schema):
    """A household that came, went or weighs otherwise, its head masked."""

    household_id = fields.Integer()
    household_number = fields.String()
    village_code = fields.String()
    head_name = fields.String()
    change = fields.String()
    weight_before = fields.Integer(allow_none=True)
    weight_after = fields.Integer(allow_none=True)


class RosterComparisonSchema(Schema):
    """A version beside the approved one before it, with a page of the members that changed."""

    version = fields.Nested(RosterVersionSchema)
    before = fields.Nested(RosterBeforeSchema, allow_none=True)
    added = fields.Integer()
    removed = fields.Integer()
    changed = fields.Integer()
    items = fields.List(fields.Nested(RosterChangeSchema))
    next = fields.String(allow_none=True)


class RosterApprovedSchema(Schema):
    """What an approval did: the version, its segments, and how many rows of sales were restated."""

    version = fields.Nested(RosterVersionWithSegmentsSchema)
    restated = fields.Integer()


class ClearingCreateSchema(Schema):
    """The first day on which a household is no longer registered."""

    cleared_on = Day(required=True)


class ClearingSchema(Schema):
    """What followed a clearing: roster segments written without the household, rows of sales restated."""

    household_id = fields.Integer()
    cleared_on = fields.Date()
    segments = fields.Integer()
    restated = fields.Integer()
