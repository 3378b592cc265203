"""What has nothing to do with an order leaves the queue, with a reason."""

import pytest

from marketplace.kernel.errors import MoveRefused, NotFound
from marketplace.payments.errors import ReasonMissing
from marketplace.payments.rules import BankLineState
from marketplace.payments.service import matching
from marketplace.workflows import match_payment


@pytest.fixture
def set_aside(session, now, cashier):
    def say(line, *, reason="利息", actor=None):
        matching.set_aside(line.id, reason=reason, actor=actor or cashier, now=now)
        session.expire_all()

    return say


def test_a_line_set_aside_is_matched_no_more_until_it_is_queued_again(owed, line, set_aside, cashier, now):
    row = line(owed.order().remittance_code)
    set_aside(row)
    assert (row.state, row.reason) == (BankLineState.SET_ASIDE, "利息")
    assert match_payment.match_queue(actor=cashier, now=now) == 0
    matching.requeue(row.id, actor=cashier, now=now)
    assert match_payment.match_queue(actor=cashier, now=now) == 1


def test_a_line_is_set_aside_once_and_with_a_reason(line, set_aside):
    row = line("利息")
    with pytest.raises(ReasonMissing):
        set_aside(row, reason="  ")
    set_aside(row)
    with pytest.raises(MoveRefused):
        set_aside(row)


def test_a_matched_line_is_undone_not_set_aside(owed, line, set_aside, cashier, now):
    row = line(owed.order().remittance_code)
    match_payment.match_queue(actor=cashier, now=now)
    with pytest.raises(MoveRefused):
        set_aside(row)
    with pytest.raises(MoveRefused):
        matching.requeue(row.id, actor=cashier, now=now)


def test_law_12_another_regions_cashier_does_not_find_it(line, set_aside, cast):
    with pytest.raises(NotFound):
        set_aside(line("利息"), actor=cast.actor(cast.outsider()))
