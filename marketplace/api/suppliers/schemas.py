"""Bodies and answers of suppliers and their applications."""

from typing import Any

from marshmallow import fields

from marketplace.api.fields import Count, Day, PageQuerySchema, QueryCount, RegionCode, Schema, Text, one_of
from marketplace.regions.rules import prefix_of
from marketplace.suppliers.rules import AnswerState, Office, QualificationState, SupplierKind

VERDICTS = [AnswerState.ACCEPTED, AnswerState.REJECTED]
_MOST_ID = 2**63 - 1
_LONGEST_PERIOD_DAYS = 3660


class Below(RegionCode):
    """An area code in a query, read as the prefix of all that lies below it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return prefix_of(super()._deserialize(value, attr, data, **options))


class CertifiedSupplierQuerySchema(PageQuerySchema):
    """Which certified suppliers."""

    region_code = Below(load_default="", attribute="prefix")
    kind = fields.Enum(SupplierKind, by_value=True, load_default=None)
    q = Text(load_default=None, longest=100)


class CertifiedSupplierSchema(Schema):
    """A certified supplier as anybody sees it."""

    id = fields.Integer()
    name = fields.String()
    kind = fields.String()
    county_code = fields.String()
    county_name = fields.String(allow_none=True)
    certified_until = fields.Date(attribute="last_on", allow_none=True)


class CertifiedSupplierPageSchema(Schema):
    """A page of certified suppliers."""

    items = fields.List(fields.Nested(CertifiedSupplierSchema))
    next = fields.String(allow_none=True)


class RequirementSchema(Schema):
    """What every supplier must show."""

    requirement = fields.String(attribute="code")
    name_zh = fields.String()
    name_en = fields.String()
    basis = fields.Function(lambda row: row.basis.value)
    is_required = fields.Boolean()
    has_expiry = fields.Boolean()


class RequirementListSchema(Schema):
    """All requirements in order."""

    items = fields.List(fields.Nested(RequirementSchema))


class SupplierQuerySchema(CertifiedSupplierQuerySchema):
    """Which suppliers in scope."""

    state = fields.Enum(QualificationState, by_value=True, load_default=None)
    expiring_within_days = QueryCount(least=1, most=_LONGEST_PERIOD_DAYS, load_default=None)


class SupplierSchema(Schema):
    """A supplier in a list: how its certification stands, and its application if one is open or was refused."""

    id = fields.Integer()
    organisation_id = fields.Integer()
    uscc = fields.String()
    name = fields.String()
    kind = fields.String()
    county_code = fields.String()
    county_name = fields.String(allow_none=True)
    state = fields.String(allow_none=True)
    from_on = fields.Date(allow_none=True)
    last_on = fields.Date(allow_none=True)
    is_certified = fields.Boolean()
    application_id = fields.Integer(allow_none=True)
    application_state = fields.String(allow_none=True)


class SupplierPageSchema(Schema):
    """A page of suppliers."""

    items = fields.List(fields.Nested(SupplierSchema))
    next = fields.String(allow_none=True)


class QualificationSchema(Schema):
    """One application of a supplier and the decision it led to."""

    id = fields.Integer()
    state = fields.String()
    round = fields.Integer()
    from_on = fields.Date(allow_none=True)
    last_on = fields.Date(allow_none=True)
    created_at = fields.AwareDateTime()
    submitted_at = fields.AwareDateTime(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class SuspensionSchema(Schema):
    """Days on which a supplier took no orders."""

    application_id = fields.Integer()
    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    reason = fields.String()


class SupplierWithHistorySchema(SupplierSchema):
    """A supplier with its history and what the caller may do."""

    applications = fields.List(fields.Nested(QualificationSchema))
    suspensions = fields.List(fields.Nested(SuspensionSchema))
    next_actions = fields.List(fields.String())


class SuspensionCreateSchema(Schema):
    """Why, and through which last day if not until it is lifted."""

    reason = Text(required=True)
    last_on = Day(load_default=None, allow_none=True)


class ApplicationCreateSchema(Schema):
    """Which organisation applies, and the county its goods come from if not where it has its seat."""

    organisation_id = Count(required=True, least=1, most=_MOST_ID)
    county_code = Text(load_default=None, allow_none=True, longest=6)


class ApplicationQuerySchema(PageQuerySchema):
    """Which applications: those under way, unless asked otherwise."""

    region_code = Below(load_default="", attribute="prefix")
    state = fields.Enum(QualificationState, by_value=True, load_default=None)


class RequirementAnswerCreateSchema(Schema):
    """A document handed in for a requirement."""

    requirement = Text(required=True, longest=100)
    file_id = Count(load_default=None, allow_none=True, least=1, most=_MOST_ID)
    expires_on = Day(load_default=None, allow_none=True)


class RequirementDecisionSchema(Schema):
    """A person's word on a document; a rejection says why."""

    verdict = fields.Enum(AnswerState, by_value=True, required=True, validate=one_of(*VERDICTS))
    reason = Text(load_default=None, allow_none=True)


