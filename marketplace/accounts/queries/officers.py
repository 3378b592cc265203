"""Reads of posts in a region, and of users by those who administer it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, RowMapping, Text, null, or_, select, true, union_all

from marketplace.accounts.errors import MembershipNotFound, UserNotFound
from marketplace.accounts.models import Membership, Organisation, StaffPost, User
from marketplace.accounts.queries.scope import is_below
from marketplace.accounts.rules import Duty
from marketplace.db import db, in_order
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, oldest
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import prefix_of

SORT_KEYS: Final[Mapping[str, SortKey]] = {"name": SortKey("user_account.name", KeyType.TEXT)}
"""What users may be sorted by."""


def list_posts(
    *, region_code: str, duty: Duty | None = None, actor: Actor, after: int = 0, limit: int
) -> Sequence[RowMapping]:
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
            true() if duty is None else StaffPost.duty == duty,
        )
        .order_by(StaffPost.id)
        .limit(limit)
    )
    return rows.mappings().all()


def get_post(post_id: int, *, actor: Actor) -> RowMapping:
    """Get a live post in a region of the caller, with who holds it.

    :raises Forbidden: the caller administers no region.
    :raises MembershipNotFound: there is no live one in scope.
    """
    actor.require(P.ACCOUNTS_ADMINISTER)
    found = db.session.execute(
        select(StaffPost.id, StaffPost.user_id, User.name.label("user_name"), StaffPost.region_code, StaffPost.duty)
        .join(User, User.id == StaffPost.user_id)
        .where(
            StaffPost.id == post_id,
            StaffPost.ended_at.is_(None),
            is_below(StaffPost.region_code, actor, P.ACCOUNTS_ADMINISTER),
        )
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise MembershipNotFound
    return row


def list_users(
    *,
    actor: Actor,
    q: str | None = None,
    is_active: bool | None = None,
    after: int = 0,
    sorting: Sorting | None = None,
    limit: int,
) -> Sequence[User]:
    """List users with a live post or membership in the caller's regions; `q` is a part of name or address.

    :raises Forbidden: the caller administers no region.
    """
    actor.require(P.ACCOUNTS_ADMINISTER)
    query = select(User).where(_is_administered(actor))
    if is_active is not None:
        query = query.where(User.active.is_(is_active))
    if q is not None:
        query = query.where(or_(User.name.icontains(q, autoescape=True), User.email.icontains(q, autoescape=True)))
    sorting = sorting or oldest(after)
    return db.session.scalars(in_order(query, sorting, table="user_account").limit(limit)).all()


def get_administered(user_id: int, *, actor: Actor) -> User:
    """Get a user whom the caller administers.

    :raises Forbidden: the caller administers no region.
    :raises UserNotFound: there is none in scope.
    """
    actor.require(P.ACCOUNTS_ADMINISTER)
    user = find_administered(user_id, actor=actor)
    if user is None:
        raise UserNotFound
    return user


def get_not_above(user_id: int, *, actor: Actor) -> User:
    """Get a user whom the caller administers and who holds no post above the caller's regions.

    :raises Forbidden: the caller administers no region.
    :raises UserNotFound: there is none in scope.
    """
    user = get_administered(user_id, actor=actor)
    if stands_above(user, actor=actor):
        raise UserNotFound
    return user


def stands_above(user: User, *, actor: Actor) -> bool:
    """Tell whether somebody holds a live post in a region that contains one of the caller's."""
    posts = select(StaffPost.region_code).where(StaffPost.user_id == user.id, StaffPost.ended_at.is_(None))
    own = actor.region_prefixes(P.ACCOUNTS_ADMINISTER)
    return any(
        not actor.covers(P.ACCOUNTS_ADMINISTER, region_codes=[code])
        and any(prefix.startswith(prefix_of(code)) for prefix in own)
        for code in db.session.scalars(posts)
    )


def list_appointments(user_ids: Collection[int], *, actor: Actor) -> Sequence[RowMapping]:
    """List the live posts and memberships of users that lie in the caller's regions: one statement.

    A post has `region_code` and `duty`, a membership `organisation_id`, `organisation_name` and `role`.

    :raises Forbidden: the caller administers no region.
    """
    actor.require(P.ACCOUNTS_ADMINISTER)
    posts = select(
        StaffPost.user_id,
        StaffPost.id,
        StaffPost.region_code,
        StaffPost.duty.cast(Text).label("duty"),
        null().cast(BigInteger).label("organisation_id"),
        null().cast(Text).label("organisation_name"),
        null().cast(Text).label("role"),
    ).where(
        StaffPost.user_id.in_(user_ids),
        StaffPost.ended_at.is_(None),
        is_below(StaffPost.region_code, actor, P.ACCOUNTS_ADMINISTER),
    )
    memberships = (
        select(
            Membership.user_id,
            Membership.id,
            Organisation.region_code,
            null().cast(Text),
            Organisation.id,
            Organisation.name,
            Membership.role.cast(Text),
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.user_id.in_(user_ids),
            Membership.ended_at.is_(None),
            is_below(Organisation.region_code, actor, P.ACCOUNTS_ADMINISTER),
        )
    )
    both = union_all(posts, memberships).subquery()
    return db.session.execute(select(both).order_by(both.c.user_id, both.c.duty, both.c.id)).mappings().all()


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
