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
from marketplace.reporting.queries.happenings import list_rows, tell_agreements
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
    page = page_of(rows, limit=limit, key=lambda row: (row.id,))
    return {**page, "items": tell_agreements(page["items"])}


@blueprint.post("/agreements")
@needs(P.EVENTS_MANAGE)
@idempotent
@blueprint.arguments(schemas.AgreementCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.AgreementSchema)
def sign(**told: Any) -> Any:
    """Tell an agreement that was signed."""
    with transaction():
        return tell_agreements([happenings.sign_agreement(**told, actor=current_actor(), now=now())])[0]


@blueprint.post("/agreements/<int:agreement_id>/fulfilment")
@needs(P.EVENTS_MANAGE)
@blueprint.arguments(schemas.FulfilmentSchema, as_kwargs=True)
@blueprint.response(200, schemas.AgreementSchema)
def fulfil(agreement_id: int, *, fulfilled_fen: int) -> Any:
    """Tell how much of an agreement has been fulfilled so far."""
    with transaction():
        agreement = happenings.fulfil_agreement(
            agreement_id=agreement_id, fulfilled_fen=fulfilled_fen, actor=current_actor(), now=now()
        )
        return tell_agreements([agreement])[0]
