"""Routes of suppliers."""

from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from marketplace.api.access import current_actor, needs, now, public
from marketplace.api.fields import ReasonSchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.suppliers import schemas
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers import queries
from marketplace.suppliers.rules import QualificationState, SupplierKind
from marketplace.suppliers.service import deciding
from marketplace.transaction import transaction

blueprint = Blueprint("suppliers", __name__, description="Suppliers and how their certification stands")
Answer = Mapping[str, Any]


@blueprint.get("/suppliers/certified")
@public
@blueprint.arguments(schemas.CertifiedSupplierQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.CertifiedSupplierPageSchema)
def list_published(*, prefix: str, kind: SupplierKind | None, q: str | None, limit: int, after: str | None) -> Answer:
    """List the suppliers certified today, for anybody."""
    (position,) = read_cursor(after, int) or (None,)
    rows = queries.list_certified(day_of(now()), prefix=prefix, kind=kind, q=q, after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.get("/suppliers/requirements")
@public
@blueprint.response(HTTPStatus.OK, schemas.RequirementListSchema)
def list_needed() -> Answer:
    """List what every supplier must show."""
    return {"items": queries.list_requirements()}


@blueprint.get("/suppliers")
@needs(P.SUPPLIERS_READ)
@blueprint.arguments(schemas.SupplierQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.SupplierPageSchema)
def list_known(
    *, state: QualificationState | None, expiring_within_days: int | None, limit: int, after: str | None, **rest: Any
) -> Answer:
    """List suppliers in scope, the newest first."""
    (before,) = read_cursor(after, int) or (None,)
    today = day_of(now())
    ends_by = today + timedelta(days=expiring_within_days) if expiring_within_days else None
    narrowed = queries.SupplierFilter(state=state, ends_by=ends_by, **rest)
    rows = queries.list_suppliers(narrowed, actor=current_actor(), today=today, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.get("/suppliers/<int:supplier_id>")
@needs(P.SUPPLIERS_READ)
@blueprint.response(HTTPStatus.OK, schemas.SupplierWithHistorySchema)
def get_one(supplier_id: int) -> Answer:
    """Get a supplier with its applications and what one may do about it."""
    return _shown(supplier_id)


@blueprint.post("/suppliers/<int:supplier_id>/suspension")
@needs(P.SUPPLIERS_REVIEW)
@idempotent
@blueprint.arguments(schemas.SuspensionCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.SupplierWithHistorySchema)
def suspend(supplier_id: int, *, reason: str, last_on: date | None) -> Answer:
    """Let a supplier take no new orders, through a last day or until it is lifted."""
    with transaction():
        deciding.suspend(supplier_id=supplier_id, reason=reason, last_on=last_on, actor=current_actor(), now=now())
        return _shown(supplier_id)


@blueprint.post("/suppliers/<int:supplier_id>/lifting")
@needs(P.SUPPLIERS_REVIEW)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.SupplierWithHistorySchema)
def lift(supplier_id: int, *, reason: str) -> Answer:
    """Let a suspended supplier take orders again."""
    with transaction():
        deciding.lift(supplier_id=supplier_id, reason=reason, actor=current_actor(), now=now())
        return _shown(supplier_id)


@blueprint.post("/suppliers/<int:supplier_id>/withdrawal")
@needs(P.SUPPLIERS_REVIEW)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.SupplierWithHistorySchema)
def withdraw(supplier_id: int, *, reason: str) -> Answer:
    """Withdraw a certification from today on."""
    with transaction():
        deciding.withdraw(supplier_id=supplier_id, reason=reason, actor=current_actor(), now=now())
        return _shown(supplier_id)


def _shown(supplier_id: int) -> Answer:
    return queries.get_supplier(supplier_id, actor=current_actor(), today=day_of(now()))