class RecommendationCreateSchema(Schema):
    """An office's word; who speaks for one office need not name it."""

    is_favourable = fields.Boolean(required=True, truthy={True}, falsy={False})
    office = fields.Enum(Office, by_value=True, load_default=None, allow_none=True)
    reason = Text(load_default=None, allow_none=True)


class CertificationCreateSchema(Schema):
    """The days of a certification; both count, and without a last day it stays open."""

    from_on = Day(required=True)
    last_on = Day(load_default=None, allow_none=True)
    reason = Text(load_default=None, allow_none=True)


class ApplicationSchema(QualificationSchema):
    """An application in the work queue."""

    supplier_id = fields.Integer()
    organisation_id = fields.Integer()
    supplier = fields.String()
    supplier_name = fields.String()
    kind = fields.String()
    county_code = fields.String()
    county_name = fields.String(allow_none=True)
    offices_heard = fields.List(fields.String())


class ApplicationPageSchema(Schema):
    """A page of applications."""

    items = fields.List(fields.Nested(ApplicationSchema))
    next = fields.String(allow_none=True)


class ChecklistItemSchema(Schema):
    """A requirement beside the latest answer to it."""

    requirement = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    basis = fields.String()
    is_required = fields.Boolean()
    has_expiry = fields.Boolean()
    state = fields.String()
    answer_id = fields.Integer(allow_none=True)
    attempt = fields.Integer()
    file_id = fields.Integer(attribute="stored_file_id", allow_none=True)
    expires_on = fields.Date(allow_none=True)
    reason = fields.String(allow_none=True)


class RequirementAnswerSchema(Schema):
    """One attempt to meet a requirement."""

    id = fields.Integer()
    requirement = fields.String()
    attempt = fields.Integer()
    state = fields.String()
    file_id = fields.Integer(allow_none=True)
    expires_on = fields.Date(allow_none=True)
    given_at = fields.AwareDateTime()
    decided_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)


class RecommendationSchema(Schema):
    """An office's word on one round."""

    round = fields.Integer()
    office = fields.String()
    is_favourable = fields.Boolean()
    reason = fields.String(allow_none=True)
    at = fields.AwareDateTime()
    by = fields.String()


class QualificationEventSchema(Schema):
    """One move of an application: who, when, from, to, why."""

    at = fields.AwareDateTime()
    by = fields.String(allow_none=True)
    from_state = fields.String(allow_none=True)
    to_state = fields.String()
    reason = fields.String(allow_none=True)


class ApplicationWithHistorySchema(ApplicationSchema):
    """An application with all that was said and done, and what the caller may do next."""

    checklist = fields.List(fields.Nested(ChecklistItemSchema))
    answers = fields.List(fields.Nested(RequirementAnswerSchema))
    recommendations = fields.List(fields.Nested(RecommendationSchema))
    events = fields.List(fields.Nested(QualificationEventSchema))
    next_actions = fields.List(fields.String())
