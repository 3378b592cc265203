"""Verbs of payments to households: suppliers enter and mend, staff of the household's region check and reverse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.audit import service as audit
from marketplace.benefits.errors import (
    EvidenceMissing,
    HouseholdNotLinked,
    HouseholdNotRegistered,
    OwnPayment,
    PaidInFuture,
    PaymentStandsNoMore,
    PaymentUnknown,
    VoucherTaken,
)
from marketplace.benefits.models import HouseholdPayment
from marketplace.benefits.queries.payments import get_payment_for_update, get_standing, is_voucher_taken
from marketplace.benefits.rules import PAYMENT_MOVES, PaymentState, ToldPayment
from marketplace.db import db
from marketplace.evidence.errors import FileUnknown
from marketplace.evidence.queries import get_file
from marketplace.evidence.service import show_in
from marketplace.households.errors import ReasonMissing
from marketplace.households.models import Household
from marketplace.households.queries.linkages import find_household_for_update, find_supplier
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.states import check_move
from marketplace.suppliers.errors import SupplierUnknown
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class _Paid:
    """A payment between its two ends."""

    payment: HouseholdPayment
    supplier: Supplier
    household: Household


def enter(*, supplier: str, household_number: str, told: ToldPayment, actor: Actor, now: datetime) -> HouseholdPayment:
    """Enter what a supplier, named by credit code, paid to a household that it is linked with.

    :raises SupplierUnknown: if the supplier is not the caller's.
    :raises Invalid: naming a household, a day, a file or a proof that cannot stand.
    :raises VoucherTaken: if the household was paid under this voucher already.
    """
    actor.require(P.BENEFITS_ENTER)
    owner = find_supplier(supplier)
    if owner is None or not actor.covers(P.BENEFITS_ENTER, organisation_ids=[owner.organisation_id]):
        raise SupplierUnknown
    household = find_household_for_update(household_number)
    if household is None:
        raise Invalid(fields={"household_number": [HouseholdNotLinked()]})
    payment = HouseholdPayment(
        supplier_id=owner.id,
        household_id=household.id,
        state=PaymentState.ENTERED,
        entered_at=now,
        entered_by_id=actor.user_id,
    )
    paid = _Paid(payment, owner, household)
    _fill(paid, told, actor=actor, now=now)
    db.session.add(payment)
    db.session.flush()  # the audit line names it
    _record(paid, before=None, actor=actor, now=now)
    return payment


def mend(*, payment_id: int, told: ToldPayment, actor: Actor, now: datetime) -> HouseholdPayment:
    """Enter anew what was sent back; who mends it may not verify it.

    :raises PaymentUnknown: if its supplier is not the caller's.
    :raises MoveRefused: if it was not sent back.
    :raises Invalid: naming a day, a file or a proof that cannot stand.
    :raises VoucherTaken: if the household was paid under this voucher meanwhile.
    """
    actor.require(P.BENEFITS_ENTER)
    paid = _lock(payment_id)
    if not actor.covers(P.BENEFITS_ENTER, organisation_ids=[paid.supplier.organisation_id]):
        raise PaymentUnknown
    _check_move(paid.payment, PaymentState.ENTERED)
    told_before = _told(paid.payment)
    find_household_for_update(paid.household.household_number)
    _fill(paid, told, actor=actor, now=now)
    before = told_before | _move(paid.payment, PaymentState.ENTERED)
    paid.payment.entered_at, paid.payment.entered_by_id, paid.payment.reason = now, actor.user_id, None
    _record(paid, before=before, actor=actor, now=now)
    return paid.payment


def verify(*, payment_id: int, actor: Actor, now: datetime) -> HouseholdPayment:
    """Verify a payment that another person entered; from now on it is evidenced income.

    :raises PaymentUnknown: if its household is outside the caller's regions.
    :raises OwnPayment: if the caller entered it.
    :raises MoveRefused: if it is not waiting.
    :raises PaymentStandsNoMore: if linkage or registration of that day changed after it was entered.
    """
    actor.require(P.BENEFITS_VERIFY)
    paid = _lock_in_regions(payment_id, actor)
    payment = paid.payment
    if actor.user_id is not None and actor.user_id == payment.entered_by_id:
        raise OwnPayment
    _check_move(payment, PaymentState.VERIFIED)
    standing = get_standing(supplier_id=paid.supplier.id, household_id=paid.household.id, day=payment.paid_on)
    if not (standing.is_linked and standing.is_registered):
        raise PaymentStandsNoMore
    before = _move(payment, PaymentState.VERIFIED)
    payment.verified_at, payment.verified_by_id = now, actor.user_id
    _record(paid, before=before, actor=actor, now=now)
    return payment


def send_back(*, payment_id: int, reason: str, actor: Actor, now: datetime) -> HouseholdPayment:
    """Send a payment back to its supplier with a reason.

    :raises PaymentUnknown: if its household is outside the caller's regions.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is not waiting.
    """
    return _decide(payment_id, PaymentState.SENT_BACK, reason=reason, actor=actor, now=now)


def reverse(*, payment_id: int, reason: str, actor: Actor, now: datetime) -> HouseholdPayment:
    """Take a verified payment back with a reason: it counts no more, and its voucher may be told anew.

    :raises PaymentUnknown: if its household is outside the caller's regions.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is not verified.
    """
    return _decide(payment_id, PaymentState.REVERSED, reason=reason, actor=actor, now=now)


def _decide(payment_id: int, wanted: PaymentState, *, reason: str, actor: Actor, now: datetime) -> HouseholdPayment:
    actor.require(P.BENEFITS_VERIFY)
    paid = _lock_in_regions(payment_id, actor)
    why = reason.strip()
    if not why:
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    before = _move(paid.payment, wanted)
    paid.payment.reason = why
    _record(paid, before=before, actor=actor, now=now, reason=why)
    return paid.payment


def _fill(paid: _Paid, told: ToldPayment, *, actor: Actor, now: datetime) -> None:
    """Write what is told, if it can stand; whether a household without a linkage exists is not said."""
    payment, supplier, household = paid.payment, paid.supplier, paid.household
    standing = get_standing(supplier_id=supplier.id, household_id=household.id, day=told.paid_on)
    if not standing.is_linked:
        raise Invalid(fields={"household_number": [HouseholdNotLinked()]})
    if not standing.is_registered:
        raise Invalid(fields={"paid_on": [HouseholdNotRegistered()]})
    if told.paid_on > day_of(now):
        raise Invalid(fields={"paid_on": [PaidInFuture()]})
    if told.voucher_number is None and told.evidence_file_id is None:
        raise Invalid(fields={"voucher_number": [EvidenceMissing()]})
    if told.voucher_number is not None and is_voucher_taken(
        told.voucher_number, supplier_id=supplier.id, household_id=household.id, besides=payment.id
    ):
        raise VoucherTaken(voucher_number=told.voucher_number)
    payment.paid_on, payment.mechanism, payment.amount_fen = told.paid_on, told.mechanism, told.amount_fen
    payment.voucher_number = told.voucher_number
    payment.evidence_file_id = _evidence(told.evidence_file_id, paid, actor) if told.evidence_file_id else None


def _evidence(file_id: int, paid: _Paid, actor: Actor) -> int:
    """Take a file of the supplier's own, and let the staff who are to verify the payment read it."""
    try:
        is_own = get_file(file_id, actor=actor).organisation_id == paid.supplier.organisation_id
    except (FileUnknown, Forbidden):
        is_own = False
    if not is_own:
        raise Invalid(fields={"evidence_file_id": [FileUnknown()]})
    show_in(file_id=file_id, region_code=paid.household.village_code)
    return file_id


