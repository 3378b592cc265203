"""A school orders in bulk, in Chinese: from the basket, and by a bad sheet, mended in place and then approved."""

import re

import pytest

from tests.browser.reader import PHONE

APPLES, PEACHES, MILLET = "QY62102200002", "QY62102200003", "QY62102200001"
"""Goods of the demo's supplier, of one SKU each: 81, 90 and 11.90 yuan."""
SHEET = f"""规格编号,数量,收货地址,送货日期,备注
{APPLES},100,第一食堂,2030-01-02,
{PEACHES},许多,第二食堂,2030-01-02,
{MILLET[:-1]},40,第一食堂,2030-13-02,
"""


@pytest.fixture(scope="module")
def group(site):
    """The last order group that was placed."""
    return lambda: site.one("SELECT max(id) FROM order_group")


@pytest.fixture
def purchaser(sit_down, site):
    reader = sit_down()
    reader.sign_in("purchaser@demo.example", site.passwords["purchaser@demo.example"])
    return reader


def test_a_purchaser_collects_from_the_catalogue_and_orders(purchaser, group, site):
    purchaser.open("/catalogue")
    purchaser.fill("搜索", "qinguan")
    purchaser.press("查询")
    purchaser.follow("塬丰牌精选秦冠苹果")
    purchaser.fill("数量", "12")
    purchaser.press("加入采购单")
    assert purchaser.sees("已加入采购单。")
    purchaser.follow("去下单")
    assert purchaser.page.get_by_label("规格编号和数量").input_value() == f"{APPLES} 12"
    purchaser.press("核对价格")
    assert purchaser.sees("1 行均可下单。")
    assert purchaser.sees("972.00 元")
    purchaser.press("提交采购单")
    assert purchaser.sees("采购单已提交。")
    assert purchaser.path == f"/buyer/order-groups/{group()}"
    assert purchaser.sees("进行中")
    assert site.one("SELECT reserved FROM stock JOIN sku ON sku.id = sku_id WHERE code = :code", code=APPLES) == 12


def test_a_bad_sheet_is_mended_in_place_and_a_second_person_approves(purchaser, sit_down, group, site):
    purchaser.open("/buyer/order")
    with purchaser.page.expect_download() as fetched:
        purchaser.follow("下载模板")
    assert fetched.value.suggested_filename.endswith(".xlsx")
    purchaser.page.get_by_label("表格文件").set_input_files(
        {"name": "采购.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    )
    purchaser.press("上传并核对")
    assert purchaser.sees("3 行中有 2 行需要改正。")
    assert purchaser.page.locator("tr.is-wrong").count() == 2
    assert purchaser.page.get_by_role("button", name="提交采购单").count() == 0

    purchaser.fill("行 2 数量", "60")
    purchaser.fill("行 3 规格编号", MILLET)
    purchaser.fill("行 3 送货日期", "2030-01-03")
    purchaser.press("重新核对")
    assert purchaser.sees("3 行均可下单。")
    assert purchaser.sees("13,976.00 元")
    assert purchaser.sees("达到审批金额，下单后由本单位审批人批准。")
    purchaser.press("提交采购单")
    assert purchaser.sees("等待审批")
    assert purchaser.page.get_by_role("button", name="批准").count() == 0

    approver = sit_down()
    approver.sign_in("approver@demo.example", site.passwords["approver@demo.example"])
    approver.open("/buyer/")
    approver.follow(f"采购单 {group()}", nth=0)
    approver.press("批准")
    assert approver.sees("已批准，订单已送达供应商。")


def test_the_supplier_confirms_and_ships_in_parts(sit_down, group, site):
    supplier = sit_down()
    supplier.sign_in("supplier@demo.example", site.passwords["supplier@demo.example"])
    assert supplier.path == "/supplier/"
    supplier.open("/supplier/orders")
    asked = "SELECT order_number FROM purchase_order WHERE order_group_id = :id"
    supplier.follow(site.one(asked, id=group()))
    supplier.press("确认订单")
    supplier.follow("发货")
    for line, quantity in enumerate(("100", "60", "")):
        supplier.fill("本次发货数量", quantity, nth=line)
    supplier.press("发货")
    assert supplier.sees("已发货，可打印送货单随货同行。")
    state = site.one("SELECT state FROM purchase_order WHERE order_group_id = :id", id=group())
    assert state == "partly_shipped"


def test_a_shipment_is_received_on_a_phone(sit_down, group, site):
    order_id = site.one("SELECT id FROM purchase_order WHERE order_group_id = :id", id=group())
    receiver = sit_down("approver", size=PHONE)
    receiver.open("/buyer/")
    number = site.one("SELECT order_number FROM purchase_order WHERE id = :id", id=order_id)
    receiver.follow(number)
    receiver.follow("验收第 1 次发货")
    assert receiver.overflow() == 0
    receiver.fill("合格数量", "55", nth=1)
    receiver.press("确认验收")
    assert receiver.page.get_by_role("alert").is_visible()
    receiver.choose("拒收原因", "变质", nth=1)
    receiver.fill("拒收说明", "箱底压坏", nth=1)
    receiver.press("确认验收")
    assert receiver.sees("验收已登记。")
    assert re.search(r"拒收 5", receiver.text)
    assert receiver.overflow() == 0
    told = site.ask(
        "SELECT accepted, rejected FROM order_line WHERE order_id = :id ORDER BY number",
        id=order_id,
    )
    assert told == [(100, 0), (55, 5), (0, 0)]
