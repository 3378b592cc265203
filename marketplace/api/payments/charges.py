"""Routes of charges."""

from typing import Any

from marketplace.api.access import current_actor, needs
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.payments import schemas
from marketplace.kernel.permissions import Permission as P
from marketplace.payments.queries.charges import list_charges
from marketplace.payments.rules import ChargeState

blueprint = Blueprint("charges", __name__, description="What is owed, and under which remittance code")


@blueprint.get("/charges")
@needs(P.PAYMENTS_READ)
@blueprint.arguments(schemas.OwedChargeQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.OwedChargePageSchema)
def list_owed(*, state: ChargeState | None, code: str | None, limit: int, after: str | None) -> dict[str, Any]:
    """List charges in scope, newest first: as payer, as supplier, or of payers in one's regions."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_charges(actor=current_actor(), state=state, code=code, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))
