"""Shipping in parts from lots, the note that goes along, and saying that no more will come."""

import pytest

from marketplace.catalogue.models import Lot
from marketplace.purchasing.models import Order
from tests.factories.cast import LONG_AGO


@pytest.fixture
def confirmed(stage, sku):
    """An order of five boxes that is ready to ship."""
    return stage.confirmed((sku, 5))


@pytest.fixture
def lots(session, sku):
    """Two lots of apples."""
    for number in ("2020-A", "2020-B"):
        session.add(Lot(product_id=sku.product_id, lot_number=number, created_at=LONG_AGO))
    session.commit()


@pytest.fixture
def ship(desk, stage):
    """Opens the page that ships an order and gives its address and the browser."""

    def open_one(order_id):
        seller = desk(stage.seller)
        seller.open(f"/supplier/orders/{order_id}/shipments/new")
        return seller

    return open_one


def test_all_that_is_left_stands_there_and_ships(ship, stage, sku, confirmed):
    seller = ship(confirmed)
    assert seller.fields(seller.address)["lines.0.quantity"] == "5"
    page = seller.send(carrier="陇通物流", tracking_number="LT-1")
    assert seller.address == f"/supplier/orders/{confirmed}/shipments/1"
    assert "已发货" in page.text
    assert "陇通物流 LT-1" in page.text
    assert stage.state(confirmed) == "shipped"
    assert stage.balance(sku) == (45, 0)


def test_an_order_ships_in_parts(ship, stage, confirmed):
    ship(confirmed).send(lines__0__quantity="2")
    assert stage.state(confirmed) == "partly_shipped"
    seller = ship(confirmed)
    assert seller.fields(seller.address)["lines.0.quantity"] == "3"
    seller.send()
    assert seller.address == f"/supplier/orders/{confirmed}/shipments/2"
    assert stage.state(confirmed) == "shipped"


def test_a_line_of_which_nothing_leaves_is_left_out(ship, stage, sku, cast):
    tea = cast.product(stage.supplier, name="绿茶", stock=9)
    order_id = stage.confirmed((sku, 5), (tea, 2))
    page = ship(order_id).send(lines__0__quantity="")
    assert "绿茶" in page.text
    assert sku.code not in page.text
    assert stage.state(order_id) == "partly_shipped"


def test_a_line_ships_from_one_lot_and_goes_on_from_it(ship, stage, confirmed, lots):
    page = ship(confirmed).send(lines__0__quantity="2", lines__0__lot="2020-A")
    assert "2020-A" in page.text
    seller = ship(confirmed)
    assert seller.fields(seller.address)["lines.0.lot"] == "2020-A"
    assert "2020-B" not in seller.page.text
    page = seller.send(lines__0__lot="2020-B", status=422)
    assert "lines-0-lot-errors" in [tag.get("id") for tag in page.all("ul")]


@pytest.mark.parametrize("typed", ["6", "-1", "x", "９"])
def test_a_quantity_that_cannot_be_is_refused_at_its_field(ship, stage, confirmed, typed):
    page = ship(confirmed).send(lines__0__quantity=typed, carrier="陇通物流", status=422)
    assert "lines-0-quantity-errors" in [tag.get("id") for tag in page.all("ul")]
    assert "陇通物流" in page.html
    assert stage.state(confirmed) == "confirmed"


def test_what_the_domain_refuses_stands_at_its_own_line_also_behind_an_empty_one(ship, stage, sku, cast, lots):
    tea = cast.product(stage.supplier, name="绿茶", stock=9)
    order_id = stage.confirmed((tea, 2), (sku, 5))
    page = ship(order_id).send(lines__0__quantity="0", lines__1__lot="NONE", status=422)
    assert [tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"] == ["lines-1-lot-errors"]


def test_nothing_is_no_shipment(ship, stage, confirmed):
    page = ship(confirmed).send(lines__0__quantity="0", status=422)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert stage.state(confirmed) == "confirmed"


def test_law_3_a_shipment_that_is_sent_twice_ships_once(ship, stage, sku, confirmed):
    seller = ship(confirmed)
    sent = seller.fields(seller.address) | {"lines.0.quantity": "2"}
    address = seller.address
    for _ in range(2):
        seller.post(address, sent)
        assert seller.address == f"/supplier/orders/{confirmed}/shipments/1"
    assert stage.balance(sku) == (48, 3)


def test_a_prepaid_order_does_not_ship_before_it_is_paid(ship, stage, sku):
    order_id = stage.confirmed((sku, 2), is_prepaid=True)
    page = ship(order_id).send(status=409)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert stage.state(order_id) == "confirmed"


def test_an_order_that_is_shipped_whole_offers_no_form(ship, stage, confirmed):
    stage.ship(confirmed, (1, 5))
    assert "已全部发出" in ship(confirmed).page.text


def test_the_note_has_what_the_receiver_signs(desk, stage, confirmed):
    stage.ship(confirmed, (1, 5))
    page = desk(stage.seller).open(f"/supplier/orders/{confirmed}/shipments/1")
    number = stage.session.get(Order, confirmed).order_number
    for told in ("送货单", number, "环县第一中学", "环县苹果合作社", "5kg/箱", "验收人："):
        assert told in page.text
    desk(stage.seller).open(f"/supplier/orders/{confirmed}/shipments/2", 404)


def test_no_more_comes_of_an_order_with_a_reason(desk, stage, sku, confirmed):
    stage.ship(confirmed, (1, 2))
    seller = desk(stage.seller)
    seller.open(f"/supplier/orders/{confirmed}/closing")
    assert "必填" in seller.send(reason="", status=422).text
    page = seller.send(reason="断货")
    assert "订单不再补发。" in page.text
    assert "断货" in page.text
    assert stage.state(confirmed) == "shipped"
    assert stage.balance(sku) == (48, 0)


ADDRESSES = [
    "/supplier/orders/{id}/shipments/new",
    "/supplier/orders/{id}/shipments/1",
    "/supplier/orders/{id}/closing",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_outsider_finds_nothing_and_ships_nothing(desk, cast, stage, confirmed, address):
    stage.ship(confirmed, (1, 2))
    outsider = desk(cast.outsider())
    assert "环县" not in outsider.open(address.format(id=confirmed), 404).text
    outsider.open("/buyer/order")
    token = {"csrf_token": outsider.fields("/buyer/order/review")["csrf_token"], "reason": "x", "lines.0.quantity": "3"}
    if not address.endswith("/1"):
        outsider.post(address.format(id=confirmed), token, 404)
    assert stage.state(confirmed) == "partly_shipped"


def test_a_buyer_ships_nothing(desk, stage, confirmed):
    desk(stage.purchaser).open(f"/supplier/orders/{confirmed}/shipments/new", 403)


def test_the_number_of_statements_does_not_grow_with_the_lines(desk, stage, cast, statements):
    seller = desk(stage.seller)

    def count(lines):
        skus = [cast.product(stage.supplier, name=f"果{n}", stock=9) for n in range(lines)]
        order_id = stage.confirmed(*((sku, 2) for sku in skus))
        stage.ship(order_id, (1, 1))
        found = []
        for address in ("", "/shipments/new", "/shipments/1"):
            statements.clear()
            seller.open(f"/supplier/orders/{order_id}{address}")
            found.append(len(statements))
        return found

    few = count(1)
    assert count(6) == few
    assert max(few) <= 12
