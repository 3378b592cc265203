"""What a supplier is owed and was paid, by order, with the line of the bank; nothing of it for others."""

from datetime import date, timedelta

import pytest

from marketplace.kernel.actor import system
from marketplace.workflows import match_payment


@pytest.fixture
def owed(stage, sku):
    """An order of five boxes that was received and is to be paid."""
    order_id = stage.confirmed((sku, 5))
    stage.ship(order_id, (1, 5))
    stage.receive(order_id, 1, (1, 5, 0))
    return order_id


def test_what_is_open_is_summed_and_listed_by_order(desk, stage, sku, owed):
    stage.placed((sku, 2))
    page = desk(stage.seller).open("/supplier/payments")
    assert stage.charge(owed).remittance_code in page.text
    assert "待收货款\n62.50 元" in page.text
    assert "未验收，金额未定\n25.00 元" in page.text
    assert f"/supplier/orders/{owed}" in [link["href"] for link in page.all("a")]


def test_a_payment_shows_the_line_of_the_bank_that_made_it(desk, stage, owed):
    stage.pay(owed, on=date(2020, 9, 14))
    page = desk(stage.seller).open("/supplier/payments?state=paid")
    assert "2020-09-14" in page.text
    assert "R1" in page.text
    assert "本年已收\n62.50 元" in page.text
    assert "没有这样的款项。" in desk(stage.seller).open("/supplier/payments?state=open").text


def test_a_charge_past_its_day_is_marked_and_summed(desk, stage, owed):
    charge = stage.charge(owed)
    charge.due_on = stage.now.date() - timedelta(days=1)
    stage.session.commit()
    page = desk(stage.seller).open("/supplier/payments")
    assert "其中已逾期\n62.50 元" in page.text
    assert page.text.count("已逾期") == 3


def test_a_match_that_was_undone_is_not_shown(desk, stage, owed, cast):
    line_id = stage.pay(owed, on=date(2020, 9, 14))
    match_payment.undo(line_id, reason="认错", actor=system(), now=stage.now)
    stage.session.commit()
    page = desk(stage.seller).open("/supplier/payments")
    assert "2020-09-14" not in page.text
    assert "待收货款\n62.50 元" in page.text


def test_the_list_is_paged_and_takes_as_many_statements_for_many_as_for_few(desk, stage, sku, statements):
    seller = desk(stage.seller)

    def count():
        statements.clear()
        seller.open("/supplier/payments")
        return len(statements)

    first = stage.placed((sku, 1))
    few = count()
    for _ in range(25):
        stage.placed((sku, 1))
    assert count() == few <= 8
    (following,) = [link["href"] for link in seller.page.all("a") if link.get("rel") == "next"]
    assert stage.charge(first).remittance_code in seller.open(following).text


def test_an_outsider_and_the_buyer_see_nothing_of_it(desk, cast, stage, owed):
    code = stage.charge(owed).remittance_code
    for reader in (cast.outsider(), stage.purchaser):
        page = desk(reader).open("/supplier/payments")
        assert code not in page.text
        assert "62.50" not in page.text


def test_nobody_signs_in_first(browser):
    assert browser().get("/supplier/payments").status_code == 302
