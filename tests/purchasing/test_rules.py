"""What follows from states alone: which moves there are, what a caller may do next, how far a group is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.rules import (
    ENDED,
    ORDER_MOVES,
    RECEIPT_MOVES,
    GroupState,
    OrderAction,
    OrderState,
    ReceiptState,
    first_state,
    needs_approval,
    needs_dual_inspection,
    next_actions,
    state_of_group,
)

S = OrderState
EVERYTHING = frozenset({P.ORDERS_PLACE, P.ORDERS_APPROVE, P.ORDERS_RECEIVE})


def actions(state, **facts):
    told = {
        "as_buyer": frozenset(),
        "as_supplier": False,
        "is_own": False,
        "is_prepaid": False,
        "is_paid": False,
        "is_shipment_open": False,
        "is_receipt_waiting": False,
    }
    return set(next_actions(state, **told | facts))


def test_every_state_can_be_reached_and_left_unless_it_is_an_end():
    assert set(ORDER_MOVES) == set(S)
    reached = set().union(*ORDER_MOVES.values())
    assert reached == set(S) - {S.AWAITING_APPROVAL}
    assert {state for state, moves in ORDER_MOVES.items() if not moves} == ENDED


@pytest.mark.parametrize(
    ("state", "as_buyer", "as_supplier"),
    [
        (S.AWAITING_APPROVAL, {"approve", "refuse", "cancel"}, set()),
        (S.PLACED, {"cancel"}, {"confirm", "decline"}),
        (S.CONFIRMED, {"cancel"}, {"ship", "decline"}),
        (S.PARTLY_SHIPPED, {"receive"}, {"ship", "close"}),
        (S.SHIPPED, {"receive"}, set()),
        (S.RECEIVED, set(), set()),
        (S.SETTLED, set(), set()),
        (S.CANCELLED, set(), set()),
    ],
)
def test_next_actions_by_state(state, as_buyer, as_supplier):
    assert actions(state, as_buyer=EVERYTHING, is_shipment_open=True) == as_buyer
    assert actions(state, as_supplier=True) == as_supplier


def test_law_11_who_placed_is_not_offered_the_decision():
    assert actions(S.AWAITING_APPROVAL, as_buyer=EVERYTHING, is_own=True) == {OrderAction.CANCEL}


def test_what_is_prepaid_ships_once_it_is_paid_and_then_ends_no_more():
    assert actions(S.CONFIRMED, as_supplier=True, is_prepaid=True) == {"decline"}
    assert actions(S.CONFIRMED, as_supplier=True, as_buyer=EVERYTHING, is_prepaid=True, is_paid=True) == {"ship"}


def test_without_an_open_shipment_nothing_is_received():
    assert actions(S.PARTLY_SHIPPED, as_buyer=EVERYTHING) == set()


def test_law_11_only_a_receipt_that_waits_for_the_caller_is_countersigned_or_sent_back():
    both = {OrderAction.COUNTERSIGN, OrderAction.SEND_BACK}
    for state in (S.PARTLY_SHIPPED, S.SHIPPED):
        assert actions(state, as_buyer=EVERYTHING, is_receipt_waiting=True) == both
        assert actions(state, as_buyer=EVERYTHING) == set()
    assert actions(S.RECEIVED, as_buyer=EVERYTHING, is_receipt_waiting=True) == set()


def test_a_receipt_ends_when_it_counts_or_is_sent_back():
    assert set(RECEIPT_MOVES) == set(ReceiptState)
    waiting = ReceiptState.AWAITING_COUNTERSIGNATURE
    assert RECEIPT_MOVES[waiting] == set(ReceiptState) - {waiting}
    assert [state for state, moves in RECEIPT_MOVES.items() if moves] == [waiting]
    assert first_state(is_dual=True) is waiting
    assert first_state(is_dual=False) is ReceiptState.COUNTED


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_law_11_two_receivers_are_needed_from_the_buyers_amount_on(amount_fen, threshold):
    assert needs_dual_inspection(amount_fen, from_fen=threshold) == (amount_fen >= threshold)
    assert not needs_dual_inspection(amount_fen, from_fen=None)


@pytest.mark.parametrize(
    ("states", "stage"),
    [
        ([S.AWAITING_APPROVAL, S.SETTLED], GroupState.AWAITING_APPROVAL),
        ([S.PLACED, S.CANCELLED], GroupState.RUNNING),
        ([S.SETTLED, S.RECEIVED], GroupState.RUNNING),
        ([S.SETTLED, S.DECLINED], GroupState.SETTLED),
        ([S.REFUSED, S.EXPIRED], GroupState.ENDED),
    ],
)
def test_how_far_a_group_is_is_told_by_its_orders(states, stage):
    assert state_of_group(states) is stage


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_second_person_is_needed_from_the_threshold_on(amount_fen, threshold):
    assert needs_approval(amount_fen, order_approval_fen=threshold) == (amount_fen >= threshold)
