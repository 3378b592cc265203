import pytest

from marketplace.kernel.errors import MoveRefused
from marketplace.purchasing import errors
from marketplace.workflows import ship_order


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=10)


def close(stage, order_id, reason="只收了这些"):
    ship_order.close(order_id, reason=reason, actor=stage.as_(stage.seller), now=stage.now)


def test_a_short_order_frees_the_rest_and_owes_what_was_accepted(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 4))
    close(stage, order_id)
    assert stage.state(order_id) == "shipped"
    assert stage.balance(sku) == (6, 0)
    stage.receive(order_id, 1, (1, 4, 0))
    assert stage.state(order_id) == "received"
    assert stage.charge(order_id).amount_fen == 4000


def test_closed_after_everything_shipped_was_received_it_is_received_at_once(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 4))
    stage.receive(order_id, 1, (1, 3, 1))
    assert stage.state(order_id) == "partly_shipped"
    close(stage, order_id)
    assert stage.state(order_id) == "received"
    assert (stage.charge(order_id).state.value, stage.charge(order_id).amount_fen) == ("open", 3000)


def test_only_a_partly_shipped_order_is_closed_and_with_a_reason(stage, sku):
    order_id = stage.confirmed((sku, 6))
    with pytest.raises(MoveRefused):
        close(stage, order_id)
    stage.ship(order_id, (1, 4))
    with pytest.raises(errors.ReasonMissing):
        close(stage, order_id, reason=" ")
    stage.ship(order_id, (1, 2))
    with pytest.raises(MoveRefused):
        close(stage, order_id)


def test_law_13_a_closing_writes_one_audit_line(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 4))
    close(stage, order_id)
    assert stage.audit_actions()[-2:] == ["order.shipped", "order.closed"]