def _lock(payment_id: int) -> _Paid:
    return _Paid(*get_payment_for_update(payment_id))


def _lock_in_regions(payment_id: int, actor: Actor) -> _Paid:
    paid = _lock(payment_id)
    if not actor.covers(P.BENEFITS_VERIFY, region_codes=[paid.household.village_code]):
        raise PaymentUnknown
    return paid


def _check_move(payment: HouseholdPayment, wanted: PaymentState) -> None:
    check_move(PAYMENT_MOVES, thing="household_payment", state=payment.state, wanted=wanted)


def _move(payment: HouseholdPayment, wanted: PaymentState) -> dict[str, Any]:
    """Go through the one door of the states of a payment; tell what stood before."""
    before = payment.state
    _check_move(payment, wanted)
    payment.state = wanted
    return {"state": before.value}


def _told(payment: HouseholdPayment) -> dict[str, Any]:
    return {
        "paid_on": payment.paid_on.isoformat(),
        "mechanism": payment.mechanism.value,
        "amount_fen": payment.amount_fen,
    }


def _record(
    paid: _Paid, *, before: Mapping[str, Any] | None, actor: Actor, now: datetime, reason: str | None = None
) -> None:
    payment = paid.payment
    audit.record(
        f"household_payment.{payment.state.value}",
        subject="household_payment",
        subject_id=payment.id,
        actor=actor,
        now=now,
        before=before,
        after={
            "state": payment.state.value,
            "household_number": paid.household.household_number,
            **_told(payment),
        },
        reason=reason,
        organisation_ids=[paid.supplier.organisation_id],
        region_code=paid.household.village_code,
    )
