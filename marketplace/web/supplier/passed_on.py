"""What a supplier paid to households: told with voucher or evidence, mended when sent back, brought by the sheet."""

from datetime import date
from typing import Any, Final

from flask import render_template, url_for

from marketplace.benefits.queries.payments import SORT_KEYS, PaymentFilter, get_payment, list_payments
from marketplace.benefits.rules import PaymentState, ToldPayment
from marketplace.benefits.service import payments
from marketplace.households.rules import Mechanism
from marketplace.kernel.money import format_yuan
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_member, needs, now
from marketplace.web.files import keep_sent
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_choice, asked_text
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.supplier.choosing import chosen, linked_households, own_suppliers
from marketplace.web.supplier.start import blueprint

_LONGEST: Final = 100


@blueprint.get("/household-payments")
@needs(P.BENEFITS_READ)
def list_passed_on() -> str:
    """Show the payments to households, the latest told first, with what became of each."""
    narrowed = PaymentFilter(
        state=asked_choice("state", PaymentState), household_number=asked_text("household", _LONGEST)
    )
    rows = list_payments(narrowed, actor=current_member(), sorting=asked_sorting(SORT_KEYS), limit=SIZE + 1)
    shown = sorted_page(rows)
    return render_template("supplier/passed_on.html", page=shown, states=PaymentState, narrowed=narrowed)


@blueprint.route("/household-payments/new", methods=["GET", "POST"])
@needs(P.BENEFITS_ENTER)
def pass_on() -> Answer:
    """Ask who was paid, how much and what proves it, and tell it."""
    own = own_suppliers()
    form = Form({name: asked_text(name, _LONGEST) for name in ("household_number", "mechanism", "supplier")})
    supplier, number = chosen(form, own) or {}, form.text("household_number", longest=_LONGEST)
    told = _told(form, supplier.get("organisation_id"))
    return form.send(
        lambda: payments.enter(
            supplier=supplier.get("uscc", ""), household_number=number, told=told, actor=current_member(), now=now()
        ),
        to=url_for(".list_passed_on"),
        said="payment_told",
    ) or page("supplier/pass_on.html", form, own=own, linked=linked_households(), mechanisms=Mechanism, payment=None)


@blueprint.route("/household-payments/<int:payment_id>/mending", methods=["GET", "POST"])
@needs(P.BENEFITS_ENTER)
def mend_payment(payment_id: int) -> Answer:
    """Show what was sent back and why, and tell it anew."""
    payment = get_payment(payment_id, actor=current_member())
    form = Form(_beginning(payment))
    told = _told(form, payment["organisation_id"])
    return form.send(
        lambda: payments.mend(payment_id=payment_id, told=told, actor=current_member(), now=now()),
        to=url_for(".list_passed_on"),
        said="payment_told",
    ) or page("supplier/pass_on.html", form, own=[], linked=None, mechanisms=Mechanism, payment=payment)


def _beginning(payment: Any) -> dict[str, object]:
    kept = ("paid_on", "mechanism", "voucher_number", "evidence_file_id", "household_number")
    return {name: payment[name] for name in kept} | {"amount": format_yuan(payment["amount_fen"])}


def _told(form: Form, organisation_id: int | None) -> ToldPayment:
    """Read a payment; what is missing is refused before it is told to anybody."""
    return ToldPayment(
        paid_on=form.day("paid_on") or date.min,
        mechanism=form.choice("mechanism", Mechanism) or Mechanism.OTHER,
        amount_fen=form.yuan("amount") or 0,
        voucher_number=form.text("voucher_number", is_required=False, longest=_LONGEST) or None,
        evidence_file_id=keep_sent(
            form, "evidence_file_id", actor=current_member(), is_required=False, organisation_id=organisation_id
        ),
    )
