"""A supplier's linkages with households: entered with their proof, mended when sent back, ended."""

from datetime import date
from typing import Any, Final

from flask import render_template, url_for

from marketplace.households.queries.linkages import SORT_KEYS, get_linkage, list_linkages
from marketplace.households.rules import LinkageState, Mechanism
from marketplace.households.service import linkages
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_member, needs, now
from marketplace.web.files import keep_sent
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_choice
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.supplier.choosing import chosen, own_suppliers
from marketplace.web.supplier.start import blueprint

_LONGEST_NUMBER: Final = 100
_LONGEST_CODE: Final = 18


@blueprint.get("/linkages")
@needs(P.LINKAGES_ENTER)
def list_entered() -> str:
    """Show the linkages, newest first, with what became of each."""
    state = asked_choice("state", LinkageState)
    rows = list_linkages(actor=current_member(), state=state, sorting=asked_sorting(SORT_KEYS), limit=SIZE + 1)
    return render_template("supplier/linkages.html", page=sorted_page(rows), states=LinkageState)


@blueprint.route("/linkages/new", methods=["GET", "POST"])
@needs(P.LINKAGES_ENTER)
def enter_linkage() -> Answer:
    """Ask with whom, how and since when, and enter a linkage with its proof."""
    own, form = own_suppliers(), Form()
    supplier = chosen(form, own) or {}
    number, mechanism = form.text("household_number", longest=_LONGEST_NUMBER), form.choice("mechanism", Mechanism)
    told = _told(form, supplier.get("organisation_id"))
    ends: dict[str, Any] = {"supplier": supplier.get("uscc", ""), "household_number": number, "mechanism": mechanism}
    return form.send(
        lambda: linkages.enter(**ends, **told, actor=current_member(), now=now()),
        to=url_for(".list_entered"),
        said="linkage_entered",
    ) or page("supplier/link.html", form, own=own, mechanisms=Mechanism, linkage=None)


@blueprint.route("/linkages/<int:linkage_id>/mending", methods=["GET", "POST"])
@needs(P.LINKAGES_ENTER)
def mend_linkage(linkage_id: int) -> Answer:
    """Show what was sent back and why, and enter it anew."""
    linkage = get_linkage(linkage_id, actor=current_member())
    form = Form({name: linkage[name] for name in ("from_on", "last_on", "through", "evidence_file_id")})
    told = _told(form, linkage["organisation_id"])
    return form.send(
        lambda: linkages.mend(linkage_id=linkage_id, **told, actor=current_member(), now=now()),
        to=url_for(".list_entered"),
        said="linkage_entered",
    ) or page("supplier/link.html", form, own=[], mechanisms=Mechanism, linkage=linkage)


@blueprint.route("/linkages/<int:linkage_id>/ending", methods=["GET", "POST"])
@needs(P.LINKAGES_ENTER)
def end_linkage(linkage_id: int) -> Answer:
    """Ask for the last day and the reason, and end a linkage."""
    linkage, form = get_linkage(linkage_id, actor=current_member()), Form({"last_on": day_of(now())})
    last_on, reason = form.day("last_on") or date.min, form.text("reason")
    return form.send(
        lambda: linkages.end(linkage_id=linkage_id, last_on=last_on, reason=reason, actor=current_member(), now=now()),
        to=url_for(".list_entered"),
        said="linkage_ended",
    ) or page("supplier/end_linkage.html", form, linkage=linkage)


def _told(form: Form, organisation_id: int | None) -> dict[str, Any]:
    """Read what entering and mending both say: period, cooperative, proof."""
    return {
        "from_on": form.day("from_on"),
        "last_on": form.day("last_on", is_required=False),
        "through": form.text("through", is_required=False, longest=_LONGEST_CODE).upper() or None,
        "evidence_file_id": keep_sent(
            form, "evidence_file_id", actor=current_member(), organisation_id=organisation_id
        ),
    }
