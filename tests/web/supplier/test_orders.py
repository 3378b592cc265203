"""Orders to supply: found by state and number, confirmed, declined; nothing of them for an outsider."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.purchasing.models import Order
from marketplace.purchasing.rules import WantedLine

ADDRESSES = ["/supplier/orders/{id}", "/supplier/orders/{id}/declining"]


@pytest.fixture
def placed(stage, sku):
    """An order of three boxes that waits for its supplier."""
    return stage.placed((sku, 3))


def test_every_order_says_what_comes_next(desk, stage, sku, placed):
    stage.confirmed((sku, 2))
    page = desk(stage.seller).open("/supplier/orders")
    assert "请确认或谢绝。" in page.text
    assert "请按要求日期发货。" in page.text
    assert "环县第一中学" in page.text
    assert "37.50 元" in page.text


def test_the_first_day_on_which_something_is_wanted_is_told_and_a_past_one_is_marked(desk, stage, sku):
    stage.place(WantedLine(sku_code=sku.code, quantity=1, deliver_on=date(2020, 9, 20)))
    page = desk(stage.seller).open("/supplier/orders")
    assert "2020-09-20" in page.text
    assert "已过期限" not in page.text


def test_the_address_narrows_by_state_and_number(desk, stage, sku, placed):
    other = stage.confirmed((sku, 2))
    seller = desk(stage.seller)
    numbers = {order_id: stage.session.get(Order, order_id).order_number for order_id in (placed, other)}
    page = seller.open("/supplier/orders?state=placed")
    assert numbers[placed] in page.text
    assert numbers[other] not in page.text
    page = seller.open(f"/supplier/orders?number={numbers[other]}")
    assert numbers[placed] not in page.text
    assert "没有这样的订单。" in seller.open("/supplier/orders?number=nonsense").text
    assert numbers[placed] in seller.open("/supplier/orders?state=nonsense&after=x").text


def test_states_are_counted_in_the_filter(desk, stage, sku, placed):
    stage.placed((sku, 1))
    assert "待供应商确认 2" in desk(stage.seller).open("/supplier/orders").text


def test_the_list_is_paged(desk, stage, sku):
    orders = [stage.placed((sku, 1)) for _ in range(26)]
    seller = desk(stage.seller)
    page = seller.open("/supplier/orders?state=placed")
    (following,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "state=placed" in following
    first = stage.session.get(Order, orders[0]).order_number
    assert first not in page.text
    assert first in seller.open(following).text


def test_an_order_shows_its_lines_its_buyer_and_where_they_go(desk, stage, sku):
    order_id = stage.order(
        stage.place(WantedLine(sku_code=sku.code, quantity=2, deliver_to="二食堂", deliver_on=date(2020, 9, 20)))
    ).id
    page = desk(stage.seller).open(f"/supplier/orders/{order_id}")
    for told in ("环县苹果", "环县第一中学", "二食堂", "2020-09-20", "25.00 元", "确认订单"):
        assert told in page.text


def test_an_order_is_confirmed(desk, stage, placed):
    seller = desk(stage.seller)
    seller.open(f"/supplier/orders/{placed}")
    assert "订单已确认，请备货发货。" in seller.send(f"/supplier/orders/{placed}/confirmation").text
    assert stage.state(placed) == "confirmed"


def test_law_3_confirming_twice_leads_to_the_same_page(desk, stage, placed):
    seller = desk(stage.seller)
    seller.open(f"/supplier/orders/{placed}")
    sent = seller.fields(f"/supplier/orders/{placed}/confirmation")
    for _ in range(2):
        seller.post(f"/supplier/orders/{placed}/confirmation", sent)
        assert seller.address == f"/supplier/orders/{placed}"


def test_declining_asks_why_and_keeps_the_reason(desk, stage, sku, placed):
    seller = desk(stage.seller)
    seller.open(f"/supplier/orders/{placed}/declining")
    assert "必填" in seller.send(reason=" ", status=422).text
    page = seller.send(reason="霜冻减产")
    assert "已谢绝订单。" in page.text
    assert "霜冻减产" in page.text
    assert stage.balance(sku) == (50, 0)


def test_what_shipped_cannot_be_declined_and_what_was_typed_stays(desk, stage, sku):
    order_id = stage.confirmed((sku, 2))
    stage.ship(order_id, (1, 2))
    seller = desk(stage.seller)
    seller.open(f"/supplier/orders/{order_id}/declining")
    page = seller.send(reason="来不及", status=409)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert "来不及" in page.html


def test_receipts_show_what_was_rejected_and_why(desk, stage, sku):
    order_id = stage.confirmed((sku, 5))
    stage.ship(order_id, (1, 5))
    stage.receive(order_id, 1, (1, 4, 1))
    page = desk(stage.seller).open(f"/supplier/orders/{order_id}")
    assert "拒收 1" in page.text
    assert "变质" in page.text


def test_a_prepaid_order_waits_for_its_payment(desk, stage, sku):
    order_id = stage.confirmed((sku, 2), is_prepaid=True)
    seller = desk(stage.seller)
    for address in ("/supplier/orders", f"/supplier/orders/{order_id}"):
        assert "等待采购单位付款，到账后发货" in seller.open(address).text
    assert f"/supplier/orders/{order_id}/shipments/new" not in seller.page.html


def test_a_supplier_that_also_buys_finds_only_what_it_supplies(desk, stage, cast, sku):
    other = cast.supplier(name="另一合作社")
    millet = cast.product(other, stock=10, name="小米")
    stage.school = stage.session.get(Organisation, stage.supplier.organisation_id)
    buyer = cast.member(stage.school, MemberRole.PURCHASER)
    number = stage.order(stage.place((millet, 1), by=stage.as_(buyer))).order_number
    assert number not in desk(stage.seller).open("/supplier/orders").text
    assert number in desk(stage.seller_of(other)).open("/supplier/orders").text


def test_without_orders_the_page_says_how_they_come(desk, stage):
    assert "产品上架、库存登记后" in desk(stage.seller).open("/supplier/orders").text


def test_the_number_of_statements_does_not_grow_with_the_orders(desk, stage, sku, statements):
    seller = desk(stage.seller)

    def count():
        statements.clear()
        seller.open("/supplier/orders")
        return len(statements)

    stage.placed((sku, 1))
    few = count()
    for _ in range(8):
        stage.placed((sku, 1))
    assert count() == few <= 8


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_outsider_finds_nothing(desk, cast, placed, address):
    assert "环县" not in desk(cast.outsider()).open(address.format(id=placed), 404).text


def test_an_outsider_writes_nothing(desk, cast, stage, placed):
    outsider = desk(cast.outsider())
    outsider.open("/buyer/order")
    token = {"csrf_token": outsider.fields("/buyer/order/review")["csrf_token"], "reason": "x"}
    for address in (f"/supplier/orders/{placed}/confirmation", f"/supplier/orders/{placed}/declining"):
        outsider.post(address, token, 404)
    assert stage.state(placed) == "placed"
    assert "37.50" not in outsider.open("/supplier/orders").text


def test_buyers_and_officers_have_no_orders_to_supply(desk, stage, cast, placed):
    for reader in (stage.purchaser, cast.officer(Duty.AUDITOR)):
        desk(reader).open("/supplier/orders", 403)
        desk(reader).open(f"/supplier/orders/{placed}", 403)
        assert "/supplier/orders" not in desk(reader).open("/catalogue").html


def test_nobody_signs_in_first_and_comes_back(browser, placed):
    answer = browser().get(f"/supplier/orders/{placed}")
    assert answer.headers["Location"] == f"/account/login?next=/supplier/orders/{placed}"
