"""Suppliers of an officer's regions: the list, each with its documents, and what becomes of its certification."""

from datetime import date, timedelta
from typing import Final

from flask import render_template, request, url_for

from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import COUNTY_LEVEL
from marketplace.suppliers import queries
from marketplace.suppliers.queries.suppliers import SORT_KEYS
from marketplace.suppliers.rules import REMINDER_DAYS, QualificationState
from marketplace.suppliers.service import deciding
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Days, Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_choice, asked_text
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.staff.places import Places, places
from marketplace.web.staff.start import blueprint

_LONGEST: Final = 100


@blueprint.get("/suppliers")
@needs(P.SUPPLIERS_READ)
def list_suppliers() -> str:
    """Show the suppliers of one's regions, narrowed by state, region, name and by when they run out."""
    officer, today = current_officer(), day_of(now())
    where = places(P.SUPPLIERS_READ, actor=officer, deepest=COUNTY_LEVEL)
    narrowed, sorting = _narrowed(where, today), asked_sorting(SORT_KEYS)
    rows = queries.list_suppliers(narrowed, actor=officer, today=today, sorting=sorting, limit=SIZE + 1)
    return render_template(
        "staff/suppliers.html",
        page=sorted_page(rows),
        where=where,
        states=QualificationState,
        reminders=REMINDER_DAYS,
        today=today,
    )


@blueprint.get("/suppliers/<int:supplier_id>")
@needs(P.SUPPLIERS_READ)
def show_supplier(supplier_id: int) -> Answer:
    """Show a supplier with the application that is open, or its latest one, beside its documents."""
    officer, today = current_officer(), day_of(now())
    supplier = queries.get_supplier(supplier_id, actor=officer, today=today)
    latest = supplier["application_id"] or next((row["id"] for row in supplier["applications"]), None)
    application = queries.get_application(latest, actor=officer, today=today) if latest else None
    facts = {"supplier": supplier, "application": application, "me": officer.user_id}
    return page("staff/supplier.html", Form(), **facts)


@blueprint.route("/suppliers/<int:supplier_id>/suspension", methods=["GET", "POST"])
@needs(P.SUPPLIERS_REVIEW)
def suspend_supplier(supplier_id: int) -> Answer:
    """Ask why, and let a supplier take no new orders for a while."""
    form = Form()
    reason, last_on = form.text("reason"), form.day("last_on", is_required=False)
    days = [("last_on", "suspended_through", False)]
    question = _question(
        supplier_id, Words("suspend_title", "suspend_what", "suspend", "supplier_suspended"), days=days
    )
    return ask(
        form,
        question,
        lambda: deciding.suspend(
            supplier_id=supplier_id, reason=reason, last_on=last_on, actor=current_officer(), now=now()
        ),
    )


@blueprint.route("/suppliers/<int:supplier_id>/lifting", methods=["GET", "POST"])
@needs(P.SUPPLIERS_REVIEW)
def lift_suspension(supplier_id: int) -> Answer:
    """Ask why, and let a suspended supplier take orders again."""
    form = Form()
    reason = form.text("reason")
    question = _question(supplier_id, Words("lift_title", "lift_what", "lift", "suspension_lifted"))
    return ask(
        form,
        question,
        lambda: deciding.lift(supplier_id=supplier_id, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.route("/suppliers/<int:supplier_id>/withdrawal", methods=["GET", "POST"])
@needs(P.SUPPLIERS_REVIEW)
def withdraw_supplier(supplier_id: int) -> Answer:
    """Ask why, and withdraw a supplier's certification from today on."""
    form = Form()
    reason = form.text("reason")
    question = _question(supplier_id, Words("withdraw_title", "withdraw_what", "withdraw", "supplier_withdrawn"))
    return ask(
        form,
        question,
        lambda: deciding.withdraw(supplier_id=supplier_id, reason=reason, actor=current_officer(), now=now()),
    )


def _narrowed(where: Places, today: date) -> queries.SupplierFilter:
    days = request.args.get("expiring", "")
    return queries.SupplierFilter(
        state=asked_choice("state", QualificationState),
        prefix=where.prefix,
        ends_by=today + timedelta(days=int(days)) if days in {str(each) for each in REMINDER_DAYS} else None,
        q=asked_text("q", _LONGEST),
    )


def _question(supplier_id: int, words: Words, *, days: Days = ()) -> Question:
    supplier = queries.get_supplier(supplier_id, actor=current_officer(), today=day_of(now()))
    back = url_for(".show_supplier", supplier_id=supplier_id)
    return Question(words=words, back=back, of=supplier["name"], days=days)
