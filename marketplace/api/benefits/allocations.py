"""Routes of allocations."""

from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.benefits import schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.benefits.queries.allocations import list_allocations
from marketplace.kernel.days import Month
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction
from marketplace.workflows import allocate_month

blueprint = Blueprint("allocations", __name__, description="Pools of a month among the households of their rosters")


@blueprint.get("/allocations")
@needs(P.BENEFITS_READ)
@blueprint.arguments(schemas.AllocationQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.AllocationPageSchema)
def list_of_month(*, month: Month, limit: int, after: str | None) -> dict[str, Any]:
    """List the allocated pools of a month in one's scope."""
    (position,) = read_cursor(after, int) or (0,)
    rows = list_allocations(month, actor=current_actor(), after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/allocations")
@needs(P.BENEFITS_ALLOCATE)
@idempotent
@blueprint.arguments(schemas.AllocationRequestSchema, as_kwargs=True)
@blueprint.response(202, schemas.AllocationRequestedSchema)
def allocate(*, region_code: str, month: Month) -> dict[str, Any]:
    """Let a worker allocate a month of a region; the same facts again change nothing."""
    with transaction():
        job_id = allocate_month.request(region_code=region_code, month=month, actor=current_actor(), now=now())
    return {"job_id": job_id, "region_code": region_code, "month": month}
