"""Routes of outlets."""

from datetime import date
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import PageQuerySchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.reporting import schemas
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.models import Outlet
from marketplace.reporting.queries.happenings import list_rows
from marketplace.reporting.service import happenings
from marketplace.transaction import transaction

blueprint = Blueprint("outlets", __name__, description="Halls, counters, zones and windows")


@blueprint.get("/outlets")
@needs(P.STATISTICS_READ)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.OutletPageSchema)
def list_known(*, limit: int, after: str | None) -> dict[str, Any]:
    """List outlets of one's regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_rows(Outlet, actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))


@blueprint.post("/outlets")
@needs(P.EVENTS_MANAGE)
@idempotent
@blueprint.arguments(schemas.OutletSchema, as_kwargs=True)
@blueprint.response(201, schemas.OutletSchema)
def open_one(**told: Any) -> Outlet:
    """Tell an outlet that has opened."""
    with transaction():
        return happenings.open_outlet(**told, actor=current_actor(), now=now())


@blueprint.post("/outlets/<int:outlet_id>/closing")
@needs(P.EVENTS_MANAGE)
@blueprint.arguments(schemas.ClosingSchema, as_kwargs=True)
@blueprint.response(200, schemas.OutletSchema)
def close(outlet_id: int, *, closed_on: date) -> Outlet:
    """Tell an outlet's last day."""
    with transaction():
        return happenings.close_outlet(outlet_id=outlet_id, closed_on=closed_on, actor=current_actor(), now=now())
