"""Reads of accounts: actors with their grants, organisations, users."""

from datetime import datetime

from sqlalchemy import select

from marketplace.accounts.models import ApiToken, Membership, StaffPost, User
from marketplace.accounts.rules import DUTY_PERMISSIONS, MEMBER_PERMISSIONS
from marketplace.db import db
from marketplace.kernel.actor import Actor, Grant, Via
from marketplace.regions.rules import prefix_of


def get_actor(user: User, *, via: Via, address: str | None = None) -> Actor:
    """Make the actor of a user from the live memberships and posts: two statements."""
    memberships = db.session.execute(
        select(Membership.organisation_id, Membership.role).where(
            Membership.user_id == user.id, Membership.ended_at.is_(None)
        )
    )
    posts = db.session.execute(
        select(StaffPost.region_code, StaffPost.duty).where(StaffPost.user_id == user.id, StaffPost.ended_at.is_(None))
    )
    grants = {
        Grant(permission, organisation_id=organisation_id)
        for organisation_id, role in memberships
        for permission in MEMBER_PERMISSIONS[role]
    } | {
        Grant(permission, region_prefix=prefix_of(region_code))
        for region_code, duty in posts
        for permission in DUTY_PERMISSIONS[duty]
    }
    return Actor(
        name=user.name,
        via=via,
        user_id=user.id,
        grants=frozenset(grants),
        language=user.language,
        address=address,
    )


def find_user_by_token(token_hash: bytes, *, now: datetime) -> User | None:
    """Find the active user of a live bearer token."""
    return db.session.scalar(
        select(User)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(
            ApiToken.token_hash == token_hash,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            User.active,
        )
    )
