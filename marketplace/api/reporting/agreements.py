"""Routes of signed agreements."""

from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import PageQuerySchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.reporting import schemas
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.models import Agreement
from marketplace.reporting.queries.happenings import list_rows
from marketplace.reporting.service import happenings
from marketplace.transaction import transaction

blueprint = Blueprint("agreements", __name__, description="Signed agreements, never part of sales")


@blueprint.get("/agreements")
@needs(P.STATISTICS_READ)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.AgreementPageSchema)
def list_signed(*, limit: int, after: str | None) -> dict[str, Any]:
    """List agreements of one's regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_rows(Agreement, actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))


@blueprint.post("/agreements")
@needs(P.EVENTS_MANAGE)
@idempotent
@blueprint.arguments(schemas.AgreementCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.AgreementSchema)
def sign(**told: Any) -> Agreement:
    """Tell an agreement that was signed."""
    with transaction():
        return happenings.sign_agreement(**told, actor=current_actor(), now=now())


@blueprint.post("/agreements/<int:agreement_id>/fulfilment")
@needs(P.EVENTS_MANAGE)
@blueprint.arguments(schemas.FulfilmentSchema, as_kwargs=True)
@blueprint.response(200, schemas.AgreementSchema)
def fulfil(agreement_id: int, *, fulfilled_fen: int) -> Agreement:
    """Tell how much of an agreement has been fulfilled so far."""
    with transaction():
        return happenings.fulfil_agreement(
            agreement_id=agreement_id, fulfilled_fen=fulfilled_fen, actor=current_actor(), now=now()
        )
