"""Orders and what comes next: approving, refusing, cancelling, receiving, paying; and nothing of it for an outsider."""

import re

import pytest

from marketplace.accounts.rules import Duty
from marketplace.purchasing.models import Order


@pytest.fixture
def group(stage, sku):
    """An order group of three boxes that waits for a second person."""
    return stage.place((sku, 3), approval_fen=1)


@pytest.fixture
def shipped(stage, sku):
    """An order of which five boxes are on the way."""
    order_id = stage.confirmed((sku, 5))
    stage.ship(order_id, (1, 5))
    return order_id


def test_what_waits_is_told_to_whom_it_waits_for(desk, stage, group, shipped):
    page = desk(stage.approver).open("/buyer/")
    assert f"采购单 {group}" in page.text
    assert "在途，等待验收" in page.text


def test_a_second_person_approves(desk, stage, group):
    approver = desk(stage.approver)
    approver.open(f"/buyer/order-groups/{group}")
    page = approver.send(f"/buyer/order-groups/{group}/approval")
    assert "已批准，订单已送达供应商。" in page.text
    assert [order.state for order in stage.orders(group)] == ["placed"]


def test_who_approves_sees_what_is_ordered_of_whom(desk, stage, cast, sku, statements):
    other = cast.product(cast.supplier(name="环县小米社"), stock=50, name="环县小米")
    approver = desk(stage.approver)

    def count(*lines):
        group = stage.place(*lines, approval_fen=1)
        statements.clear()
        page = approver.open(f"/buyer/order-groups/{group}")
        return page, len(statements)

    page, few = count((sku, 3))
    assert "环县苹果" in page.text
    assert "环县小米" not in page.text
    page, many = count((sku, 3), (other, 2), (cast.product(cast.supplier(), stock=9), 1))
    assert "环县苹果" in page.text
    assert "环县小米" in page.text
    assert sku.code in page.text
    assert many == few


def test_a_shipment_names_its_products(desk, stage, shipped):
    page = desk(stage.purchaser).open(f"/buyer/orders/{shipped}")
    told = [text for path, text in page.texts if "li" in path]
    assert "环县苹果" in " ".join(told)
    assert "第 1 行" not in page.text


def test_law_3_approving_twice_leads_to_the_same_page(desk, stage, group):
    approver = desk(stage.approver)
    approver.open(f"/buyer/order-groups/{group}")
    sent = approver.fields(f"/buyer/order-groups/{group}/approval")
    for _ in range(2):
        approver.post(f"/buyer/order-groups/{group}/approval", sent)
        assert approver.address == f"/buyer/order-groups/{group}"


def test_law_11_who_placed_it_is_offered_no_approval(desk, stage, group):
    assert "批准" not in desk(stage.purchaser).open(f"/buyer/order-groups/{group}").text


def test_a_refusal_asks_why_and_keeps_the_reason(desk, stage, group):
    approver = desk(stage.approver)
    approver.open(f"/buyer/order-groups/{group}/refusal")
    assert "必填" in approver.send(reason=" ", status=422).text
    assert "已退回。" in approver.send(reason="超出预算").text
    assert [order.state for order in stage.orders(group)] == ["refused"]


def test_an_order_is_cancelled_with_a_reason(desk, stage, sku):
    order_id = stage.placed((sku, 2))
    buyer = desk(stage.purchaser)
    buyer.open(f"/buyer/orders/{order_id}/cancellation")
    page = buyer.send(reason="下错了")
    assert "订单已取消。" in page.text
    assert "下错了" in page.text
    assert stage.balance(sku) == (50, 0)


def test_what_shipped_cannot_be_cancelled_and_the_page_says_why(desk, stage, shipped):
    buyer = desk(stage.purchaser)
    buyer.open(f"/buyer/orders/{shipped}/cancellation")
    page = buyer.send(reason="不要了", status=409)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert "不要了" in page.html


