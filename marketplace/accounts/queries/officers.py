"""Reads of posts in a region, and of users by those who administer it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, or_, select, true

from marketplace.accounts.models import Membership, Organisation, StaffPost, User
from marketplace.accounts.queries.scope import is_below
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import prefix_of


def list_posts(*, region_code: str, actor: Actor, after: int = 0, limit: int) -> Sequence[RowMapping]:
    """List the live posts of a region and all below, by id.

    :raises Forbidden: the caller administers no region.
    :raises NotFound: the region is outside the caller's scope.
    """
    actor.require_over(P.ACCOUNTS_ADMINISTER, RegionOutside(region_code=region_code), region_codes=[region_code])
    rows = db.session.execute(
        select(
            StaffPost.id,
            StaffPost.user_id,
            User.name.label("user_name"),
            User.email,
            StaffPost.region_code,
            StaffPost.duty,
            StaffPost.created_at,
        )
        .join(User, User.id == StaffPost.user_id)
        .where(
            StaffPost.region_code.startswith(prefix_of(region_code), autoescape=True),
            StaffPost.ended_at.is_(None),
            StaffPost.id > after,
        )
        .order_by(StaffPost.id)
        .limit(limit)
    )
    return rows.mappings().all()


def list_users(*, actor: Actor, q: str | None = None, after: int = 0, limit: int) -> Sequence[User]:
    """List users with a live post or membership in the caller's regions, by id; `q` is a part of name or address.

    :raises Forbidden: the caller administers no region.
    """
    actor.require(P.ACCOUNTS_ADMINISTER)
    query = select(User).where(_is_administered(actor), User.id > after)
    if q is not None:
        query = query.where(or_(User.name.icontains(q, autoescape=True), User.email.icontains(q, autoescape=True)))
    return db.session.scalars(query.order_by(User.id).limit(limit)).all()


def find_administered(user_id: int, *, actor: Actor) -> User | None:
    """Find a user whom the caller administers."""
    return db.session.scalar(select(User).where(User.id == user_id, _is_administered(actor)))


def _is_administered(actor: Actor) -> ColumnElement[bool]:
    if "" in actor.region_prefixes(P.ACCOUNTS_ADMINISTER):
        return true()
    posts = select(StaffPost.id).where(
        StaffPost.user_id == User.id,
        StaffPost.ended_at.is_(None),
        is_below(StaffPost.region_code, actor, P.ACCOUNTS_ADMINISTER),
    )
    memberships = (
        select(Membership.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.user_id == User.id,
            Membership.ended_at.is_(None),
            is_below(Organisation.region_code, actor, P.ACCOUNTS_ADMINISTER),
        )
    )
    return or_(posts.exists(), memberships.exists())
