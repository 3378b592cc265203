"""Who acts: actors with their grants, sessions, tokens."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, func, select, text

from marketplace.accounts.errors import UserNotFound
from marketplace.accounts.models import ApiToken, Membership, Organisation, StaffPost, User
from marketplace.accounts.rules import DUTY_PERMISSIONS, MEMBER_PERMISSIONS, USE_NOTED_EVERY, Duty, MemberRole
from marketplace.db import db
from marketplace.kernel.actor import Actor, Grant, Via
from marketplace.regions.rules import prefix_of

_GRANTED: Final = text(
    """
    SELECT role, organisation_id, CAST(NULL AS text) AS duty, CAST(NULL AS text) AS region_code
    FROM membership WHERE user_id = :user_id AND ended_at IS NULL
    UNION ALL
    SELECT NULL, NULL, duty, region_code FROM staff_post WHERE user_id = :user_id AND ended_at IS NULL
    """
)

_NOTED_AT: Final = func.coalesce(ApiToken.last_used_at, ApiToken.created_at)
_HOLDER: Final = (
    select(User, bindparam("noted_before") > _NOTED_AT)
    .join(ApiToken, ApiToken.user_id == User.id)
    .where(
        ApiToken.token_hash == bindparam("token_hash"),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > bindparam("now"),
        User.active,
    )
)


def get_actor(user: User, *, via: Via, address: str | None = None, staff_need_totp: bool = False) -> Actor:
    """Make the actor of a user from the live memberships and posts: one statement.

    With `staff_need_totp` a post grants nothing until its holder has set up a second factor. Who was disabled may do
    nothing, also in jobs that were asked for before.
    """
    grants: set[Grant] = set()
    if not user.active:
        return Actor(name=user.name, via=via, user_id=user.id, language=user.language, address=address)
    for role, organisation_id, duty, region_code in db.session.execute(_GRANTED, {"user_id": user.id}):
        if role is not None:
            grants |= {Grant(each, organisation_id=organisation_id) for each in MEMBER_PERMISSIONS[MemberRole(role)]}
        elif user.tf_primary_method or not staff_need_totp:
            prefix = prefix_of(region_code)
            grants |= {Grant(each, region_prefix=prefix) for each in DUTY_PERMISSIONS[Duty(duty)]}
    return Actor(
        name=user.name,
        via=via,
        user_id=user.id,
        grants=frozenset(grants),
        language=user.language,
        address=address,
    )


class TokenHolder(NamedTuple):
    """Whose token it is, and whether its use was last noted more than an hour ago."""

    user: User
    is_note_due: bool


def find_user_by_token(token_hash: bytes, *, now: datetime) -> TokenHolder | None:
    """Find the active user of a live bearer token."""
    asked = {"token_hash": token_hash, "now": now, "noted_before": now - USE_NOTED_EVERY}
    found = db.session.execute(_HOLDER, asked).one_or_none()
    return TokenHolder(*found) if found else None


def get_session(actor: Actor) -> dict[str, Any]:
    """Get what a person sees of being signed in: three statements.

    :raises UserNotFound: for an actor that is no person.
    """
    user = db.session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        raise UserNotFound
    memberships = db.session.execute(
        select(
            Membership.id,
            Membership.organisation_id,
            Organisation.name.label("organisation_name"),
            Membership.role,
            Membership.created_at,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == user.id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).mappings()
    posts = db.session.execute(
        select(StaffPost.id, StaffPost.region_code, StaffPost.duty, StaffPost.created_at)
        .where(StaffPost.user_id == user.id, StaffPost.ended_at.is_(None))
        .order_by(StaffPost.id)
    ).mappings()
    return {
        "user_id": user.id,
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "has_second_factor": bool(user.tf_primary_method),
        "memberships": list(memberships),
        "posts": list(posts),
        "permissions": sorted({grant.permission.value for grant in actor.grants}),
    }


def list_tokens(*, user_id: int, now: datetime) -> list[ApiToken]:
    """List a user's live tokens, newest first."""
    live = (ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    return list(db.session.scalars(select(ApiToken).where(*live).order_by(ApiToken.id.desc())))
