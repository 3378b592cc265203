"""A wrong match is taken back, with all that followed from it."""

import pytest
from sqlalchemy import select

from marketplace.kernel.errors import MoveRefused, NotFound
from marketplace.payments.errors import ReasonMissing
from marketplace.payments.queries.bank_lines import get_bank_line
from marketplace.payments.rules import BankLineState, ChargeState
from marketplace.purchasing.models import Order
from marketplace.purchasing.rules import OrderState
from marketplace.sales.models import Sale
from marketplace.workflows import match_payment


@pytest.fixture
def charge(owed):
    return owed.order()


@pytest.fixture
def matched(charge, line, cashier, now):
    """A line that paid a charge by its code."""
    row = line(charge.remittance_code)
    match_payment.match_queue(actor=cashier, now=now)
    return row


@pytest.fixture
def undo(session, cashier, now):
    def say(line, *, reason="付错单位", actor=None):
        match_payment.undo(line.id, reason=reason, actor=actor or cashier, now=now)
        session.expire_all()

    return say


def test_the_line_is_queued_the_charge_open_and_the_sale_taken_back(matched, charge, undo, sold, session):
    undo(matched)
    assert (matched.state, charge.state, charge.paid_on) == (BankLineState.QUEUED, ChargeState.OPEN, None)
    order = session.scalars(select(Order)).one()
    assert (order.state, order.settled_on, sold()) == (OrderState.RECEIVED, None, 0)


def test_matched_again_the_sale_is_stated_anew(matched, charge, undo, sold, session, cashier, now):
    undo(matched)
    match_payment.match(matched.id, charge.remittance_code, actor=cashier, now=now)
    assert sold() == 10_000
    kinds = [(row.kind.value, row.generation) for row in session.scalars(select(Sale).order_by(Sale.id))]
    assert kinds == [("sale", 0), ("correction", 0), ("sale", 1)]


def test_what_a_person_undid_is_not_matched_again_by_itself(matched, undo, cashier, now):
    undo(matched)
    assert match_payment.match_queue(actor=cashier, now=now) == 0


def test_another_line_may_pay_the_charge_afterwards(matched, charge, undo, line, cashier, now, sold):
    undo(matched)
    line(charge.remittance_code)
    assert match_payment.match_queue(actor=cashier, now=now) == 1
    assert sold() == 10_000


def test_the_match_stays_as_history_with_its_reason(matched, charge, undo, cashier):
    undo(matched)
    (match,) = get_bank_line(matched.id, actor=cashier)["matches"]
    assert (match["remittance_code"], match["undone_reason"]) == (charge.remittance_code, "付错单位")


def test_what_is_not_matched_cannot_be_undone(line, undo, matched):
    with pytest.raises(MoveRefused):
        undo(line("货款"))
    undo(matched)
    with pytest.raises(MoveRefused):
        undo(matched)


def test_an_undoing_has_a_reason(matched, undo, sold):
    with pytest.raises(ReasonMissing):
        undo(matched, reason=" ")
    assert sold() == 10_000


def test_law_12_another_regions_cashier_does_not_find_it(matched, undo, cast):
    with pytest.raises(NotFound):
        undo(matched, actor=cast.actor(cast.outsider()))
