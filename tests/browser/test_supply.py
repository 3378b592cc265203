"""A supplier's work in a real browser: confirm and ship on a phone, tie a household, record what it was paid."""

import pytest

from tests.browser.reader import PHONE
from tests.browser.site import Site, order
from tests.factories import documents


@pytest.fixture
def number(site: Site) -> str:
    """The number of an order of four boxes that waits for its supplier."""
    group_id = order(site, {"QY62102200003": 4})
    return site.one("SELECT order_number FROM purchase_order WHERE order_group_id = :id", id=group_id)


def test_an_order_is_confirmed_and_shipped_on_a_phone(site, sit_down, number):
    supplier = sit_down("supplier", size=PHONE)
    supplier.open("/supplier/orders?state=placed")
    supplier.follow(number)
    supplier.press("确认订单")
    assert supplier.sees("订单已确认，请备货发货。")
    supplier.follow("发货")
    supplier.fill("本次发货数量", "9")
    supplier.press("发货")
    assert supplier.sees("应在 0 到 4 之间")
    supplier.fill("本次发货数量", "3")
    supplier.fill("承运单位", "陇通物流 甘M12345")
    supplier.press("发货")
    assert supplier.sees("送货单")
    assert supplier.sees("甘M12345")
    assert supplier.overflow() == 0
    state = "SELECT state FROM purchase_order WHERE order_number = :number"
    assert site.one(state, number=number) == "partly_shipped"


def test_a_household_is_tied_with_a_contract_and_paid_with_a_voucher(site, sit_down):
    supplier = sit_down("supplier")
    strange = site.one("""
        SELECT min(household_number) FROM household
        WHERE cleared_on IS NULL AND id NOT IN (SELECT household_id FROM linkage)
    """)
    supplier.open("/supplier/linkages")
    supplier.follow("登记联结")
    supplier.fill("户编号", strange)
    supplier.choose("联结方式", "分红")
    supplier.fill("开始日期", "2020-03-01")
    supplier.page.locator("input[type=file]").set_input_files(
        {"name": "分红协议.pdf", "mimeType": "application/pdf", "buffer": documents.pdf()}
    )
    supplier.press("提交核实")
    assert supplier.sees("已提交，等待核实。")
    assert supplier.sees(strange)
    supplier.open("/supplier/linkages?state=verified")
    supplier.follow("登记支付")
    supplier.fill("金额（元）", "1,200.50")
    supplier.fill("支付日期", "2020-12-01")
    supplier.fill("凭证号", "PZ-2020-77")
    supplier.press("提交核实")
    assert supplier.sees("已登记，等待核实。")
    assert site.one("SELECT amount_fen FROM household_payment WHERE voucher_number = 'PZ-2020-77'") == 120_050
