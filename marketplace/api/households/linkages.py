"""Routes of linkages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.api.access import current_actor, needs, now, signed_in
from marketplace.api.fields import ReasonSchema
from marketplace.api.households import schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.households.queries.linkages import get_linkage, list_linkages
from marketplace.households.rules import LinkageState
from marketplace.households.service import linkages
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("linkages", __name__, description="Suppliers' ties to households, verified by staff")
Answer = Mapping[str, Any]


@blueprint.get("/linkages")
@signed_in
@blueprint.arguments(schemas.LinkageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.LinkagePageSchema)
def list_entered(*, state: LinkageState | None, limit: int, after: str | None) -> Answer:
    """List linkages of one's supplier, or of households in one's regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_linkages(actor=current_actor(), state=state, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/linkages")
@needs(P.LINKAGES_ENTER)
@idempotent
@blueprint.arguments(schemas.LinkageCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.LinkageSchema)
def enter(**told: Any) -> Answer:
    """Enter a linkage of one's supplier with a household."""
    with transaction():
        linkage = linkages.enter(**told, actor=current_actor(), now=now())
        return _shown(linkage.id)


@blueprint.get("/linkages/<int:linkage_id>")
@signed_in
@blueprint.response(200, schemas.LinkageSchema)
def get_entered(linkage_id: int) -> Answer:
    """Get a linkage."""
    return _shown(linkage_id)


@blueprint.put("/linkages/<int:linkage_id>")
@needs(P.LINKAGES_ENTER)
@blueprint.arguments(schemas.LinkageMendSchema, as_kwargs=True)
@blueprint.response(200, schemas.LinkageSchema)
def mend(linkage_id: int, **told: Any) -> Answer:
    """Enter anew what was sent back."""
    with transaction():
        linkages.mend(linkage_id=linkage_id, **told, actor=current_actor(), now=now())
        return _shown(linkage_id)


@blueprint.post("/linkages/<int:linkage_id>/verification")
@needs(P.LINKAGES_VERIFY)
@blueprint.response(200, schemas.LinkageSchema)
def verify(linkage_id: int) -> Answer:
    """Verify a linkage that another person entered."""
    with transaction():
        linkages.verify(linkage_id=linkage_id, actor=current_actor(), now=now())
        return _shown(linkage_id)


@blueprint.post("/linkages/<int:linkage_id>/sending-back")
@needs(P.LINKAGES_VERIFY)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.LinkageSchema)
def send_back(linkage_id: int, *, reason: str) -> Answer:
    """Send a linkage back with a reason."""
    with transaction():
        linkages.send_back(linkage_id=linkage_id, reason=reason, actor=current_actor(), now=now())
        return _shown(linkage_id)


@blueprint.post("/linkages/<int:linkage_id>/ending")
@signed_in
@blueprint.arguments(schemas.LinkageEndSchema, as_kwargs=True)
@blueprint.response(200, schemas.LinkageSchema)
def end(linkage_id: int, *, last_on: date, reason: str) -> Answer:
    """End a verified linkage after its last day, with a reason."""
    with transaction():
        linkages.end(linkage_id=linkage_id, last_on=last_on, reason=reason, actor=current_actor(), now=now())
        return _shown(linkage_id)


def _shown(linkage_id: int) -> Answer:
    return get_linkage(linkage_id, actor=current_actor())
