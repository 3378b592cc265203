"""Routes of certification batches and of what is certified in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.catalogue import certification_schemas as schemas
from marketplace.api.fields import PageQuerySchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.catalogue.models import CertificationBatch, ProductCertification
from marketplace.catalogue.queries.certifications import list_batches, list_certifications
from marketplace.catalogue.rules import Certificate
from marketplace.catalogue.service import certifications
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction
from marketplace.workflows import certify_products

blueprint = Blueprint("certifications", __name__, description="Batches of certified products")


@blueprint.get("/certification-batches")
@needs(P.CATALOGUE_CERTIFY)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.CertificationBatchPageSchema)
def list_announced(*, limit: int, after: str | None) -> Mapping[str, Any]:
    """List batches, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_batches(actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/certification-batches")
@needs(P.CATALOGUE_CERTIFY)
@idempotent
@blueprint.arguments(schemas.CertificationBatchCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.CertificationBatchSchema)
def announce(*, number: str, announced_on: date) -> CertificationBatch:
    """Announce a batch."""
    with transaction():
        return certifications.announce(number=number, announced_on=announced_on, actor=current_actor(), now=now())


@blueprint.get("/certification-batches/<int:batch_id>/certifications")
@needs(P.CATALOGUE_CERTIFY)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.CertificationPageSchema)
def list_certified(batch_id: int, *, limit: int, after: str | None) -> Mapping[str, Any]:
    """List what is certified in a batch of one's regions."""
    (position,) = read_cursor(after, int) or (0,)
    rows = list_certifications(batch_id, actor=current_actor(), after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/certification-batches/<int:batch_id>/certifications")
@needs(P.CATALOGUE_CERTIFY)
@idempotent
@blueprint.arguments(schemas.CertifySchema, as_kwargs=True)
@blueprint.response(201, schemas.CertifiedSchema)
def certify(batch_id: int, *, products: Sequence[Certificate]) -> Mapping[str, int]:
    """Certify products in a batch, all or none."""
    with transaction():
        certified = certify_products.certify(batch_id=batch_id, certificates=products, actor=current_actor(), now=now())
        return {"certified": certified}


@blueprint.post("/certifications/<int:certification_id>/withdrawal")
@needs(P.CATALOGUE_CERTIFY)
@blueprint.arguments(schemas.CertificationWithdrawalSchema, as_kwargs=True)
@blueprint.response(200, schemas.WithdrawnCertificationSchema)
def withdraw(certification_id: int, *, from_on: date, reason: str) -> ProductCertification:
    """Withdraw a certification from a day on, today at the earliest."""
    with transaction():
        return certify_products.withdraw(
            certification_id=certification_id, from_on=from_on, reason=reason, actor=current_actor(), now=now()
        )
