"""Invitations, and the memberships and posts that come of them; nobody appoints or dismisses themselves."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from marketplace.accounts.errors import InvitationWrong, MembershipNotFound, OwnAppointment
from marketplace.accounts.models import Invitation, Membership, Organisation, StaffPost, User
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.accounts.service.organisations import get_in_scope
from marketplace.accounts.service.tokens import hash_token
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.queries import get_region
from marketplace.regions.rules import canonical_code

INVITATION_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation with the token that goes by mail and is kept as a hash."""

    invitation: Invitation
    token: str


def invite_member(*, email: str, organisation_id: int, role: MemberRole, actor: Actor, now: datetime) -> Sent:
    """Offer a role in an organisation.

    :raises OrganisationNotFound: outside the caller's scope.
    :raises OwnAppointment: to oneself.
    """
    organisation = get_in_scope(organisation_id, permission=P.MEMBERS_MANAGE, actor=actor)
    return _invite(
        Invitation(email=email.lower(), organisation_id=organisation.id, role=role),
        actor=actor,
        now=now,
        organisation_ids=[organisation.id],
        region_code=organisation.region_code,
    )


def invite_officer(*, email: str, region_code: str, duty: Duty, actor: Actor, now: datetime) -> Sent:
    """Offer a post in a region of the caller.

    :raises RegionUnknown: there is no such region today.
    :raises NotFound: outside the caller's scope.
    :raises OwnAppointment: to oneself.
    """
    code = canonical_code(region_code)
    actor.require_over(P.ACCOUNTS_ADMINISTER, thing="region", region_codes=[code])
    get_region(code, on=day_of(now))
    return _invite(
        Invitation(email=email.lower(), region_code=code, duty=duty),
        actor=actor,
        now=now,
        organisation_ids=[],
        region_code=code,
    )


def _invite(
    invitation: Invitation, *, actor: Actor, now: datetime, organisation_ids: list[int], region_code: str
) -> Sent:
    own = actor.user_id and db.session.scalar(select(User.email).where(User.id == actor.user_id))
    if own == invitation.email:
        raise OwnAppointment
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_token(token)
    invitation.invited_by_id = actor.user_id
    invitation.created_at = now
    invitation.expires_at = now + timedelta(days=INVITATION_DAYS)
    db.session.add(invitation)
    db.session.flush()  # the audit line names the row
    audit.record(
        "invitation.sent",
        subject="invitation",
        subject_id=invitation.id,
        actor=actor,
        now=now,
        after={"role": invitation.role, "duty": invitation.duty},
        organisation_ids=organisation_ids,
        region_code=region_code,
    )
    return Sent(invitation=invitation, token=token)


def take_up(invitation: Invitation, *, user: User, actor: Actor, now: datetime) -> None:
    """Give a user what an invitation offered; it works once."""
    invitation.accepted_at = now
    if invitation.role and invitation.organisation_id:
        appoint_member(user, organisation_id=invitation.organisation_id, role=invitation.role, actor=actor, now=now)
    elif invitation.duty and invitation.region_code:
        appoint_officer(user, region_code=invitation.region_code, duty=invitation.duty, actor=actor, now=now)


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """Find the open invitation of a token and lock it, so that it is taken up once.

    :raises InvitationWrong: unknown, used, withdrawn or expired.
    """
    row = db.session.scalar(
        select(Invitation)
        .where(
            Invitation.token_hash == hash_token(token),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .with_for_update()
    )
    if row is None:
        raise InvitationWrong
    return row


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


def appoint_officer(user: User, *, region_code: str, duty: Duty, actor: Actor, now: datetime) -> None:
    """Give a user a duty in a region, unless they hold it; whoever calls has asked for the permission."""
    held = select(StaffPost.id).where(
        StaffPost.user_id == user.id,
        StaffPost.region_code == region_code,
        StaffPost.duty == duty,
        StaffPost.ended_at.is_(None),
    )
    if db.session.scalar(held) is None:
        row = StaffPost(user_id=user.id, region_code=region_code, duty=duty, created_at=now)
        db.session.add(row)
        db.session.flush()  # the audit line names the row
        _record("staff_post.began", row, actor=actor, now=now)


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
