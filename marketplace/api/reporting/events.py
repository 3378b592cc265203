"""Routes of sales events."""

from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import PageQuerySchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.reporting import schemas
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.models import Event
from marketplace.reporting.queries.happenings import list_rows
from marketplace.reporting.service import happenings
from marketplace.transaction import transaction

blueprint = Blueprint("events", __name__, description="Sales events that were held")


@blueprint.get("/events")
@needs(P.STATISTICS_READ)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.EventPageSchema)
def list_held(*, limit: int, after: str | None) -> dict[str, Any]:
    """List events of one's regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_rows(Event, actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))


@blueprint.post("/events")
@needs(P.EVENTS_MANAGE)
@idempotent
@blueprint.arguments(schemas.EventSchema, as_kwargs=True)
@blueprint.response(201, schemas.EventSchema)
def hold(**told: Any) -> Event:
    """Tell an event that was held."""
    with transaction():
        return happenings.hold_event(**told, actor=current_actor(), now=now())
