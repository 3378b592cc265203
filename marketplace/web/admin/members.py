"""The members of an organisation, as who manages it or administers its region sees them."""

from typing import Final

from flask import current_app, redirect, render_template, url_for

from marketplace.accounts.models import Organisation
from marketplace.accounts.queries.invitations import list_sent
from marketplace.accounts.queries.organisations import (
    get_managed,
    get_member,
    list_managed,
    list_members,
)
from marketplace.accounts.rules import InvitationState, MemberRole
from marketplace.accounts.service import appointments, organisations
from marketplace.kernel.money import format_yuan
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_actor, needs, now
from marketplace.web.admin.offers import invite_to_organisation
from marketplace.web.admin.start import blueprint
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.language import language
from marketplace.web.pages import SIZE, after_id, page_of
from marketplace.web.places import names_today
from marketplace.web.words import texts

_MOST_OPEN: Final = 50
_LONGEST_NAME: Final = 200


@blueprint.get("/own")
@needs(P.MEMBERS_MANAGE)
def list_own() -> Answer:
    """Show the organisations that one manages; lead on to the only one."""
    rows = list_managed(actor=current_actor())
    if len(rows) == 1:
        return redirect(url_for(".show_organisation", organisation_id=rows[0].id))
    return render_template("admin/own.html", rows=rows)


@blueprint.get("/organisations/<int:organisation_id>")
@needs(P.MEMBERS_MANAGE)
def show_organisation(organisation_id: int) -> Answer:
    """Show an organisation: its members, whom it invited, and its rules."""
    actor, organisation = current_actor(), get_managed(organisation_id, actor=current_actor())
    members = list_members(organisation_id, actor=actor, after=after_id() or 0, limit=SIZE + 1)
    return render_template(
        "admin/organisation.html",
        organisation=organisation,
        region=names_today([organisation.region_code]).get(organisation.region_code),
        page=page_of(members, key=lambda row: row["id"]),
        invited=list_sent(
            actor=actor, now=now(), state=InvitationState.OPEN, organisation_id=organisation_id, limit=_MOST_OPEN
        ),
        own_id=actor.user_id,
        approval_fen=current_app.config["BANGFU"].order_approval_fen,
    )


@blueprint.route("/organisations/<int:organisation_id>/rules", methods=["GET", "POST"])
@needs(P.MEMBERS_MANAGE)
def change_rules(organisation_id: int) -> Answer:
    """Ask for the name, and for the amounts from which a second person is needed."""
    row = get_managed(organisation_id, actor=current_actor())
    form = Form(_beginning(row))
    changes = organisations.Changes(
        name=form.text("name", longest=_LONGEST_NAME),
        order_approval_fen=form.yuan("approval", is_required=False),
        dual_inspection_from_fen=form.yuan("inspection", is_required=False, least_fen=0),
    )
    return form.send(
        lambda: organisations.change(organisation_id, changes, actor=current_actor(), now=now()),
        to=url_for(".show_organisation", organisation_id=organisation_id),
        said="organisation_changed",
    ) or page("admin/rules.html", form, organisation=row, default=current_app.config["BANGFU"].order_approval_fen)


@blueprint.route("/organisations/<int:organisation_id>/invitation", methods=["GET", "POST"])
@needs(P.MEMBERS_MANAGE)
def invite_member(organisation_id: int) -> Answer:
    """Ask whom to invite as what, and send the letter."""
    organisation, form = get_managed(organisation_id, actor=current_actor()), Form()
    email, role = form.text("email", longest=254), form.choice("role", MemberRole)
    return form.send(
        lambda: invite_to_organisation(email, organisation_id, role or MemberRole.FINANCE),
        to=url_for(".show_organisation", organisation_id=organisation_id),
        said="invitation_sent",
    ) or page("admin/invite_member.html", form, organisation=organisation, roles=MemberRole)


@blueprint.route("/memberships/<int:membership_id>/ending", methods=["GET", "POST"])
@needs(P.MEMBERS_MANAGE)
def dismiss(membership_id: int) -> Answer:
    """Ask, and end somebody's role in an organisation."""
    form, member = Form(), get_member(membership_id, actor=current_actor())
    question = Question(
        words=Words("dismiss_member", "dismiss_what", "dismiss_member", "member_dismissed"),
        back=url_for(".show_organisation", organisation_id=member["organisation_id"]),
        of=member["organisation_name"],
        about=[(member["user_name"], texts(language())[f"role.{member['role']}"])],
        asks_reason=False,
    )
    return ask(form, question, lambda: appointments.end_membership(membership_id, actor=current_actor(), now=now()))


def _beginning(row: Organisation) -> dict[str, object]:
    amounts = {"approval": row.order_approval_fen, "inspection": row.dual_inspection_from_fen}
    return {"name": row.name} | {name: None if fen is None else format_yuan(fen) for name, fen in amounts.items()}
