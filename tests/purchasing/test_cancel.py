import pytest

from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, MoveRefused
from marketplace.purchasing import errors
from marketplace.workflows import cancel_order, match_payment
from tests.catalogue.statements import counted


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=10)


def cancel(stage, order_id, reason="订错了"):
    cancel_order.cancel(order_id, reason=reason, actor=stage.as_(stage.purchaser), now=stage.now)


@pytest.mark.parametrize("story", ["placed", "confirmed"])
def test_before_shipment_it_frees_the_stock_and_nothing_is_owed(stage, sku, story):
    order_id = getattr(stage, story)((sku, 4))
    cancel(stage, order_id)
    assert stage.state(order_id) == "cancelled"
    assert stage.balance(sku) == (10, 0)
    assert stage.charge(order_id).state.value == "cancelled"


def test_while_it_waits_for_approval_it_may_be_taken_back_by_who_placed_it(stage, sku):
    order_id = stage.placed((sku, 4), approval_fen=0)
    cancel(stage, order_id)
    assert stage.balance(sku) == (10, 0)


def test_after_the_first_shipment_nothing_is_cancelled(stage, sku):
    order_id = stage.confirmed((sku, 4))
    stage.ship(order_id, (1, 1))
    with pytest.raises(MoveRefused):
        cancel(stage, order_id)
    assert stage.balance(sku) == (9, 3)


def test_a_cancelled_order_stays_so(stage, sku):
    order_id = stage.placed((sku, 4))
    cancel(stage, order_id)
    with pytest.raises(MoveRefused):
        cancel(stage, order_id)
    with pytest.raises(MoveRefused):
        stage.confirm(order_id)


def test_a_paid_order_is_cancelled_only_after_the_payment_was_taken_back(stage, sku):
    order_id = stage.placed((sku, 4), is_prepaid=True)
    line_id = stage.pay(order_id, on=stage.now.date())
    with pytest.raises(errors.OrderPaid), stage.session.begin_nested():
        cancel(stage, order_id)
    match_payment.undo(line_id, reason="退款", actor=system(), now=stage.now)
    cancel(stage, order_id)
    assert stage.state(order_id) == "cancelled"
    assert stage.balance(sku) == (10, 0)


def test_it_says_why(stage, sku):
    order_id = stage.placed((sku, 4))
    with pytest.raises(errors.ReasonMissing):
        cancel(stage, order_id, reason="")


def test_law_12_another_buyer_finds_nothing_to_cancel(stage, cast, sku):
    order_id = stage.placed((sku, 4))
    with pytest.raises(errors.OrderUnknown):
        cancel_order.cancel(order_id, reason="x", actor=stage.as_(cast.outsider()), now=stage.now)
    with pytest.raises(errors.OrderUnknown):
        cancel_order.cancel(order_id + 10**6, reason="x", actor=stage.as_(stage.purchaser), now=stage.now)
    with pytest.raises(Forbidden):
        cancel_order.cancel(order_id, reason="x", actor=stage.as_(stage.seller), now=stage.now)
    assert stage.balance(sku) == (10, 4)


def test_several_are_cancelled_together_in_a_constant_number_of_statements(stage, cast):
    def statements(count):
        group_id = stage.place(*((cast.product(cast.supplier()), 1) for _ in range(count)))
        orders = [order.id for order in stage.orders(group_id)]
        actor = stage.as_(stage.purchaser)
        with counted() as sent:
            cancel_order.cancel_all(orders, reason="x", actor=actor, now=stage.now)
            stage.session.flush()
        assert {order.state.value for order in stage.orders(group_id)} == {"cancelled"}
        return len(sent)

    assert statements(2) == statements(12)


def test_law_13_a_cancellation_writes_one_audit_line(stage, sku):
    cancel(stage, stage.placed((sku, 1)))
    assert stage.audit_actions() == ["order_group.placed", "order.cancelled"]
