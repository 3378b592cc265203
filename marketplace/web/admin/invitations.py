"""Invitations: who was offered what, by whom; sent to officers, and taken back."""

from flask import render_template, url_for

from marketplace.accounts.queries.invitations import get_invitation, list_sent
from marketplace.accounts.rules import Duty, InvitationState
from marketplace.accounts.service import invitations
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_actor, current_officer, needs, now
from marketplace.web.admin.offers import invite_to_region
from marketplace.web.admin.places import region_of
from marketplace.web.admin.start import blueprint
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, asked_choice, page_of
from marketplace.web.places import names_today


@blueprint.get("/invitations")
@needs(P.ACCOUNTS_ADMINISTER)
def list_invited() -> str:
    """Show the invitations of one's regions, newest first."""
    state = asked_choice("state", InvitationState)
    rows = list_sent(actor=current_officer(), now=now(), state=state, before=after_id(), limit=SIZE + 1)
    shown = page_of(rows, key=lambda row: row["id"])
    names = names_today([row["region_code"] for row in shown.rows])
    return render_template("admin/invitations.html", page=shown, regions=names, states=InvitationState)


@blueprint.route("/invitations/new", methods=["GET", "POST"])
@needs(P.ACCOUNTS_ADMINISTER)
def invite_officer() -> Answer:
    """Ask whom to invite to which duty where, and send the letter."""
    form = Form()
    email, duty = form.text("email", longest=254), form.choice("duty", Duty)
    code = region_of(form, "region", actor=current_officer())
    return form.send(
        lambda: invite_to_region(email, code, duty or Duty.AUDITOR),
        to=url_for(".list_invited"),
        said="invitation_sent",
    ) or page("admin/invite_officer.html", form, duties=Duty)


@blueprint.route("/invitations/<int:invitation_id>/withdrawal", methods=["GET", "POST"])
@needs(P.MEMBERS_MANAGE)
def withdraw(invitation_id: int) -> Answer:
    """Ask, and take back an open invitation: its link stops working."""
    form, row = Form(), get_invitation(invitation_id, actor=current_actor())
    back = (
        url_for(".show_organisation", organisation_id=row.organisation_id)
        if row.organisation_id
        else url_for(".list_invited")
    )
    words = Words("withdraw_invitation", "withdraw_invitation_what", "withdraw_invitation", "invitation_withdrawn")
    return ask(
        form,
        Question(words=words, back=back, of=row.email, asks_reason=False),
        lambda: invitations.withdraw(invitation_id, actor=current_actor(), now=now()),
    )
