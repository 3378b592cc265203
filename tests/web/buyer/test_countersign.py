"""Dual inspection in a browser: a receipt that waits tells who recorded it; another confirms it or sends it back."""

import pytest

from marketplace.accounts.rules import MemberRole


@pytest.fixture
def second(cast, stage):
    return cast.member(stage.school, MemberRole.RECEIVER)


@pytest.fixture
def recorded(stage, sku):
    """An order of five boxes, recorded by the first of two receivers: four good, one spoiled."""
    stage.receiver.name = "王登记"
    stage.school.dual_inspection_from_fen = 0
    order_id = stage.confirmed((sku, 5))
    stage.ship(order_id, (1, 5))
    stage.receive(order_id, 1, (1, 4, 1))
    return order_id


def address_of(order_id, verb=""):
    return f"/buyer/orders/{order_id}/shipments/1/receipt{verb}"


def test_the_second_receiver_is_led_to_what_waits_and_confirms_it(desk, stage, recorded, second):
    browser = desk(second)
    order = browser.open(f"/buyer/orders/{recorded}")
    assert "等待会签" in order.text
    assert address_of(recorded) in [link["href"] for link in order.all("a")]
    page = browser.open(address_of(recorded))
    assert "王登记" in page.text
    assert "变质" in page.text
    page = browser.send(address_of(recorded, "/countersignature"))
    assert "已会签，验收生效。" in page.text
    assert stage.state(recorded) == "received"


def test_the_second_receiver_sends_it_back_and_the_page_says_why(desk, stage, recorded, second):
    browser = desk(second)
    browser.open(address_of(recorded, "/sending-back"))
    assert "必填" in browser.send(reason=" ", status=422).text
    assert "已退回，请重新登记验收。" in browser.send(reason="少一箱").text
    first = desk(stage.receiver)
    assert "少一箱" in first.open(f"/buyer/orders/{recorded}").text
    page = first.open(address_of(recorded))
    assert "少一箱" in page.text
    assert first.fields(address_of(recorded))["lines.0.accepted"] == "5"
    assert stage.state(recorded) == "shipped"


def test_law_11_who_recorded_it_is_offered_nothing_and_refused(desk, stage, recorded):
    browser = desk(stage.receiver)
    page = browser.open(address_of(recorded))
    assert "另一位验收人会签" in page.text
    assert "countersignature" not in page.html
    browser.open(address_of(recorded, "/sending-back"))
    token = {"csrf_token": browser.fields(address_of(recorded, "/sending-back"))["csrf_token"], "reason": "x"}
    for verb in ("/countersignature", "/sending-back"):
        assert "不同的人" in browser.post(address_of(recorded, verb), token, 403).text
    assert stage.state(recorded) == "shipped"


def test_confirming_twice_says_what_it_is_now(desk, stage, recorded, second):
    browser = desk(second)
    browser.open(address_of(recorded))
    sent = browser.fields(address_of(recorded, "/countersignature"))
    for _ in range(2):
        browser.post(address_of(recorded, "/countersignature"), sent)
    browser.post(address_of(recorded, "/countersignature"), {"csrf_token": sent["csrf_token"]}, 409)


def test_an_outsider_finds_nothing_to_confirm(desk, cast, stage, recorded):
    outsider = desk(cast.outsider())
    for verb in ("", "/sending-back"):
        assert "王登记" not in outsider.open(address_of(recorded, verb), 404).text
    outsider.open("/buyer/order")
    token = {"csrf_token": outsider.fields("/buyer/order/review")["csrf_token"], "reason": "x"}
    for verb in ("/countersignature", "/sending-back"):
        outsider.post(address_of(recorded, verb), token, 404)
    assert stage.state(recorded) == "shipped"
