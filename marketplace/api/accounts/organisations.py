"""Organisations and their members."""

from typing import Any

from marketplace.accounts.queries.organisations import get_organisation, list_members, list_organisations
from marketplace.accounts.rules import OrganisationKind
from marketplace.accounts.service import appointments, organisations
from marketplace.api.access import current_actor, needs, now, signed_in
from marketplace.api.accounts import schemas
from marketplace.api.fields import PageQuerySchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("organisations", __name__, description="Organisations and their members")


@blueprint.get("/organisations")
@signed_in
@blueprint.arguments(schemas.OrganisationQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.OrganisationPageSchema)
def list_known(*, q: str | None, kind: OrganisationKind | None, limit: int, after: str | None) -> Any:
    """List one's own organisations and those of one's regions."""
    (last,) = read_cursor(after, int) or (0,)
    rows = list_organisations(actor=current_actor(), q=q, kind=kind, after=last, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))


@blueprint.get("/organisations/<int:organisation_id>")
@signed_in
@blueprint.response(200, schemas.OrganisationSchema)
def get_known(organisation_id: int) -> Any:
    """Get an organisation."""
    return get_organisation(organisation_id, actor=current_actor())


@blueprint.post("/organisations")
@needs(P.ACCOUNTS_ADMINISTER)
@idempotent
@blueprint.arguments(schemas.OrganisationCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.OrganisationSchema)
def register(*, uscc: str, name: str, kind: OrganisationKind, region_code: str) -> Any:
    """Register an organisation in one's region; its first manager comes by invitation."""
    with transaction():
        return organisations.register(
            uscc=uscc, name=name, kind=kind, region_code=region_code, actor=current_actor(), now=now()
        )


@blueprint.patch("/organisations/<int:organisation_id>")
@needs(P.MEMBERS_MANAGE)
@blueprint.arguments(schemas.OrganisationUpdateSchema)
@blueprint.response(200, schemas.OrganisationSchema)
def change(changes: organisations.Changes, organisation_id: int) -> Any:
    """Change the name, or the amounts from which an order needs a second approver, its deliveries two receivers."""
    with transaction():
        return organisations.change(organisation_id, changes, actor=current_actor(), now=now())


@blueprint.get("/organisations/<int:organisation_id>/members")
@needs(P.MEMBERS_MANAGE)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.MemberPageSchema)
def list_live_members(organisation_id: int, *, limit: int, after: str | None) -> Any:
    """List the members of an organisation, one item for each role."""
    (last,) = read_cursor(after, int) or (0,)
    rows = list_members(organisation_id, actor=current_actor(), after=last, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))


@blueprint.delete("/memberships/<int:membership_id>")
@needs(P.MEMBERS_MANAGE)
@blueprint.response(204)
def dismiss(membership_id: int) -> None:
    """End somebody's role in an organisation; one's own stays."""
    with transaction():
        appointments.end_membership(membership_id, actor=current_actor(), now=now())
