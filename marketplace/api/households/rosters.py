"""Routes of rosters and of clearings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.api.access import current_actor, needs, now, signed_in
from marketplace.api.fields import PageQuerySchema, ReasonSchema
from marketplace.api.households import roster_schemas as schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.households.queries import roster_changes
from marketplace.households.queries import rosters as queries
from marketplace.households.queries.rosters import RosterFilter
from marketplace.households.rules import NewRosterVersion
from marketplace.households.service import rosters
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction
from marketplace.workflows import clear_household as clearing
from marketplace.workflows.approve_roster import approve_roster

blueprint = Blueprint("rosters", __name__, description="Who shares a supplier's sales, in versions by date")
Answer = Mapping[str, Any]


@blueprint.get("/rosters")
@signed_in
@blueprint.arguments(schemas.RosterQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.RosterPageSchema)
def list_versions(*, narrowed: RosterFilter, limit: int, after: str | None) -> Answer:
    """List versions in scope, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = queries.list_versions(narrowed, actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/rosters")
@needs(P.ROSTERS_ENTER)
@idempotent
@blueprint.arguments(schemas.RosterCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.RosterVersionWithSegmentsSchema)
def submit(*, told: NewRosterVersion) -> Answer:
    """Submit a version; it applies once the county has approved it."""
    with transaction():
        version = rosters.submit(told, actor=current_actor(), now=now())
        return queries.get_version(version.id, actor=current_actor())


@blueprint.get("/rosters/versions/<int:version_id>")
@signed_in
@blueprint.response(200, schemas.RosterVersionWithSegmentsSchema)
def get_version(version_id: int) -> Answer:
    """Get a version with the segments it consists of by now."""
    return queries.get_version(version_id, actor=current_actor())


@blueprint.get("/rosters/versions/<int:version_id>/members")
@signed_in
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.RosterMemberPageSchema)
def list_members(version_id: int, *, limit: int, after: str | None) -> Answer:
    """List the members of a version by household number, heads masked."""
    (number,) = read_cursor(after, str) or (None,)
    rows = queries.list_members(version_id, actor=current_actor(), after=number, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["household_number"],))


@blueprint.get("/rosters/versions/<int:version_id>/comparison")
@signed_in
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.RosterComparisonSchema)
def compare(version_id: int, *, limit: int, after: str | None) -> Answer:
    """Compare a version with the approved one before it: share, and the members that changed."""
    (number,) = read_cursor(after, str) or (None,)
    compared = roster_changes.get_comparison(version_id, actor=current_actor())
    rows = roster_changes.list_changes(version_id, actor=current_actor(), after=number, limit=limit + 1)
    return {**compared, **page_of(rows, limit=limit, key=lambda row: (row["household_number"],))}


@blueprint.post("/rosters/versions/<int:version_id>/approval")
@needs(P.ROSTERS_APPROVE)
@blueprint.response(200, schemas.RosterApprovedSchema)
def approve(version_id: int) -> Answer:
    """Approve a version of another person: it applies, to the sales already recorded in its days too."""
    with transaction():
        approved = approve_roster(version_id=version_id, actor=current_actor(), now=now())
        version = queries.get_version(version_id, actor=current_actor())
        return {"version": version, "restated": approved.restated}


@blueprint.post("/rosters/versions/<int:version_id>/sending-back")
@needs(P.ROSTERS_APPROVE)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.RosterVersionWithSegmentsSchema)
def send_back(version_id: int, *, reason: str) -> Answer:
    """Send a version back with a reason."""
    with transaction():
        rosters.send_back(version_id=version_id, reason=reason, actor=current_actor(), now=now())
        return queries.get_version(version_id, actor=current_actor())


@blueprint.post("/households/<int:household_id>/clearing")
@needs(P.HOUSEHOLDS_EDIT)
@blueprint.arguments(schemas.ClearingCreateSchema, as_kwargs=True)
@blueprint.response(200, schemas.ClearingSchema)
def clear(household_id: int, *, cleared_on: date) -> Answer:
    """Clear a household's risk from a day on: it leaves every roster, and the sales of those days follow."""
    with transaction():
        followed = clearing.clear_household(
            household_id=household_id, cleared_on=cleared_on, actor=current_actor(), now=now()
        )
    return {
        "household_id": household_id,
        "cleared_on": cleared_on,
        "segments": followed.segments,
        "restated": followed.restated,
    }
