"""What reaches households: payments to be verified by another person, and the pools of a month to be allocated."""

from typing import Any, Final

from flask import Response, make_response, url_for

from marketplace.benefits.queries.allocations import list_allocations
from marketplace.benefits.queries.payments import SORT_KEYS, PaymentFilter
from marketplace.benefits.queries.payments import get_payment as get_paid
from marketplace.benefits.queries.payments import list_payments as list_paid
from marketplace.benefits.rules import PaymentState
from marketplace.benefits.service import payments
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, asked_choice, asked_text, page_of
from marketplace.web.places import names_today
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.staff import months
from marketplace.web.staff.own import own_regions
from marketplace.web.staff.start import blueprint
from marketplace.workflows import allocate_month

_LONGEST_NUMBER: Final = 100
_BACK: Final = Words("payment_send_back", "payment_send_back_what", "payment_send_back", "payment_sent_back")
_REVERSE: Final = Words("payment_reverse", "payment_reverse_what", "payment_reverse", "payment_reversed")


@blueprint.get("/household-payments")
@needs(P.BENEFITS_READ)
def list_payments() -> Answer:
    """Show what suppliers paid to households of one's regions, those that wait or of another state."""
    narrowed = PaymentFilter(
        state=asked_choice("state", PaymentState), household_number=asked_text("household", _LONGEST_NUMBER)
    )
    rows = list_paid(narrowed, actor=current_officer(), sorting=asked_sorting(SORT_KEYS), limit=SIZE + 1)
    return page(
        "staff/payments.html",
        Form({"household": narrowed.household_number or ""}),
        page=sorted_page(rows),
        states=PaymentState,
    )


@blueprint.get("/household-payments/<int:payment_id>")
@needs(P.BENEFITS_READ)
def show_payment(payment_id: int) -> Answer:
    """Show a payment with its proof."""
    return _shown(payment_id, Form())


@blueprint.post("/household-payments/<int:payment_id>/verification")
@needs(P.BENEFITS_VERIFY)
def verify_payment(payment_id: int) -> Answer:
    """Verify a payment that another person entered."""
    form = Form()
    return form.send(
        lambda: payments.verify(payment_id=payment_id, actor=current_officer(), now=now()),
        to=url_for(".list_payments", state=PaymentState.ENTERED.value),
        said="payment_verified",
    ) or _shown(payment_id, form)


@blueprint.route("/household-payments/<int:payment_id>/sending-back", methods=["GET", "POST"])
@needs(P.BENEFITS_VERIFY)
def send_payment_back(payment_id: int) -> Answer:
    """Ask why, and send a payment back to its supplier."""
    form = Form()
    reason = form.text("reason")
    return ask(
        form,
        _question(payment_id, _BACK),
        lambda: payments.send_back(payment_id=payment_id, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.route("/household-payments/<int:payment_id>/reversal", methods=["GET", "POST"])
@needs(P.BENEFITS_VERIFY)
def reverse_payment(payment_id: int) -> Answer:
    """Ask why, and take a verified payment back."""
    form = Form()
    reason = form.text("reason")
    return ask(
        form,
        _question(payment_id, _REVERSE),
        lambda: payments.reverse(payment_id=payment_id, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.get("/allocations")
@needs(P.BENEFITS_READ)
def list_pools() -> Response:
    """Show a month's pools as they are allocated, and how far an allocation is that was asked for."""
    actor, month = current_officer(), months.asked_month()
    rows = list_allocations(month, actor=actor, after=after_id() or 0, limit=SIZE + 1)
    job = months.find_asked_job(actor)
    answer = make_response(
        page(
            "staff/allocations.html",
            Form({"month": month}),
            page=page_of(rows, key=lambda row: row["id"]),
            month=month,
            job=job,
            may_allocate=actor.has(P.BENEFITS_ALLOCATE),
        )
    )
    return months.renewed(answer, job)


@blueprint.route("/allocations/new", methods=["GET", "POST"])
@needs(P.BENEFITS_ALLOCATE)
def allocate_pools() -> Answer:
    """Let a worker allocate the pools of a month of a region."""
    actor, form = current_officer(), Form({"month": months.asked_month()})
    regions = own_regions(P.BENEFITS_ALLOCATE, actor=actor)
    month, region = months.read_month(form), form.text("region_code", is_required=len(regions) > 1, longest=12)
    return form.send(
        lambda: allocate_month.request(region_code=region or regions[0][0], month=month, actor=actor, now=now()),
        to=lambda job_id: url_for(".list_pools", month=month, job=job_id),
        said="allocation_asked",
    ) or page("staff/allocate.html", form, regions=regions)


def _question(payment_id: int, words: Words) -> Question:
    payment = get_paid(payment_id, actor=current_officer())
    back = url_for(".show_payment", payment_id=payment_id)
    return Question(words=words, back=back, of=f"{payment['supplier_name']} → {payment['household_number']}")


def _shown(payment_id: int, form: Form) -> tuple[str, int]:
    payment: Any = get_paid(payment_id, actor=current_officer())
    return page("staff/payment.html", form, payment=payment, regions=names_today([payment["village_code"]]))
