"""The queue matches itself where code and amount leave no doubt."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.kernel.actor import system
from marketplace.payments.models import BankMatch
from marketplace.payments.rules import BankLineState, ChargeState
from marketplace.purchasing.models import Order
from marketplace.purchasing.rules import OrderState
from marketplace.sales.models import Sale
from marketplace.workflows import match_payment
from tests.catalogue.statements import counted


@pytest.fixture
def match_queue(session, now):
    def run(actor=None) -> int:
        found = match_payment.match_queue(actor=actor or system(), now=now)
        session.expire_all()
        return found

    return run


def test_law_4_a_line_with_code_and_exact_amount_pays_and_what_was_accepted_is_sold(owed, line, match_queue, session):
    charge = owed.order(12_345)
    paid = line(f"货款 {charge.remittance_code}", 12_345, booked_on=date(2020, 9, 12))
    assert match_queue() == 1
    assert (paid.state, charge.state, charge.paid_on) == (
        BankLineState.MATCHED,
        ChargeState.PAID,
        date(2020, 9, 12),
    )
    order = session.scalars(select(Order)).one()
    sale = session.scalars(select(Sale)).one()
    assert (order.state, order.settled_on) == (OrderState.SETTLED, date(2020, 9, 12))
    assert (sale.amount_fen, sale.source_number, sale.sold_on) == (12_345, order.order_number, date(2020, 9, 12))


def test_a_code_is_found_however_it_was_typed(owed, line, match_queue):
    charge = owed.order()
    wide = charge.remittance_code.lower().translate({ord(c): ord(c) + 0xFEE0 for c in "bf23456789"})
    line(f"付款 {wide[:4]} {wide[4:7]}-{wide[7:]} 谢谢")
    assert match_queue() == 1


def test_everything_else_waits_for_a_person(owed, line, match_queue, sold):
    wrong, first, second = owed.orders([10_000, 10_000, 20_000])
    pending = owed.order(state=ChargeState.PENDING)
    cancelled = owed.order(state=ChargeState.CANCELLED)
    lines = [
        line(f"{wrong.remittance_code}", 9_999),
        line(f"{wrong.remittance_code}", -10_000),
        line("BF99999999"),
        line("没有识别码"),
        line(f"{first.remittance_code} {second.remittance_code}", 10_000),
        line(f"{first.remittance_code} {second.remittance_code}", 30_000),
        line(pending.remittance_code),
        line(cancelled.remittance_code),
    ]
    assert match_queue() == 0
    assert {each.state for each in lines} == {BankLineState.QUEUED}
    assert sold() == 0


def test_law_3_of_two_lines_for_one_charge_the_earlier_pays(owed, line, match_queue, sold):
    charge = owed.order()
    later = line(charge.remittance_code, booked_on=date(2020, 9, 14))
    earlier = line(charge.remittance_code, booked_on=date(2020, 9, 13))
    assert match_queue() == 1
    assert (earlier.state, later.state) == (BankLineState.MATCHED, BankLineState.QUEUED)
    assert match_queue() == 0
    assert sold() == 10_000


def test_law_12_a_cashier_matches_only_lines_and_charges_of_the_region(owed, line, match_queue, cast, cashier):
    charge, other = owed.orders([10_000, 20_000])
    line(other.remittance_code, 20_000, region="621021")
    line(charge.remittance_code)
    assert match_queue(cast.actor(cast.officer(Duty.CASHIER, region="110101"))) == 0
    assert match_queue(cashier) == 1
    assert match_queue(cast.actor(cast.officer(Duty.CASHIER, region="621000"))) == 1


def test_law_13_all_matches_of_a_run_are_one_audit_line_and_no_run_without_one_writes_any(
    owed, line, match_queue, session, cashier
):
    for charge in owed.orders([100, 200]):
        line(charge.remittance_code, charge.amount_fen)
    match_queue(cashier)
    match_queue(cashier)
    found = session.scalars(select(AuditLine).where(AuditLine.action == "payments.matched")).one()
    assert (found.after["matched"], found.user_id, found.region_code) == (2, cashier.user_id, "621022")
    assert found.organisation_ids == sorted([owed.buyer.id, owed.supplier.organisation_id])
    assert {match.is_automatic for match in session.scalars(select(BankMatch))} == {True}


def test_law_13_what_pays_charges_of_several_regions_is_read_in_the_smallest_that_holds_them(
    owed, line, match_queue, session, cast
):
    schools = [owed.buyer, cast.organisation(region="621021")]
    for school in schools:
        owed.buyer = school
        charge = owed.order()
        line(charge.remittance_code, charge.amount_fen)
    match_queue()
    found = session.scalars(select(AuditLine).where(AuditLine.action == "payments.matched")).one()
    assert found.region_code == "621000"
    assert found.organisation_ids == sorted([*(school.id for school in schools), owed.supplier.organisation_id])


def test_the_number_of_statements_does_not_grow_with_the_lines(owed, line, match_queue):
    def statements_for(count):
        for charge in owed.orders([1_000 + n for n in range(count)]):
            line(charge.remittance_code, charge.amount_fen)
        with counted() as statements:
            assert match_queue() == count
        return len(statements)

    statements_for(1)
    assert statements_for(20) == statements_for(500)
