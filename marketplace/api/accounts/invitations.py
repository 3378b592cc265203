"""Invitations: sent by mail, looked at, taken back, taken up."""

from typing import Any

from flask import current_app, request

from config import Config
from marketplace.accounts.errors import OfferUnclear, PasswordWrong
from marketplace.accounts.queries.invitations import get_invitation, list_invitations
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.accounts.service import invitations, letters, sign_in
from marketplace.api.access import anybody, current_actor, needs, now, public
from marketplace.api.accounts import schemas
from marketplace.api.fields import PageQuerySchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.security import GUESSES, limiter
from marketplace.kernel.days import now_utc
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("invitations", __name__, description="Offers of a membership or a post, by mail")


@blueprint.get("/invitations")
@needs(P.MEMBERS_MANAGE)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.InvitationPageSchema)
def list_sent(*, limit: int, after: str | None) -> Any:
    """List the invitations of one's organisations and regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_invitations(actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))


@blueprint.get("/invitations/<int:invitation_id>")
@needs(P.MEMBERS_MANAGE)
@blueprint.response(200, schemas.InvitationSchema)
def get_sent(invitation_id: int) -> Any:
    """Get an invitation of one's organisations and regions."""
    return get_invitation(invitation_id, actor=current_actor())


@blueprint.post("/invitations")
@needs(P.MEMBERS_MANAGE)
@limiter.limit("60 per minute")
@idempotent
@blueprint.arguments(schemas.InvitationCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.InvitationSchema)
def invite(
    *, email: str, organisation_id: int | None, role: MemberRole | None, region_code: str | None, duty: Duty | None
) -> Any:
    """Offer a role in an organisation, or a duty in a region; the link goes by mail."""
    actor = current_actor()
    with transaction():
        if organisation_id and role and not (region_code or duty):
            sent = invitations.invite_member(
                email=email, organisation_id=organisation_id, role=role, actor=actor, now=now()
            )
        elif region_code and duty and not (organisation_id or role):
            sent = invitations.invite_officer(email=email, region_code=region_code, duty=duty, actor=actor, now=now())
        else:
            raise OfferUnclear
        config: Config = current_app.config["BANGFU"]
        letters.post_invitation(to=sent.invitation.email, link=sent.link(config.public_url), sender=actor.name)
        return sent.invitation


@blueprint.post("/invitations/<int:invitation_id>/withdrawal")
@needs(P.MEMBERS_MANAGE)
@blueprint.response(200, schemas.InvitationSchema)
def withdraw(invitation_id: int) -> Any:
    """Take back an open invitation: its link stops working."""
    with transaction():
        return invitations.withdraw(invitation_id, actor=current_actor(), now=now())


@blueprint.post("/invitations/acceptance")
@public
@limiter.limit(GUESSES)
@blueprint.arguments(schemas.AcceptanceSchema, as_kwargs=True)
@blueprint.response(200, schemas.OfferSchema)
def accept(*, token: str, name: str | None, password: str) -> Any:
    """Take up an invitation: a new person gets an account, a known one shows their password."""
    try:
        with transaction():
            return invitations.accept(token, name=name, password=password, actor=anybody(), now=now())
    except PasswordWrong as wrong:
        with transaction():
            sign_in.count_failure(user_id=wrong.user_id, address=request.remote_addr, now=now_utc())
        raise
