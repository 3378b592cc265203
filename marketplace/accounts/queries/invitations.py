"""Reads of invitations by those who may send them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from marketplace.accounts.errors import InvitationNotFound
from marketplace.accounts.models import Invitation, Organisation
from marketplace.accounts.queries.scope import is_below, is_covered
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


def _is_in_scope(actor: Actor) -> ColumnElement[bool]:
    covered = select(Organisation.id).where(is_covered(actor, P.MEMBERS_MANAGE))
    return or_(
        Invitation.organisation_id.in_(covered),
        Invitation.region_code.is_not(None) & is_below(Invitation.region_code, actor, P.ACCOUNTS_ADMINISTER),
    )
