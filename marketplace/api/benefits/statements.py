"""The route of household statements."""

from collections.abc import Mapping
from typing import Any

from marketplace.api.access import current_actor, needs
from marketplace.api.benefits import schemas
from marketplace.api.parsing import Blueprint
from marketplace.benefits.queries.statements import get_statement
from marketplace.kernel.permissions import Permission as P

blueprint = Blueprint(
    "household_statements", __name__, description="What a household was promised and what it was paid"
)


@blueprint.get("/households/<int:household_id>/statement")
@needs(P.BENEFITS_READ)
@blueprint.arguments(schemas.HouseholdStatementQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.HouseholdStatementSchema)
def get_of_year(household_id: int, *, year: int) -> Mapping[str, Any]:
    """Get the statement of a household for a year; for staff of its region alone, the head masked."""
    return get_statement(household_id, year=year, actor=current_actor())
