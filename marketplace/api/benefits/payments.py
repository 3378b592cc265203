"""Routes of payments to households."""

from collections.abc import Mapping
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.benefits import schemas
from marketplace.api.fields import ReasonSchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.benefits.queries.payments import PaymentFilter, get_payment, list_payments
from marketplace.benefits.rules import ToldPayment
from marketplace.benefits.service import payments
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("household_payments", __name__, description="Payments to households with their proof")
Answer = Mapping[str, Any]


@blueprint.get("/household-payments")
@needs(P.BENEFITS_READ)
@blueprint.arguments(schemas.HouseholdPaymentQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.HouseholdPaymentPageSchema)
def list_paid(*, narrowed: PaymentFilter, limit: int, after: str | None) -> Answer:
    """List payments in one's scope, the latest entered first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_payments(narrowed, actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/household-payments")
@needs(P.BENEFITS_ENTER)
@idempotent
@blueprint.arguments(schemas.HouseholdPaymentCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.HouseholdPaymentSchema)
def enter(*, supplier: str, household_number: str, told: ToldPayment) -> Answer:
    """Enter what a supplier paid to a household it is linked with."""
    with transaction():
        payment = payments.enter(
            supplier=supplier, household_number=household_number, told=told, actor=current_actor(), now=now()
        )
        return get_payment(payment.id, actor=current_actor())


@blueprint.get("/household-payments/<int:payment_id>")
@needs(P.BENEFITS_READ)
@blueprint.response(200, schemas.HouseholdPaymentSchema)
def get_paid(payment_id: int) -> Answer:
    """Get a payment."""
    return get_payment(payment_id, actor=current_actor())


@blueprint.put("/household-payments/<int:payment_id>")
@needs(P.BENEFITS_ENTER)
@blueprint.arguments(schemas.HouseholdPaymentMendSchema, as_kwargs=True)
@blueprint.response(200, schemas.HouseholdPaymentSchema)
def mend(payment_id: int, *, told: ToldPayment) -> Answer:
    """Enter anew what was sent back."""
    with transaction():
        payments.mend(payment_id=payment_id, told=told, actor=current_actor(), now=now())
        return get_payment(payment_id, actor=current_actor())


@blueprint.post("/household-payments/<int:payment_id>/verification")
@needs(P.BENEFITS_VERIFY)
@blueprint.response(200, schemas.HouseholdPaymentSchema)
def verify(payment_id: int) -> Answer:
    """Verify a payment that another person entered."""
    with transaction():
        payments.verify(payment_id=payment_id, actor=current_actor(), now=now())
        return get_payment(payment_id, actor=current_actor())


@blueprint.post("/household-payments/<int:payment_id>/sending-back")
@needs(P.BENEFITS_VERIFY)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.HouseholdPaymentSchema)
def send_back(payment_id: int, *, reason: str) -> Answer:
    """Send a payment back to its supplier with a reason."""
    with transaction():
        payments.send_back(payment_id=payment_id, reason=reason, actor=current_actor(), now=now())
        return get_payment(payment_id, actor=current_actor())


@blueprint.post("/household-payments/<int:payment_id>/reversal")
@needs(P.BENEFITS_VERIFY)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.HouseholdPaymentSchema)
def reverse(payment_id: int, *, reason: str) -> Answer:
    """Take a verified payment back with a reason."""
    with transaction():
        payments.reverse(payment_id=payment_id, reason=reason, actor=current_actor(), now=now())
        return get_payment(payment_id, actor=current_actor())
