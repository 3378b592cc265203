"""Orders as their supplier works through them: what is left, by when, from which lots; never those of others."""

from datetime import date

import pytest

from marketplace.catalogue.models import Lot
from marketplace.kernel.actor import PermissionMissing
from marketplace.purchasing.queries.supplied import count_supplied, list_lots_to_ship, list_supplied
from marketplace.purchasing.rules import OrderState, WantedLine
from marketplace.purchasing.service.shipments import Part
from tests.catalogue.statements import counted
from tests.factories.cast import LONG_AGO


@pytest.fixture
def apples(cast, stage):
    sku = cast.product(stage.supplier, stock=50)
    for number in ("A", "B"):
        stage.session.add(Lot(product_id=sku.product_id, lot_number=number, created_at=LONG_AGO))
    stage.session.commit()
    return sku


def test_what_is_left_and_the_first_day_of_it_are_told(cast, stage, apples):
    pears = cast.product(stage.supplier, stock=9)
    order = stage.order(
        stage.place(
            WantedLine(sku_code=apples.code, quantity=5, deliver_on=date(2020, 9, 20)),
            WantedLine(sku_code=pears.code, quantity=2, deliver_on=date(2020, 9, 18)),
        )
    )
    seller = stage.as_(stage.seller)
    [row] = list_supplied(actor=seller)
    assert (row["lines_count"], row["packs_left"], row["deliver_on"]) == (2, 7, date(2020, 9, 18))
    stage.confirm(order.id)
    stage.ship(order.id, (1, 1), (2, 2))
    [row] = list_supplied(actor=seller, state=OrderState.PARTLY_SHIPPED)
    assert (row["packs_left"], row["deliver_on"]) == (4, date(2020, 9, 20))
    assert list_supplied(actor=seller, state=OrderState.PLACED) == []


def test_a_line_ships_from_any_lot_until_it_has_begun_with_one(stage, apples):
    order_id = stage.confirmed((apples, 5))
    seller = stage.as_(stage.seller)
    assert [lot["lot_number"] for lot in list_lots_to_ship(order_id, actor=seller)[1]] == ["B", "A"]
    stage.ship(order_id, Part(number=1, quantity=2, lot_number="A"))
    assert [lot["lot_number"] for lot in list_lots_to_ship(order_id, actor=seller)[1]] == ["A"]
    stage.ship(order_id, Part(number=1, quantity=3, lot_number="A"))
    assert list_lots_to_ship(order_id, actor=seller) == {}


def test_a_line_that_began_without_a_lot_goes_on_without(stage, apples):
    order_id = stage.confirmed((apples, 5))
    stage.ship(order_id, (1, 2))
    assert list_lots_to_ship(order_id, actor=stage.as_(stage.seller)) == {}


def test_orders_are_counted_by_state(stage, apples):
    stage.placed((apples, 1))
    stage.placed((apples, 1))
    stage.confirmed((apples, 1))
    assert count_supplied(actor=stage.as_(stage.seller)) == {OrderState.PLACED: 2, OrderState.CONFIRMED: 1}


def test_law_12_others_see_none_of_them(cast, stage, apples):
    order_id = stage.confirmed((apples, 1))
    for other in (cast.outsider(), stage.seller_of(cast.supplier())):
        actor = stage.as_(other)
        assert list_supplied(actor=actor) == []
        assert count_supplied(actor=actor) == {}
        assert list_lots_to_ship(order_id, actor=actor) == {}
    with pytest.raises(PermissionMissing):
        list_supplied(actor=stage.as_(stage.purchaser))


def test_each_is_one_statement(stage, apples):
    order_id = stage.confirmed((apples, 1))
    seller = stage.as_(stage.seller)
    for read in (
        lambda: list_supplied(actor=seller),
        lambda: count_supplied(actor=seller),
        lambda: list_lots_to_ship(order_id, actor=seller),
    ):
        with counted() as sent:
            read()
        assert len(sent) == 1
