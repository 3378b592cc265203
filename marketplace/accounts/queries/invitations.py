"""Reads of invitations by those who may send them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, case, or_, select

from marketplace.accounts.errors import InvitationNotFound
from marketplace.accounts.models import Invitation, Organisation, User
from marketplace.accounts.queries.scope import is_below, is_covered
from marketplace.accounts.rules import InvitationState
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P


def list_invitations(*, actor: Actor, before: int | None = None, limit: int) -> Sequence[Invitation]:
    """List invitations of the caller's organisations and regions, newest first.

    :raises Forbidden: the caller invites nobody.
    """
    actor.require(P.MEMBERS_MANAGE)
    query = select(Invitation).where(_is_in_scope(actor))
    if before is not None:
        query = query.where(Invitation.id < before)
    return db.session.scalars(query.order_by(Invitation.id.desc()).limit(limit)).all()


def list_sent(
    *,
    actor: Actor,
    now: datetime,
    state: InvitationState | None = None,
    organisation_id: int | None = None,
    before: int | None = None,
    limit: int,
) -> Sequence[RowMapping]:
    """List invitations of the caller's organisations and regions with what they offer and who sent them, newest first.

    :raises Forbidden: the caller invites nobody.
    """
    actor.require(P.MEMBERS_MANAGE)
    told = _state_on(now)
    query = (
        select(
            Invitation.id,
            Invitation.email,
            Invitation.organisation_id,
            Organisation.name.label("organisation_name"),
            Invitation.role,
            Invitation.region_code,
            Invitation.duty,
            User.name.label("invited_by"),
            Invitation.created_at,
            Invitation.expires_at,
            told.label("state"),
        )
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(User, User.id == Invitation.invited_by_id)
        .where(_is_in_scope(actor))
    )
    if state is not None:
        query = query.where(told == state.value)
    if organisation_id is not None:
        query = query.where(Invitation.organisation_id == organisation_id)
    if before is not None:
        query = query.where(Invitation.id < before)
    return db.session.execute(query.order_by(Invitation.id.desc()).limit(limit)).mappings().all()


def get_invitation(invitation_id: int, *, actor: Actor) -> Invitation:
    """Get an invitation of the caller's organisations and regions.

    :raises Forbidden: the caller invites nobody.
    :raises InvitationNotFound: there is none in scope.
    """
    actor.require(P.MEMBERS_MANAGE)
    row = find_in_scope(invitation_id, actor=actor)
    if row is None:
        raise InvitationNotFound
    return row


def find_in_scope(invitation_id: int, *, actor: Actor, is_locked: bool = False) -> Invitation | None:
    """Find an invitation of the caller's organisations and regions; locked on request."""
    query = select(Invitation).where(Invitation.id == invitation_id, _is_in_scope(actor))
    return db.session.scalar(query.with_for_update() if is_locked else query)


def _state_on(now: datetime) -> ColumnElement[str]:
    return case(
        (Invitation.accepted_at.is_not(None), InvitationState.ACCEPTED.value),
        (Invitation.withdrawn_at.is_not(None), InvitationState.WITHDRAWN.value),
        (Invitation.expires_at <= now, InvitationState.EXPIRED.value),
        else_=InvitationState.OPEN.value,
    )


def _is_in_scope(actor: Actor) -> ColumnElement[bool]:
    covered = select(Organisation.id).where(is_covered(actor, P.MEMBERS_MANAGE))
    return or_(
        Invitation.organisation_id.in_(covered),
        Invitation.region_code.is_not(None) & is_below(Invitation.region_code, actor, P.ACCOUNTS_ADMINISTER),
    )
