"""Invitations: offers of a membership or a post that go by mail and are taken up once."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from marketplace.accounts.errors import InvitationNotFound, InvitationWrong, NameMissing, OwnAppointment, PasswordWrong
from marketplace.accounts.models import Invitation, User
from marketplace.accounts.queries.invitations import find_in_scope
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.accounts.service import users
from marketplace.accounts.service.appointments import appoint_member, appoint_officer
from marketplace.accounts.service.organisations import get_in_scope
from marketplace.accounts.service.tokens import hash_token
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.gateways import passwords
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.queries import get_region
from marketplace.regions.rules import canonical_code

INVITATION_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation with the token that goes by mail and is kept as a hash."""

    invitation: Invitation
    token: str

    def link(self, address: str) -> str:
        """Tell the link that takes the invitation up, below the address of the marketplace."""
        return f"{address.rstrip('/')}/invitations/{self.token}"


def invite_member(*, email: str, organisation_id: int, role: MemberRole, actor: Actor, now: datetime) -> Sent:
    """Offer a role in an organisation.

    :raises EmailWrong: it is not a mail address.
    :raises OrganisationNotFound: outside the caller's scope.
    :raises OwnAppointment: to oneself.
    """
    organisation = get_in_scope(organisation_id, permission=P.MEMBERS_MANAGE, actor=actor)
    return _invite(
        Invitation(email=users.address_of(email), organisation_id=organisation.id, role=role),
        actor=actor,
        now=now,
        organisation_ids=[organisation.id],
        region_code=organisation.region_code,
    )


def invite_officer(*, email: str, region_code: str, duty: Duty, actor: Actor, now: datetime) -> Sent:
    """Offer a post in a region of the caller.

    :raises EmailWrong: it is not a mail address.
    :raises RegionUnknown: there is no such region today.
    :raises NotFound: outside the caller's scope.
    :raises OwnAppointment: to oneself.
    """
    code = canonical_code(region_code)
    actor.require_over(P.ACCOUNTS_ADMINISTER, RegionOutside(region_code=code), region_codes=[code])
    get_region(code, on=day_of(now))
    return _invite(
        Invitation(email=users.address_of(email), region_code=code, duty=duty),
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


def withdraw(invitation_id: int, *, actor: Actor, now: datetime) -> Invitation:
    """Take back an open invitation of the caller's scope: its link stops working.

    :raises InvitationNotFound: there is no open one in scope.
    """
    actor.require(P.MEMBERS_MANAGE)
    row = find_in_scope(invitation_id, actor=actor, is_locked=True)
    if row is None or row.accepted_at or row.withdrawn_at:
        raise InvitationNotFound
    row.withdrawn_at = now
    _record("invitation.withdrawn", row, actor=actor, now=now)
    return row


def accept(token: str, *, name: str | None, password: str, actor: Actor, now: datetime) -> Invitation:
    """Take up an invitation: a new person gets an account with this password, a known one shows theirs.

    The actor is whoever shows the token; the audit lines name the person that the token makes of them.

    :raises InvitationWrong: unknown, used, withdrawn or expired.
    :raises NameMissing: a new person gave none.
    :raises PasswordWeak: the new password is.
    :raises PasswordWrong: the address has an account, and this is not its password.
    """
    invitation = find_open(token, now=now)
    user = users.find_by_email(invitation.email)
    if user is None:
        if name is None:
            raise NameMissing
        user = users.create(
            email=invitation.email,
            name=name,
            password=password,
            hash_password=passwords.hash_password,
            actor=actor,
            now=now,
        )
    elif not user.active or user.is_locked() or not user.password or not passwords.is_right(password, user.password):
        raise PasswordWrong(user_id=user.id)
    person = replace(actor, name=user.name, user_id=user.id)
    invitation.accepted_at = now
    if invitation.role and invitation.organisation_id:
        appoint_member(user, organisation_id=invitation.organisation_id, role=invitation.role, actor=person, now=now)
    elif invitation.duty and invitation.region_code:
        appoint_officer(user, region_code=invitation.region_code, duty=invitation.duty, actor=person, now=now)
    _record("invitation.accepted", invitation, actor=person, now=now)
    return invitation


def find_open(token: str, *, now: datetime) -> Invitation:
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


def _record(action: str, row: Invitation, *, actor: Actor, now: datetime) -> None:
    audit.record(
        action,
        subject="invitation",
        subject_id=row.id,
        actor=actor,
        now=now,
        organisation_ids=[row.organisation_id] if row.organisation_id else [],
        region_code=row.region_code,
    )
