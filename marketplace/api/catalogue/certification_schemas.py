"""Bodies and answers of certification batches and of what is certified in them."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from marketplace.api.catalogue.fields import Code
from marketplace.api.fields import Count, Day, Money, Schema, Text, at_most
from marketplace.catalogue.rules import Certificate

MOST_PRODUCTS = 2_000
LONGEST_TERMS = 2_000


class CertificationBatchCreateSchema(Schema):
    """A batch to announce."""

    number = Code(required=True)
    announced_on = Day(required=True)


class CertificationBatchSchema(Schema):
    """A batch."""

    id = fields.Integer()
    number = fields.String()
    announced_on = fields.Date()
    products = fields.Integer(dump_default=0)
    created_at = fields.AwareDateTime()


class CertificationBatchPageSchema(Schema):
    """A page of batches."""

    items = fields.List(fields.Nested(CertificationBatchSchema))
    next = fields.String(allow_none=True)


class CertificateSchema(Schema):
    """A product to certify; both days count, no last day leaves it open."""

    product_number = Code(required=True)
    from_on = Day(required=True)
    last_on = Day(load_default=None, allow_none=True)
    ceiling = Money(attribute="ceiling_fen", least_fen=1, load_default=None, allow_none=True)
    certified_quantity = Count(load_default=None, allow_none=True)
    benefit_terms = Text(longest=LONGEST_TERMS, load_default=None, allow_none=True)

    @ma.post_load
    def make_certificate(self, data: dict[str, Any], **_options: Any) -> Certificate:
        """Make the certificate as the service takes it."""
        return Certificate(**data)


class CertifySchema(Schema):
    """Products to certify, all or none."""

    products = fields.List(
        fields.Nested(CertificateSchema),
        required=True,
        validate=[
            validate.Length(min=1, error="field.blank"),
            at_most(MOST_PRODUCTS),
        ],
    )


class CertifiedSchema(Schema):
    """How many products were certified."""

    certified = fields.Integer()


class CertificationSchema(Schema):
    """A product certified in a batch; the last day still counts."""

    id = fields.Integer()
    batch = fields.String()
    product_number = fields.String()
    supplier_name = fields.String()
    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    ceiling = Money(attribute="ceiling_fen", allow_none=True)
    certified_quantity = fields.Integer(allow_none=True)
    benefit_terms = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()


class CertificationPageSchema(Schema):
    """A page of certifications."""

    items = fields.List(fields.Nested(CertificationSchema))
    next = fields.String(allow_none=True)


class CertificationWithdrawalSchema(Schema):
    """The first day on which a certification holds no more, and why."""

    from_on = Day(required=True)
    reason = Text(required=True)


class WithdrawnCertificationSchema(Schema):
    """A certification that was withdrawn: it holds up to, not including, `until_on`."""

    id = fields.Integer()
    from_on = fields.Date()
    until_on = fields.Date()
