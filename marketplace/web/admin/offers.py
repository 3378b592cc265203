"""An invitation and its letter: one write."""

from flask import current_app

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.accounts.service import invitations, letters
from marketplace.accounts.service.invitations import Sent
from marketplace.web.access import current_actor, now


def invite_to_organisation(email: str, organisation_id: int, role: MemberRole) -> Sent:
    """Offer a role in an organisation, and let the letter be sent."""
    return _post(
        invitations.invite_member(
            email=email, organisation_id=organisation_id, role=role, actor=current_actor(), now=now()
        )
    )


def invite_to_region(email: str, region_code: str, duty: Duty) -> Sent:
    """Offer a duty in a region, and let the letter be sent."""
    return _post(
        invitations.invite_officer(email=email, region_code=region_code, duty=duty, actor=current_actor(), now=now())
    )


def _post(sent: Sent) -> Sent:
    link = sent.link(current_app.config["BANGFU"].public_url)
    letters.post_invitation(to=sent.invitation.email, link=link, sender=current_actor().name)
    return sent
