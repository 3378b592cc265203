"""The organisations of an administrator's regions: found, and registered."""

from typing import Final

from flask import render_template, url_for

from marketplace.accounts.queries.organisations import SORT_KEYS, list_organisations
from marketplace.accounts.rules import OrganisationKind
from marketplace.accounts.service import organisations
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import oldest
from marketplace.web.access import current_officer, needs, now
from marketplace.web.admin.places import region_of
from marketplace.web.admin.start import blueprint
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_choice, asked_text, page_of
from marketplace.web.places import names_today
from marketplace.web.sorting import asked_sorting

_LONGEST_NAME: Final = 200
_LONGEST_CODE: Final = 40
_LONGEST: Final = 100


@blueprint.get("/organisations")
@needs(P.ACCOUNTS_ADMINISTER)
def list_known() -> str:
    """Show the organisations of one's regions."""
    kind, q = asked_choice("kind", OrganisationKind), asked_text("q", _LONGEST)
    sorting = asked_sorting(SORT_KEYS, oldest())
    rows = list_organisations(actor=current_officer(), q=q, kind=kind, sorting=sorting, limit=SIZE + 1)
    shown = page_of(rows, key=sorting.place_of)
    names = names_today([row.region_code for row in shown.rows])
    return render_template("admin/organisations.html", page=shown, regions=names, kinds=OrganisationKind)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@needs(P.ACCOUNTS_ADMINISTER)
def register() -> Answer:
    """Ask what an organisation is, and register it; its first manager comes by invitation."""
    officer, form = current_officer(), Form()
    name, uscc = form.text("name", longest=_LONGEST_NAME), form.text("uscc", longest=_LONGEST_CODE)
    kind, code = form.choice("kind", OrganisationKind), region_of(form, "region", actor=officer)
    return form.send(
        lambda: organisations.register(
            uscc=uscc, name=name, kind=kind or OrganisationKind.OTHER, region_code=code, actor=officer, now=now()
        ),
        to=lambda row: url_for(".show_organisation", organisation_id=row.id),
        said="organisation_registered",
    ) or page("admin/register.html", form, kinds=OrganisationKind)
