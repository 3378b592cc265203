import pytest
from sqlalchemy import text

from marketplace.catalogue.models import Lot
from marketplace.kernel.errors import Forbidden, Invalid, MoveRefused
from marketplace.purchasing import errors
from marketplace.purchasing.service.shipments import Part
from marketplace.workflows import cancel_order, ship_order
from tests.catalogue.statements import counted


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=10)


def lot(session, sku, number, now):
    row = Lot(product_id=sku.product_id, lot_number=number, created_at=now)
    session.add(row)
    session.flush()
    return row


def wrong(stage, order_id, *parts):
    with pytest.raises(Invalid) as refusal:
        stage.ship(order_id, *parts)
    return {path: [error.reason for error in errors_] for path, errors_ in refusal.value.fields.items()}


def test_goods_leave_in_parts_out_of_what_is_reserved(stage, sku, session):
    order_id = stage.confirmed((sku, 6))
    for n in range(1, 6):
        assert stage.ship(order_id, (1, 1)) == n
        assert stage.state(order_id) == "partly_shipped"
        assert stage.balance(sku) == (10 - n, 6 - n)
    assert stage.ship(order_id, (1, 1), carrier="顺丰", tracking_number="SF1") == 6
    assert stage.state(order_id) == "shipped"
    assert stage.balance(sku) == (4, 0)
    last = session.execute(text("SELECT * FROM shipment ORDER BY id DESC LIMIT 1")).one()
    assert (last.carrier, last.tracking_number, last.shipped_by_id) == ("顺丰", "SF1", stage.seller.id)
    moves = session.scalars(text("SELECT to_state FROM order_event ORDER BY id")).all()
    assert moves == ["placed", "confirmed", "partly_shipped", "shipped"]


def test_no_more_ships_than_was_ordered(stage, sku):
    order_id = stage.confirmed((sku, 6))
    stage.ship(order_id, (1, 4))
    assert wrong(stage, order_id, (1, 3)) == {"lines.0.quantity": ["order_line.ships_too_much"]}
    assert stage.balance(sku) == (6, 2)


@pytest.mark.parametrize("quantity", [0, -1, 10**30])
def test_a_quantity_out_of_bounds_is_refused(stage, sku, quantity):
    assert wrong(stage, stage.confirmed((sku, 6)), (1, quantity)) == {"lines.0.quantity": ["order_line.ships_too_much"]}


def test_everything_wrong_is_told_at_once(stage, sku):
    order_id = stage.confirmed((sku, 6))
    parts = [(9, 1), (1, 7), (1, 1)]
    assert wrong(stage, order_id, *parts, Part(number=1, quantity=1, lot_number="L")) == {
        "lines.0.line": ["order_line.unknown"],
        "lines.1.quantity": ["order_line.ships_too_much"],
        "lines.2.line": ["order_line.twice"],
        "lines.3.line": ["order_line.twice"],
    }
    assert wrong(stage, order_id) == {"lines": ["order_line.missing"]}


def test_a_line_has_one_lot(stage, sku, session):
    lots = [lot(session, sku, number, stage.now) for number in ("L1", "L2")]
    order_id = stage.confirmed((sku, 6))
    assert wrong(stage, order_id, Part(number=1, quantity=1, lot_number="L9")) == {
        "lines.0.lot": ["order_line.lot_unknown"]
    }
    stage.ship(order_id, Part(number=1, quantity=1, lot_number="L1"))
    for other in ("L2", None):
        assert wrong(stage, order_id, Part(number=1, quantity=1, lot_number=other)) == {
            "lines.0.lot": ["order_line.lot_differs"]
        }
    stage.ship(order_id, Part(number=1, quantity=1, lot_number="L1"))
    assert session.scalar(text("SELECT lot_id FROM order_line")) == lots[0].id
    assert session.scalars(text("SELECT lot_id FROM stock_movement WHERE kind = 'shipped'")).all() == [lots[0].id] * 2


def test_only_a_confirmed_order_ships(stage, sku):
    order_id = stage.placed((sku, 1))
    with pytest.raises(MoveRefused):
        stage.ship(order_id, (1, 1))
    stage.confirm(order_id)
    stage.ship(order_id, (1, 1))
    with pytest.raises(MoveRefused):
        stage.ship(order_id, (1, 1))


def test_a_prepaid_order_ships_after_payment(stage, sku):
    order_id = stage.confirmed((sku, 1), is_prepaid=True)
    with pytest.raises(errors.OrderNotPaid):
        stage.ship(order_id, (1, 1))
    stage.pay(order_id, on=stage.now.date())
    stage.ship(order_id, (1, 1))
    assert stage.state(order_id) == "shipped"


def test_an_order_that_has_ended_is_told_so_and_not_to_be_unpaid(stage, sku):
    order_id = stage.confirmed((sku, 1), is_prepaid=True)
    cancel_order.decline(order_id, reason="x", actor=stage.as_(stage.seller), now=stage.now)
    with pytest.raises(MoveRefused):
        stage.ship(order_id, (1, 1))


def test_law_12_another_supplier_finds_nothing_to_ship(stage, cast, sku):
    order_id = stage.confirmed((sku, 1))
    for user in (stage.seller_of(cast.supplier()), cast.outsider()):
        with pytest.raises(errors.OrderUnknown):
            ship_order.ship(order_id, [Part(number=1, quantity=1)], actor=stage.as_(user), now=stage.now)
        with pytest.raises(errors.OrderUnknown):
            ship_order.close(order_id, reason="x", actor=stage.as_(user), now=stage.now)
    with pytest.raises(Forbidden):
        ship_order.ship(order_id, [Part(number=1, quantity=1)], actor=stage.as_(stage.purchaser), now=stage.now)


def test_law_13_a_shipment_writes_one_audit_line(stage, sku):
    order_id = stage.confirmed((sku, 2))
    stage.ship(order_id, (1, 1))
    stage.ship(order_id, (1, 1))
    assert stage.audit_actions() == ["order_group.placed", "order.confirmed", "order.shipped", "order.shipped"]


def test_the_number_of_statements_is_the_same_for_20_and_500_lines(stage, cast):
    skus = [cast.product(stage.supplier, certified=None) for _ in range(500)]

    def statements(count):
        order_id = stage.confirmed(*((sku, 1) for sku in skus[:count]))
        parts = [Part(number=n, quantity=1) for n in range(1, count + 1)]
        actor = stage.as_(stage.seller)
        with counted() as sent:
            ship_order.ship(order_id, parts, actor=actor, now=stage.now)
            stage.session.flush()
        return len(sent)

    assert statements(20) == statements(500)
