"""Memberships and posts: begun, and ended; nobody appoints or dismisses themselves."""

from datetime import datetime

from sqlalchemy import select

from marketplace.accounts.errors import MembershipNotFound, OwnAppointment, UserNotFound
from marketplace.accounts.models import Membership, Organisation, StaffPost, User
from marketplace.accounts.queries.officers import find_administered
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.queries import get_region
from marketplace.regions.rules import canonical_code


def appoint_member(user: User, *, organisation_id: int, role: MemberRole, actor: Actor, now: datetime) -> None:
    """Give a user a role in an organisation, unless they hold it; whoever calls has asked for the permission."""
    held = select(Membership.id).where(
        Membership.user_id == user.id,
        Membership.organisation_id == organisation_id,
        Membership.role == role,
        Membership.ended_at.is_(None),
    )
    if db.session.scalar(held) is None:
        row = Membership(user_id=user.id, organisation_id=organisation_id, role=role, created_at=now)
        db.session.add(row)
        db.session.flush()  # the audit line names the row
        _record("membership.began", row, actor=actor, now=now)


def appoint_officer(user: User, *, region_code: str, duty: Duty, actor: Actor, now: datetime) -> StaffPost:
    """Give a user a duty in a region, unless they hold it; whoever calls has asked for the permission."""
    held = select(StaffPost).where(
        StaffPost.user_id == user.id,
        StaffPost.region_code == region_code,
        StaffPost.duty == duty,
        StaffPost.ended_at.is_(None),
    )
    row = db.session.scalar(held)
    if row is None:
        row = StaffPost(user_id=user.id, region_code=region_code, duty=duty, created_at=now)
        db.session.add(row)
        db.session.flush()  # the audit line names the row
        _record("staff_post.began", row, actor=actor, now=now)
    return row


def appoint(*, user_id: int, region_code: str, duty: Duty, actor: Actor, now: datetime) -> StaffPost:
    """Give a duty in a region of the caller to somebody who already works there.

    :raises RegionUnknown: there is no such region today.
    :raises NotFound: the region is outside the caller's scope.
    :raises UserNotFound: the person has no post or membership in the caller's regions; an invitation is the way.
    :raises OwnAppointment: to oneself.
    """
    code = canonical_code(region_code)
    actor.require_over(P.ACCOUNTS_ADMINISTER, RegionOutside(region_code=code), region_codes=[code])
    get_region(code, on=day_of(now))
    if user_id == actor.user_id:
        raise OwnAppointment
    user = find_administered(user_id, actor=actor)
    if user is None or not user.active:
        raise UserNotFound
    return appoint_officer(user, region_code=code, duty=duty, actor=actor, now=now)


def end_membership(membership_id: int, *, actor: Actor, now: datetime) -> None:
    """End a membership of an organisation in the caller's scope.

    :raises MembershipNotFound: there is no live one in scope.
    :raises OwnAppointment: one's own.
    """
    actor.require(P.MEMBERS_MANAGE)
    found = db.session.execute(
        select(Membership, Organisation.region_code)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.id == membership_id, Membership.ended_at.is_(None))
    ).one_or_none()
    if found is None or not actor.covers(
        P.MEMBERS_MANAGE, organisation_ids=[found.Membership.organisation_id], region_codes=[found.region_code]
    ):
        raise MembershipNotFound
    _end(found.Membership, actor=actor, now=now)
    _record("membership.ended", found.Membership, actor=actor, now=now)


def end_post(post_id: int, *, actor: Actor, now: datetime) -> None:
    """End a post in a region of the caller.

    :raises MembershipNotFound: there is no live one in scope.
    :raises OwnAppointment: one's own.
    """
    actor.require(P.ACCOUNTS_ADMINISTER)
    row = db.session.scalar(select(StaffPost).where(StaffPost.id == post_id, StaffPost.ended_at.is_(None)))
    if row is None or not actor.covers(P.ACCOUNTS_ADMINISTER, region_codes=[row.region_code]):
        raise MembershipNotFound
    _end(row, actor=actor, now=now)
    _record("staff_post.ended", row, actor=actor, now=now)


def _end(row: Membership | StaffPost, *, actor: Actor, now: datetime) -> None:
    if row.user_id == actor.user_id:
        raise OwnAppointment
    row.ended_at = now


def _record(action: str, row: Membership | StaffPost, *, actor: Actor, now: datetime) -> None:
    if isinstance(row, Membership):
        subject, after = "membership", {"user_id": row.user_id, "role": row.role}
        organisation_ids, region_code = [row.organisation_id], None
    else:
        subject, after = "staff_post", {"user_id": row.user_id, "duty": row.duty}
        organisation_ids, region_code = [], row.region_code
    audit.record(
        action,
        subject=subject,
        subject_id=row.id,
        actor=actor,
        now=now,
        after=after,
        organisation_ids=organisation_ids,
        region_code=region_code,
    )
