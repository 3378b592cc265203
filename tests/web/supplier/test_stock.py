"""Stock in the supplier centre: balances, movements, goods that come in and back, a count."""

import pytest


@pytest.fixture
def seller(desk, stage):
    """The supplier's person in a browser."""
    return desk(stage.seller)


def test_balances_tell_on_hand_reserved_and_free(seller, stage, sku):
    stage.place((sku, 8))
    page = seller.open("/supplier/stock")
    (row,) = [row for row in page.cells() if row[0] == "环县苹果"]
    assert row[3:7] == ["50", "8", "42", "箱"]


def test_what_is_nearly_sold_out_is_shown_alone_and_where_one_begins(seller, cast, stage, sku):
    low = cast.product(stage.supplier, name="环县羊肉", stock=9)
    page = seller.open("/supplier/stock?low=1")
    assert "环县羊肉" in page.text
    assert "环县苹果" not in page.text
    assert "环县羊肉" in seller.open("/supplier/").text
    assert "环县羊肉" in seller.open(f"/supplier/stock?q={low.code}").text
    assert "没有符合条件的规格。" in seller.open("/supplier/stock?q=nothing").text


def test_goods_come_in_and_the_movement_says_of_which_lot(seller, stage, sku):
    seller.open(f"/supplier/lots/new?product={sku.code}")
    seller.send(lot_number="20200901", quantity="100")
    seller.open(f"/supplier/stock/{sku.code}/receipts")
    page = seller.send(quantity="30", lot_number="20200901", reason="新采收")
    assert "入库已登记。" in page.text
    assert page.cells()[1][1:] == ["入库", "+30", "0", "20200901", "新采收"]
    assert stage.balance(sku) == (80, 0)


def test_a_wrong_quantity_and_an_unknown_lot_stand_at_their_fields(seller, stage, sku):
    seller.open(f"/supplier/stock/{sku.code}/receipts")
    page = seller.send(quantity="many", lot_number="X1", status=422)
    assert "应为整数" in page.text
    assert seller.fields(seller.address)["quantity"] == "many"
    page = seller.send(quantity="5", lot_number="X1", status=422)
    assert "该产品没有批号 X1" in page.text
    assert "lot_number-errors" in page.html
    assert stage.balance(sku) == (50, 0)


def test_a_count_needs_its_reason_and_not_less_than_is_reserved(seller, stage, sku):
    stage.place((sku, 8))
    seller.open(f"/supplier/stock/{sku.code}/adjustments")
    assert "必填" in seller.send(counted="45", reason="", status=422).text
    page = seller.send(counted="7", reason="盘亏", status=409)
    assert "库存不足" in page.text
    assert seller.fields(seller.address)["counted"] == "7"
    page = seller.send(counted="45", reason="盘亏")
    assert page.cells()[1][1:] == ["盘点调整", "-5", "0", "盘亏"]
    assert stage.balance(sku) == (45, 8)


def test_what_a_buyer_sent_back_is_taken_back_with_a_reason(seller, stage, sku):
    seller.open(f"/supplier/stock/{sku.code}/returns")
    assert "必填" in seller.send(quantity="2", status=422).text
    assert "退货已入库。" in seller.send(quantity="2", reason="口味不符").text
    assert stage.balance(sku) == (52, 0)


def test_a_reservation_names_its_order(seller, stage, sku):
    order_id = stage.placed((sku, 8))
    assert f"订单 {order_id}" in seller.open(f"/supplier/stock/{sku.code}").text


def test_law_3_a_form_that_is_sent_twice_brings_goods_in_once(seller, stage, sku):
    seller.open(f"/supplier/stock/{sku.code}/receipts")
    sent = seller.fields(seller.address) | {"quantity": "5"}
    for _ in range(2):
        seller.post(f"/supplier/stock/{sku.code}/receipts", sent)
    assert stage.balance(sku) == (55, 0)


def test_an_outsider_learns_nothing(desk, cast, sku):
    outsider = desk(cast.outsider())
    assert "环县苹果" not in outsider.open("/supplier/stock").html
    token = outsider.fields("/account/logout")["csrf_token"]
    for verb in ("", "/receipts", "/returns", "/adjustments"):
        assert "环县苹果" not in outsider.open(f"/supplier/stock/{sku.code}{verb}", status=404).html
    for verb in ("receipts", "returns", "adjustments"):
        sent = {"csrf_token": token, "quantity": "1", "counted": "1", "reason": "x"}
        outsider.post(f"/supplier/stock/{sku.code}/{verb}", sent, status=404)


def test_lists_take_the_same_statements_however_long(seller, cast, stage, sku, statements):
    addresses = ("/supplier/stock", "/supplier/stock?low=1", f"/supplier/stock/{sku.code}")
    counts = []
    for address in addresses:
        statements.clear()
        seller.open(address)
        counts.append(len(statements))
    for _ in range(5):
        cast.product(stage.supplier, stock=1)
        stage.place((sku, 1))
    for address, before in zip(addresses, counts, strict=True):
        statements.clear()
        seller.open(address)
        assert len(statements) == before, address
