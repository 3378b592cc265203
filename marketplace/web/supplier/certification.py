"""Certification: how it stands, an application as a checklist, handing in what is asked for, submitting."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from marketplace.kernel.days import day_of
from marketplace.kernel.errors import NotFound
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import COUNTY_LEVEL
from marketplace.suppliers.queries import get_application
from marketplace.suppliers.rules import ANSWERABLE_STATES, REMINDER_DAYS, Basis, ChecklistItem, Office
from marketplace.suppliers.service import applying
from marketplace.web.access import current_member, needs, now
from marketplace.web.files import keep_sent
from marketplace.web.forms import Answer, Form, page
from marketplace.web.supplier.standing import chosen_supplier, list_own
from marketplace.web.supplier.start import blueprint

Application = Mapping[str, Any]


@blueprint.get("/certification")
@needs(P.SUPPLIERS_APPLY)
def show_certification() -> Answer:
    """Show how the certification of each own organisation stands, and the applications of one of them."""
    own = list_own(current_member())
    return page("supplier/certification.html", Form(), own=own, chosen=chosen_supplier(own))


@blueprint.route("/applications/new", methods=["GET", "POST"])
@needs(P.SUPPLIERS_APPLY)
def apply() -> Answer:
    """Ask for which organisation and county, and open an application."""
    own = list_own(current_member())
    form = Form()
    organisation_id = form.count("organisation_id", most=2**62)
    county_code = form.text("county_code", is_required=False, longest=COUNTY_LEVEL) or None
    return form.send(
        lambda: applying.open_application(
            organisation_id=organisation_id or 0, county_code=county_code, actor=current_member(), now=now()
        ),
        to=lambda application_id: url_for(".show_application", application_id=application_id),
        said="application_opened",
    ) or page("supplier/apply.html", form, own=own)


@blueprint.get("/applications/<int:application_id>")
@needs(P.SUPPLIERS_APPLY)
def show_application(application_id: int) -> Answer:
    """Show an application as a checklist, with the words of the two offices and its history."""
    return _shown(Form(), application_id)


@blueprint.post("/applications/<int:application_id>/submission")
@needs(P.SUPPLIERS_APPLY)
def submit(application_id: int) -> Answer:
    """Submit an application to the county's two offices."""
    form = Form()
    return form.send(
        lambda: applying.submit(application_id=application_id, actor=current_member(), now=now()),
        to=url_for(".show_application", application_id=application_id),
        said="application_submitted",
    ) or _shown(form, application_id)


@blueprint.route("/applications/<int:application_id>/requirements/<requirement>", methods=["GET", "POST"])
@needs(P.SUPPLIERS_APPLY)
def hand_in(application_id: int, requirement: str) -> Answer:
    """Take the document of a requirement, again if one was rejected; earlier ones stay."""
    application = get_application(application_id, actor=current_member(), today=day_of(now()))
    item, form = _item_of(application, requirement), Form()
    file_id = keep_sent(form, "file_id", actor=current_member(), organisation_id=application["organisation_id"])
    expires_on = form.day("expires_on") if item.has_expiry else None
    if item.basis is Basis.ATTESTED and not form.tick("attested"):
        form.refuse("attested", "wrong_not_attested")
    told: dict[str, Any] = {"requirement": requirement, "stored_file_id": file_id, "expires_on": expires_on}
    return form.send(
        lambda: applying.answer(application_id=application_id, **told, actor=current_member(), now=now()),
        to=url_for(".show_application", application_id=application_id),
        said="document_handed_in",
    ) or page("supplier/hand_in.html", form, application=application, item=item)


def _item_of(application: Application, requirement: str) -> ChecklistItem:
    """Find what is handed in for.

    :raises NotFound: if there is nothing to hand in, as of what the program sees itself.
    """
    for item in application["checklist"]:
        if item.requirement == requirement and item.basis is not Basis.COMPUTED:
            found: ChecklistItem = item
            return found
    raise NotFound


def _shown(form: Form, application_id: int) -> tuple[str, int]:
    application = get_application(application_id, actor=current_member(), today=day_of(now()))
    return page(
        "supplier/application.html",
        form,
        application=application,
        may_hand_in=application["state"] in ANSWERABLE_STATES and "answer" in application["next_actions"],
        words={
            word["office"]: word for word in application["recommendations"] if word["round"] == application["round"]
        },
        offices=Office,
        today=day_of(now()),
        warning_days=max(REMINDER_DAYS),
    )