def test_a_shipment_is_received_line_by_line(desk, stage, shipped):
    receiver = desk(stage.receiver)
    address = f"/buyer/orders/{shipped}/shipments/1/receipt"
    receiver.open(address)
    assert receiver.fields(address)["lines.0.accepted"] == "5"
    page = receiver.send(lines__0__accepted="4", status=422)
    (wrong,) = [tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"]
    assert wrong == "lines-0-reject_reason-errors"
    assert "有 1 件未接收，请选择拒收原因。" in page.text
    assert "reject_reason：" not in page.text
    assert receiver.fields(address)["lines.0.accepted"] == "4"
    page = receiver.send(lines__0__accepted="4", lines__0__reject_reason="spoiled")
    assert "验收已登记。" in page.text
    assert stage.session.get(Order, shipped).state == "received"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reason_where_everything_is_accepted_is_refused_at_its_field(desk, stage, shipped, language):
    receiver = desk(stage.receiver, language)
    receiver.open(f"/buyer/orders/{shipped}/shipments/1/receipt")
    page = receiver.send(lines__0__reject_reason="spoiled", status=422)
    (wrong,) = [tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"]
    assert wrong == "lines-0-reject_reason-errors"
    assert {"zh": "已全部接收", "en": "All of it is accepted"}[language] in page.text
    assert stage.state(shipped) == "shipped"


@pytest.mark.parametrize("typed", ["6", "-1", "x", "", "９"])
def test_a_quantity_that_cannot_be_is_refused_at_its_field(desk, stage, shipped, typed):
    receiver = desk(stage.receiver)
    receiver.open(f"/buyer/orders/{shipped}/shipments/1/receipt")
    page = receiver.send(lines__0__accepted=typed, status=422)
    assert "lines-0-accepted-errors" in [tag.get("id") for tag in page.all("ul")]


def test_what_is_to_be_paid_has_its_code(desk, stage, shipped):
    stage.receive(shipped, 1, (1, 5, 0))
    page = desk(stage.purchaser).open("/buyer/payments?state=open")
    assert re.search(r"BF[2-9A-HJ-NP-Z]{8}", page.text)
    assert "62.50 元" in page.text


def test_who_pays_sees_for_which_order_to_whom_and_where(desk, stage, shipped):
    stage.receive(shipped, 1, (1, 5, 0))
    purchaser = desk(stage.purchaser)
    order, where = f"/buyer/orders/{shipped}", "请付到供应商合同或发票上的账户。"
    for address in ("/buyer/payments", "/buyer/"):
        page = purchaser.open(address)
        assert order in [link["href"] for link in page.all("a")]
        assert stage.session.get(Order, shipped).order_number in page.text
        assert "收款方" in page.text
        assert "环县苹果合作社" in page.text
        assert where in page.text
    assert where in purchaser.open(order).text


def test_a_day_is_shown_where_one_is_known_and_no_empty_column_else(desk, stage, sku, shipped):
    purchaser = desk(stage.purchaser)
    assert 'data-of="日期"' not in purchaser.open("/buyer/payments").html
    stage.placed((sku, 1), is_prepaid=True, reservation_days=7)
    page = purchaser.open("/buyer/payments")
    assert len(re.findall('data-of="日期"', page.html)) == 2
    assert re.search(r"\d{4}-\d{2}-\d{2} 前付|\d+ 日 ?前付", page.text)


def test_the_list_is_paged_and_narrowed_by_its_address(desk, stage, sku):
    groups = [stage.place((sku, 1)) for _ in range(26)]
    buyer = desk(stage.purchaser)
    page = buyer.open("/buyer/order-groups?state=running")
    (following,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "state=running" in following
    assert f"采购单 {groups[0]}" in buyer.open(following.replace("&amp;", "&")).text
    assert "没有这样的订单。" in buyer.open("/buyer/order-groups?state=settled").text


def test_the_number_of_statements_does_not_grow_with_the_orders(desk, stage, sku, cast, statements):
    buyer = desk(stage.purchaser)

    def count(address):
        statements.clear()
        buyer.open(address)
        return len(statements)

    stage.place((sku, 1))
    few = [count(address) for address in ("/buyer/", "/buyer/order-groups", "/buyer/payments")]
    for _ in range(8):
        stage.place((sku, 1))
    assert [count(address) for address in ("/buyer/", "/buyer/order-groups", "/buyer/payments")] == few
    assert max(few) <= 12


@pytest.mark.parametrize(
    "address",
    [
        "/buyer/order-groups/{group}",
        "/buyer/order-groups/{group}/refusal",
        "/buyer/orders/{order}",
        "/buyer/orders/{order}/cancellation",
        "/buyer/orders/{order}/shipments/1/receipt",
    ],
)
def test_an_outsider_finds_nothing(desk, cast, group, shipped, address):
    page = desk(cast.outsider()).open(address.format(group=group, order=shipped), 404)
    assert "环县" not in page.text


def test_an_outsider_writes_nothing(desk, cast, stage, group, shipped):
    outsider = desk(cast.outsider())
    outsider.open("/buyer/order")
    token = {"csrf_token": outsider.fields("/buyer/order/review")["csrf_token"], "reason": "x", "lines.0.accepted": "5"}
    for address in (
        f"/buyer/order-groups/{group}/approval",
        f"/buyer/order-groups/{group}/refusal",
        f"/buyer/orders/{shipped}/cancellation",
        f"/buyer/orders/{shipped}/shipments/1/receipt",
    ):
        outsider.post(address, token, 404)
    assert stage.state(shipped) == "shipped"
    assert [order.state for order in stage.orders(group)] == ["awaiting_approval"]


def test_an_officer_who_reads_orders_has_no_buyer_centre(desk, cast, group):
    page = desk(cast.officer(Duty.AUDITOR)).open("/buyer/", 403)
    assert f"采购单 {group}" not in page.text
    assert "采购中心" not in desk(cast.officer(Duty.AUDITOR)).open("/catalogue").text


def test_nobody_signs_in_first_and_comes_back(browser, group):
    answer = browser().get(f"/buyer/order-groups/{group}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login?next=/buyer/order-groups/{group}"
