import pytest
from sqlalchemy import text

from marketplace.kernel.errors import Forbidden, MoveRefused
from marketplace.purchasing import errors
from marketplace.workflows import cancel_order, confirm_order


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=10)


def test_the_supplier_promises_to_deliver(stage, sku, session):
    order_id = stage.placed((sku, 1))
    confirm_order.confirm(order_id, actor=stage.as_(stage.seller), now=stage.now)
    order = session.execute(text("SELECT * FROM purchase_order WHERE id = :id"), {"id": order_id}).one()
    assert (order.state, order.confirmed_at) == ("confirmed", stage.now)
    assert stage.balance(sku) == (10, 1)


def test_a_decline_says_why_and_frees_the_stock(stage, sku, session):
    order_id = stage.placed((sku, 4), is_prepaid=True)
    with pytest.raises(errors.ReasonMissing):
        cancel_order.decline(order_id, reason="", actor=stage.as_(stage.seller), now=stage.now)
    cancel_order.decline(order_id, reason="冰雹绝收", actor=stage.as_(stage.seller), now=stage.now)
    assert stage.state(order_id) == "declined"
    assert stage.balance(sku) == (10, 0)
    assert stage.charge(order_id).state.value == "cancelled"
    last = session.execute(text("SELECT * FROM order_event ORDER BY id DESC LIMIT 1")).one()
    assert (last.from_state, last.to_state, last.reason) == ("placed", "declined", "冰雹绝收")


def test_a_confirmed_order_may_still_be_declined_before_it_ships(stage, sku):
    order_id = stage.confirmed((sku, 1))
    cancel_order.decline(order_id, reason="车坏了", actor=stage.as_(stage.seller), now=stage.now)
    assert stage.state(order_id) == "declined"


def test_what_waits_for_approval_is_not_the_suppliers_to_decide(stage, sku):
    order_id = stage.placed((sku, 1), approval_fen=0)
    with pytest.raises(MoveRefused):
        confirm_order.confirm(order_id, actor=stage.as_(stage.seller), now=stage.now)
    with pytest.raises(MoveRefused):
        cancel_order.decline(order_id, reason="x", actor=stage.as_(stage.seller), now=stage.now)


def test_law_12_another_supplier_finds_nothing(stage, cast, sku):
    order_id = stage.placed((sku, 1))
    other = stage.as_(stage.seller_of(cast.supplier()))
    for verb in (
        lambda actor: confirm_order.confirm(order_id, actor=actor, now=stage.now),
        lambda actor: cancel_order.decline(order_id, reason="x", actor=actor, now=stage.now),
    ):
        with pytest.raises(errors.OrderUnknown):
            verb(other)
        with pytest.raises(errors.OrderUnknown):
            verb(stage.as_(cast.outsider()))
        with pytest.raises(Forbidden):
            verb(stage.as_(stage.purchaser))
    assert stage.state(order_id) == "placed"


def test_a_paid_order_is_declined_only_after_the_payment_was_taken_back(stage, sku):
    order_id = stage.placed((sku, 1), is_prepaid=True)
    stage.pay(order_id, on=stage.now.date())
    with pytest.raises(errors.OrderPaid):
        cancel_order.decline(order_id, reason="x", actor=stage.as_(stage.seller), now=stage.now)


def test_law_13_a_confirmation_writes_one_audit_line(stage, sku):
    stage.confirmed((sku, 1))
    assert stage.audit_actions() == ["order_group.placed", "order.confirmed"]


def test_law_13_a_decline_writes_one_audit_line(stage, sku):
    order_id = stage.placed((sku, 1))
    cancel_order.decline(order_id, reason="x", actor=stage.as_(stage.seller), now=stage.now)
    assert stage.audit_actions() == ["order_group.placed", "order.declined"]
