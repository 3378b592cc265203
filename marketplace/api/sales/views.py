"""Routes of sales and look-alikes."""

from datetime import date
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.pages import CursorWrong, page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.sales import schemas
from marketplace.kernel.permissions import Permission as P
from marketplace.sales.models import LookAlike
from marketplace.sales.queries.look_alikes import list_look_alikes
from marketplace.sales.queries.sales import SaleFilter, get_sale, list_sales
from marketplace.sales.rules import LookAlikeState
from marketplace.sales.service import look_alikes
from marketplace.transaction import transaction

blueprint = Blueprint("sales", __name__, description="Sale facts and those that wait for a person")


@blueprint.get("/sales")
@needs(P.SALES_READ)
@blueprint.arguments(schemas.SaleQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.SalePageSchema)
def list_facts(*, narrowed: SaleFilter, limit: int, after: str | None) -> dict[str, Any]:
    """List sale facts in scope, newest first."""
    rows = list_sales(narrowed, actor=current_actor(), before=_position(after), limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["sold_on"].isoformat(), row["id"]))


@blueprint.get("/sales/<int:sale_id>")
@needs(P.SALES_READ)
@blueprint.response(200, schemas.SaleWithReversalsSchema)
def get_fact(sale_id: int) -> Any:
    """Get one sale fact with the rows that take it back."""
    return get_sale(sale_id, actor=current_actor())


@blueprint.get("/look-alikes")
@needs(P.SALES_READ)
@blueprint.arguments(schemas.LookAlikeQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.LookAlikePageSchema)
def list_waiting(*, state: LookAlikeState, limit: int, after: str | None) -> dict[str, Any]:
    """List sales that wait because they look like another."""
    (position,) = read_cursor(after, int) or (0,)
    rows = list_look_alikes(actor=current_actor(), state=state, after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/look-alikes/<int:look_alike_id>/decision")
@needs(P.SALES_RESOLVE)
@blueprint.arguments(schemas.DecisionSchema, as_kwargs=True)
@blueprint.response(200, schemas.DecidedSchema)
def decide(look_alike_id: int, *, verdict: LookAlikeState, reason: str) -> LookAlike:
    """Count a look-alike as a sale of its own, or refuse it."""
    with transaction():
        return look_alikes.decide(
            look_alike_id=look_alike_id, verdict=verdict, reason=reason, actor=current_actor(), now=now()
        )


def _position(after: str | None) -> tuple[date, int] | None:
    key = read_cursor(after, str, int)
    try:
        return key and (date.fromisoformat(key[0]), key[1])
    except ValueError:
        raise CursorWrong from None
