"""The register of households: heads masked, found by region, category and number; unmasked for a reason; cleared."""

from typing import Any, Final

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from marketplace.benefits.queries.payments import PaymentFilter, list_payments
from marketplace.households.queries import register as queries
from marketplace.households.rules import HouseholdCategory, Unmasked
from marketplace.households.service import register
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import Invalid
from marketplace.kernel.identifiers import is_identity_number
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import Sorting
from marketplace.transaction import transaction
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.language import language
from marketplace.web.pages import SIZE, address_with, after_key, asked_choice, asked_text, page_of
from marketplace.web.sorting import find_asked_sorting
from marketplace.web.staff.places import Places, places
from marketplace.web.staff.start import blueprint
from marketplace.web.words import texts
from marketplace.workflows import clear_household as clearing

_LONGEST: Final = 40
_FEW: Final = 10


@blueprint.route("/households", methods=["GET", "POST"])
@needs(P.HOUSEHOLDS_READ)
def list_households() -> Answer:
    """Show the households of one's regions village by village; what is posted is an identity number to look for."""
    if is_identity_number(request.args.get("q", "")):
        flash(texts(language())["wrong_identity_in_address"], "error")
        return redirect(address_with(q=None))
    officer, form = current_officer(), Form()
    where = places(P.HOUSEHOLDS_READ, actor=officer)
    narrowed = _sought(form) if form.is_sent else _narrowed(where)
    sorting = None if form.is_sent else find_asked_sorting(queries.SORT_KEYS)
    rows = [] if form.errors else _read(narrowed, sorting, paged=not form.is_sent)
    return page(
        "staff/households.html",
        form,
        page=page_of(rows, key=sorting.place_of if sorting else lambda row: f"{row['village_code']}-{row['id']}"),
        where=where,
        categories=HouseholdCategory,
    )


@blueprint.get("/households/<int:household_id>")
@needs(P.HOUSEHOLDS_READ)
def show_household(household_id: int) -> str:
    """Show a household as of today with its history, linkages, the rosters that hold it, and what it was paid."""
    officer = current_officer()
    household = _get(household_id)
    paid = PaymentFilter(household_number=household["household_number"])
    payments = list_payments(paid, actor=officer, limit=_FEW) if officer.has(P.BENEFITS_READ) else []
    return render_template(
        "staff/household.html",
        household=household,
        payments=payments,
        may_unmask=officer.covers(P.HOUSEHOLDS_UNMASK, region_codes=[household["village_code"]]),
        may_clear=officer.covers(P.HOUSEHOLDS_EDIT, region_codes=[household["village_code"]]),
    )


@blueprint.route("/households/<int:household_id>/unmasking", methods=["GET", "POST"])
@needs(P.HOUSEHOLDS_UNMASK)
def unmask_household(household_id: int) -> Response:
    """Ask why, and show a head's name and identity number this once; every time stands on the record."""
    form = Form()
    reason = form.text("reason")
    household = _get(household_id)
    shown = _unmask(household_id, form, reason)
    answer = make_response(page("staff/unmask.html", form, household=household, shown=shown))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/households/<int:household_id>/clearing", methods=["GET", "POST"])
@needs(P.HOUSEHOLDS_EDIT)
def clear_household(household_id: int) -> Answer:
    """Ask from which day, tell which rosters lose the household, and clear its risk."""
    form = Form({"cleared_on": day_of(now())})
    facts: dict[str, Any] = {"household_id": household_id, "cleared_on": form.day("cleared_on")}
    household = _get(household_id)
    words = Words("clear_title", "clear_what", "clear_risk", "household_cleared")
    back, days = url_for(".show_household", household_id=household_id), [("cleared_on", "cleared_from", True)]
    question = Question(words=words, back=back, of=household["household_number"], days=days, asks_reason=False)
    rosters = [row for row in household["rosters"] if row["last_on"] is None or row["last_on"] >= day_of(now())]
    return ask(
        form,
        question,
        lambda: clearing.clear_household(**facts, actor=current_officer(), now=now()),
        template="staff/clear.html",
        rosters=rosters,
    )


def _narrowed(where: Places) -> queries.HouseholdFilter:
    return queries.HouseholdFilter(
        region_code=where.chosen,
        category=asked_choice("category", HouseholdCategory),
        q=asked_text("q", _LONGEST),
        on=day_of(now()) if request.args.get("registered") else None,
    )


def _sought(form: Form) -> queries.HouseholdFilter:
    typed = form.text("identity_number", longest=_LONGEST)
    if typed and not is_identity_number(typed):
        form.refuse("identity_number", "wrong_identity_number")
    return queries.HouseholdFilter(q=typed)


def _read(narrowed: queries.HouseholdFilter, sorting: Sorting | None, *, paged: bool) -> Any:
    village, _, number = (after_key() or "").partition("-") if paged else ("", "", "")
    after = (village, int(number)) if number.isascii() and number.isdigit() and len(number) < _LONGEST // 2 else None
    told: dict[str, Any] = {"after": after, "sorting": sorting, "limit": SIZE + 1}
    return queries.list_households(narrowed, actor=current_officer(), today=day_of(now()), **told)


def _get(household_id: int) -> Any:
    return queries.get_household(household_id, actor=current_officer(), today=day_of(now()))


def _unmask(household_id: int, form: Form, reason: str) -> Unmasked | None:
    if not form.is_sent or form.errors:
        return None
    try:
        with transaction():
            return register.unmask(household_id=household_id, reason=reason, actor=current_officer(), now=now())
    except Invalid as refusal:
        form.tell(refusal)
        return None
