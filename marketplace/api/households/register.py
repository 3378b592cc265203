"""Routes of the register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import ReasonSchema
from marketplace.api.households import schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.households.errors import IdentityInAddress
from marketplace.households.queries.register import HouseholdFilter, get_household, list_households
from marketplace.households.rules import HouseholdCategory, Unmasked
from marketplace.households.service import register
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import Invalid
from marketplace.kernel.identifiers import is_identity_number
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("households", __name__, description="The household register, heads masked")
Answer = Mapping[str, Any]


@blueprint.get("/households")
@needs(P.HOUSEHOLDS_READ)
@blueprint.arguments(schemas.HouseholdQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.HouseholdPageSchema)
def list_registered(*, narrowed: HouseholdFilter, limit: int, after: str | None) -> Answer:
    """List households of one's regions, village by village; an identity number is looked for by a search."""
    if narrowed.q is not None and is_identity_number(narrowed.q):
        raise Invalid(fields={"q": [IdentityInAddress()]})
    return _page(narrowed, limit=limit, after=after)


@blueprint.post("/households/search")
@needs(P.HOUSEHOLDS_READ)
@blueprint.arguments(schemas.HouseholdSearchSchema, as_kwargs=True)
@blueprint.response(200, schemas.HouseholdPageSchema)
def search(*, narrowed: HouseholdFilter, limit: int, after: str | None) -> Answer:
    """Search households of one's regions, by an identity number too; nothing of it stands in an address."""
    return _page(narrowed, limit=limit, after=after)


@blueprint.post("/households")
@needs(P.HOUSEHOLDS_EDIT)
@idempotent
@blueprint.arguments(schemas.HouseholdCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.HouseholdWithHistorySchema)
def enter(**told: Any) -> Answer:
    """Register a household."""
    with transaction():
        household = register.register(**told, actor=current_actor(), now=now())
        return _shown(household.id)


@blueprint.get("/households/<int:household_id>")
@needs(P.HOUSEHOLDS_READ)
@blueprint.response(200, schemas.HouseholdWithHistorySchema)
def get_registered(household_id: int) -> Answer:
    """Get a household with its statuses, linkages and rosters."""
    return _shown(household_id)


@blueprint.post("/households/<int:household_id>/statuses")
@needs(P.HOUSEHOLDS_EDIT)
@idempotent
@blueprint.arguments(schemas.StatusCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.HouseholdWithHistorySchema)
def change_status(household_id: int, *, from_on: date, category: HouseholdCategory, persons: int) -> Answer:
    """Note another category or number of persons from a day on."""
    with transaction():
        register.change_status(
            household_id=household_id,
            from_on=from_on,
            category=category,
            persons=persons,
            actor=current_actor(),
            now=now(),
        )
        return _shown(household_id)


# Not idempotent by key: the answer would be remembered, and every unmasking stands on the record.
@blueprint.post("/households/<int:household_id>/unmasking")
@needs(P.HOUSEHOLDS_UNMASK)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.UnmaskedSchema)
def unmask(household_id: int, *, reason: str) -> tuple[Unmasked, int, Mapping[str, str]]:
    """Show a head's name and identity number, for a reason that stands on the record."""
    with transaction():
        shown = register.unmask(household_id=household_id, reason=reason, actor=current_actor(), now=now())
    return shown, 200, {"Cache-Control": "no-store"}


def _page(narrowed: HouseholdFilter, *, limit: int, after: str | None) -> Answer:
    position = read_cursor(after, str, int)
    rows = list_households(narrowed, actor=current_actor(), today=day_of(now()), after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["village_code"], row["id"]))


def _shown(household_id: int) -> Answer:
    return get_household(household_id, actor=current_actor(), today=day_of(now()))
