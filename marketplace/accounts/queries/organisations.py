"""Reads of organisations and of who is in them."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import RowMapping, or_, select

from marketplace.accounts.errors import MembershipNotFound, OrganisationNotFound
from marketplace.accounts.models import Membership, Organisation, User
from marketplace.accounts.queries.scope import is_covered, is_known_to
from marketplace.accounts.rules import OrganisationKind
from marketplace.db import db, in_order
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, oldest

SORT_KEYS: Final[Mapping[str, SortKey]] = {"name": SortKey("organisation.name", KeyType.TEXT)}
"""What organisations may be sorted by."""


def list_organisations(
    *,
    actor: Actor,
    q: str | None = None,
    kind: OrganisationKind | None = None,
    after: int = 0,
    sorting: Sorting | None = None,
    limit: int,
) -> Sequence[Organisation]:
    """List organisations known to the caller, in an order or by id.

    `q` is a part of the name or the beginning of the credit code.
    """
    query = select(Organisation).where(is_known_to(actor))
    if q is not None:
        begins = Organisation.uscc.startswith(q.upper(), autoescape=True)
        query = query.where(or_(Organisation.name.icontains(q, autoescape=True), begins))
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    sorting = sorting or oldest(after)
    return db.session.scalars(in_order(query, sorting, table="organisation").limit(limit)).all()


def list_managed(*, actor: Actor) -> Sequence[Organisation]:
    """List the organisations whose members the caller manages by a role in them, by id.

    :raises Forbidden: the caller manages members nowhere.
    """
    actor.require(P.MEMBERS_MANAGE)
    own = Organisation.id.in_(actor.organisation_ids(P.MEMBERS_MANAGE))
    return db.session.scalars(select(Organisation).where(own).order_by(Organisation.id)).all()


def get_organisation(organisation_id: int, *, actor: Actor) -> Organisation:
    """Get an organisation known to the caller.

    :raises OrganisationNotFound: there is none in scope.
    """
    row = db.session.scalar(select(Organisation).where(Organisation.id == organisation_id, is_known_to(actor)))
    if row is None:
        raise OrganisationNotFound
    return row


def get_managed(organisation_id: int, *, actor: Actor) -> Organisation:
    """Get an organisation whose members the caller manages, by a role in it or over its region.

    :raises Forbidden: the caller manages members nowhere.
    :raises OrganisationNotFound: there is none in scope.
    """
    row = get_organisation(organisation_id, actor=actor)
    actor.require_over(
        P.MEMBERS_MANAGE, OrganisationNotFound(), organisation_ids=[row.id], region_codes=[row.region_code]
    )
    return row


def get_member(membership_id: int, *, actor: Actor) -> RowMapping:
    """Get a live membership of an organisation the caller manages, with who holds it and where.

    :raises Forbidden: the caller manages members nowhere.
    :raises MembershipNotFound: there is no live one in scope.
    """
    actor.require(P.MEMBERS_MANAGE)
    found = db.session.execute(
        select(
            Membership.id,
            Membership.user_id,
            User.name.label("user_name"),
            Membership.organisation_id,
            Organisation.name.label("organisation_name"),
            Membership.role,
        )
        .join(User, User.id == Membership.user_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.id == membership_id, Membership.ended_at.is_(None), is_covered(actor, P.MEMBERS_MANAGE))
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise MembershipNotFound
    return row


def list_members(organisation_id: int, *, actor: Actor, after: int = 0, limit: int) -> Sequence[RowMapping]:
    """List the live memberships of an organisation the caller manages, by id: two statements.

    :raises Forbidden: the caller manages members nowhere.
    :raises OrganisationNotFound: outside the caller's scope.
    """
    actor.require(P.MEMBERS_MANAGE)
    found = select(Organisation.id).where(Organisation.id == organisation_id, is_covered(actor, P.MEMBERS_MANAGE))
    if db.session.scalar(found) is None:
        raise OrganisationNotFound
    rows = db.session.execute(
        select(
            Membership.id,
            Membership.user_id,
            User.name.label("user_name"),
            User.email,
            Membership.organisation_id,
            Membership.role,
            Membership.created_at,
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None), Membership.id > after)
        .order_by(Membership.id)
        .limit(limit)
    )
    return rows.mappings().all()
