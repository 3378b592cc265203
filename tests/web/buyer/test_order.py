"""An order is written, mended in place, reviewed and placed, without a script."""

import io
import re

import pytest

from marketplace.gateways import sheets

REVIEW = "/buyer/order/review"


def test_an_order_is_pasted_reviewed_and_placed(desk, stage, sku, session):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    page = buyer.send(REVIEW, pasted=f"{sku.code}\t12")
    assert "环县苹果" in page.text
    assert "132.00 元" in page.text
    page = buyer.send(REVIEW, do="place")
    assert buyer.address.startswith("/buyer/order-groups/")
    assert "采购单已提交。" in page.text
    assert stage.balance(sku) == (50, 12)


def test_what_is_wrong_stands_beside_its_row_and_what_was_typed_stays(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    page = buyer.send(REVIEW, pasted=f"{sku.code} 99\nNOTHING 2\n{sku.code} many")
    assert "3 行中有 3 行需要改正。" in page.text
    told = buyer.fields(REVIEW)
    assert [told[f"rows.{i}.sku"] for i in range(3)] == [sku.code, "NOTHING", sku.code]
    assert told["rows.2.quantity"] == "many"
    wrong = [tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"]
    assert wrong == ["rows-0-quantity-errors", "rows-1-sku-errors", "rows-2-quantity-errors"]
    assert "提交采购单" not in page.text
    mended = {
        "rows__0__quantity": "9",
        "rows__1__sku": "",
        "rows__1__quantity": "",
        "rows__2__sku": "",
        "rows__2__quantity": "",
    }
    page = buyer.send(REVIEW, **mended)
    assert "1 行均可下单。" in page.text
    assert "满 10 单价 11.00 元" in page.text


def test_the_rows_have_the_width_of_the_screen_and_room_for_a_whole_code(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    page = buyer.send(REVIEW, pasted=f"{sku.code} 3")
    assert "wanted" in page.html.split('class="scroll"><table class="')[1].split('"')[0].split()
    (address,) = [link["href"] for link in page.all("link") if "/desk." in link["href"]]
    with buyer.client.get(address) as answer:
        style = answer.get_data(as_text=True)
    room = re.search(r'\.wanted input\[name\$="\.sku"\] { min-width: calc\((\d+)ch', style)
    assert int(room.group(1)) >= 16
    assert "main:has(.wanted)" in style


def test_a_wrong_row_is_not_placed_whatever_the_button(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    buyer.send(REVIEW, pasted=f"{sku.code} 99")
    buyer.send(REVIEW, do="place")
    assert stage.balance(sku) == (50, 0)


def test_law_3_a_form_that_is_sent_twice_orders_once(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    buyer.send(REVIEW, pasted=f"{sku.code} 3")
    sent = buyer.fields(REVIEW) | {"do": "place"}
    buyer.post(REVIEW, sent)
    first = buyer.address
    buyer.post(REVIEW, sent)
    assert buyer.address == first
    assert stage.balance(sku) == (50, 3)


def test_a_sheet_tells_every_wrong_row_at_once_and_is_mended_in_place(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    sheet = f"规格编号,数量,收货地址,送货日期\n{sku.code},5,食堂,2030-01-02\nNOPE,1,,\n{sku.code},x,,soon\n"
    sent = buyer.fields(REVIEW)
    sent.pop("pasted")
    page = buyer.post(REVIEW, {**sent, "sheet": (io.BytesIO(sheet.encode()), "单.csv")})
    assert "3 行中有 2 行需要改正。" in page.text
    assert {"rows-1-sku-errors", "rows-2-quantity-errors", "rows-2-deliver_on-errors"} == {
        tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"
    }
    assert buyer.fields(REVIEW)["rows.0.deliver_to"] == "食堂"


def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(desk, stage):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    sent = buyer.fields(REVIEW)
    page = buyer.post(REVIEW, {**sent, "sheet": (io.BytesIO(b"hello"), "x.csv")}, 422)
    assert page.all("textarea")
    assert any(tag.get("role") == "alert" for tag in page.all("div"))


def test_nothing_is_no_order(desk, stage):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    assert "必填" in buyer.send(REVIEW, 422, pasted="  ").text


def test_the_template_is_a_workbook(desk, stage):
    answer = desk(stage.purchaser).client.get("/buyer/order/template")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_what_is_collected_in_the_catalogue_waits_in_the_order(desk, stage, sku, listed):
    listed(sku)
    buyer = desk(stage.purchaser)
    buyer.open(f"/catalogue/{sku.code}")
    assert "已加入采购单。" in buyer.send("/buyer/basket", quantity="4").text
    buyer.open("/buyer/order")
    assert buyer.fields(REVIEW)["pasted"] == f"{sku.code} 4"
    buyer.send("/buyer/basket/emptying")
    assert buyer.fields(REVIEW)["pasted"] == ""


def test_a_row_that_is_ticked_goes_whatever_stands_in_it(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    page = buyer.send(REVIEW, pasted=f"NOTHING 2\n{sku.code} 3")
    assert [tag["id"] for tag in page.all("input") if tag.get("type") == "checkbox"] == ["rows-0-goes", "rows-1-goes"]
    page = buyer.send(REVIEW, rows__0__goes="1")
    assert "1 行均可下单。" in page.text
    assert buyer.fields(REVIEW)["rows.0.sku"] == sku.code


def test_the_template_with_its_example_left_in_has_nothing_wrong(desk, stage, sku, tmp_path):
    buyer = desk(stage.purchaser)
    path = tmp_path / "单.xlsx"
    path.write_bytes(buyer.client.get("/buyer/order/template").data)
    rows = [cells for _, cells in sheets.read(path).rows]
    assert len(rows) == 2
    sheets.write(path, [*rows, [sku.code, "3"]])
    buyer.open("/buyer/order")
    sent = {"csrf_token": buyer.fields(REVIEW)["csrf_token"]}
    page = buyer.post(REVIEW, {**sent, "sheet": (io.BytesIO(path.read_bytes()), path.name)})
    assert "1 行均可下单。" in page.text
    assert "示例" not in page.html


def test_an_example_that_was_changed_is_a_row(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    sent = {"csrf_token": buyer.fields(REVIEW)["csrf_token"]}
    changed = "规格编号,数量,收货地址,送货日期,备注\n示例-P00001-10KG,13,环县第一中学食堂,,示例行，填写前请删除\n"
    assert "1 行中有 1 行需要改正。" in buyer.post(REVIEW, {**sent, "sheet": sheet_of(changed)}).text


def test_a_row_below_the_minimum_is_called_by_its_name(desk, cast, stage):
    dear = cast.product(stage.supplier, tiers=((5, 900),), stock=50, name="环县黄花菜")
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    page = buyer.send(REVIEW, pasted=f"{dear.code} 3")
    assert "1 行中有 1 行需要改正。" in page.text
    assert "低于起订量 5" in page.text
    assert "环县黄花菜" in page.text


def sheet_of(text):
    return (io.BytesIO(text.encode()), "单.csv")


@pytest.fixture
def collected(desk, sku, stage, listed):
    """A purchaser with four boxes in the basket, before the page on which an order is written."""
    listed(sku)
    buyer = desk(stage.purchaser)
    buyer.open(f"/catalogue/{sku.code}")
    buyer.send("/buyer/basket", quantity="4")
    buyer.open("/buyer/order")
    return buyer


def test_what_was_ordered_out_of_the_basket_is_gone_from_it(collected, stage, sku):
    collected.send(REVIEW)
    assert "采购单已提交。" in collected.send(REVIEW, do="place").text
    assert stage.balance(sku) == (50, 4)
    collected.open("/buyer/order")
    assert collected.fields(REVIEW)["pasted"] == ""


def test_a_sheet_order_leaves_the_basket_as_it_was(collected, stage, sku):
    sent = {"csrf_token": collected.fields(REVIEW)["csrf_token"]}
    collected.post(REVIEW, {**sent, "sheet": sheet_of(f"规格编号,数量\n{sku.code},5\n")})
    assert "采购单已提交。" in collected.send(REVIEW, do="place").text
    assert stage.balance(sku) == (50, 5)
    collected.open("/buyer/order")
    assert collected.fields(REVIEW)["pasted"] == f"{sku.code} 4"


def test_what_was_not_ordered_stays_in_the_basket(collected, cast, stage, sku):
    other = cast.product(stage.supplier, stock=9)
    collected.send(REVIEW, pasted=f"{other.code} 2")
    assert "采购单已提交。" in collected.send(REVIEW, do="place").text
    collected.open("/buyer/order")
    assert collected.fields(REVIEW)["pasted"] == f"{sku.code} 4"


def test_after_an_upload_that_failed_the_box_still_shows_the_basket(collected, stage, sku):
    sent = {"csrf_token": collected.fields(REVIEW)["csrf_token"]}
    collected.post(REVIEW, {**sent, "sheet": sheet_of("hello")}, 422)
    told = collected.fields(REVIEW)
    assert (told["pasted"], told["from_basket"]) == (f"{sku.code} 4", "1")


def test_fewer_than_the_minimum_in_the_basket_is_said_until_it_is_reached(desk, cast, stage, listed):
    dear = cast.product(stage.supplier, tiers=((5, 900),), stock=50)
    listed(dear)
    buyer = desk(stage.purchaser)
    buyer.open(f"/catalogue/{dear.code}")
    assert "少于起订量 5" in buyer.send("/buyer/basket", quantity="3").text
    page = buyer.send("/buyer/basket", quantity="2")
    assert "少于起订量" not in page.text
    assert "已加入采购单。" in page.text


@pytest.mark.parametrize(
    ("own_fen", "said"),
    [(50_00, "采购单满 50.00 元，须由本单位另一人审批。"), (0, "每张采购单都须由本单位另一人审批。")],
)
def test_it_is_said_from_which_amount_a_second_person_approves(desk, stage, sku, session, own_fen, said):
    stage.school.order_approval_fen = own_fen
    session.commit()
    buyer = desk(stage.purchaser)
    assert said in buyer.open("/buyer/order").text
    page = buyer.send(REVIEW, pasted=f"{sku.code} 4")
    assert said in page.text
    assert "达到审批金额" in page.text
    page = buyer.send(REVIEW, rows__0__quantity="3")
    assert ("达到审批金额" in page.text) == (own_fen == 0)


def test_without_an_amount_of_ones_own_that_of_the_platform_is_said(app, desk, stage):
    platform_fen = app.config["BANGFU"].order_approval_fen
    assert f"采购单满 {platform_fen / 100:,.2f} 元" in desk(stage.purchaser).open("/buyer/order").text


def test_a_write_without_the_token_of_its_page_is_refused(desk, stage, sku):
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    buyer.send(REVIEW, pasted=f"{sku.code} 3")
    sent = buyer.fields(REVIEW) | {"do": "place"}
    sent.pop("csrf_token")
    buyer.post(REVIEW, sent, 403)
    assert stage.balance(sku) == (50, 0)


def test_nobody_orders_for_another_buyer(desk, stage, sku, cast):
    other = cast.organisation()
    buyer = desk(stage.purchaser)
    buyer.open("/buyer/order")
    buyer.send(REVIEW, 404, pasted=f"{sku.code} 3", buyer_id=str(other.id))
    assert stage.balance(sku) == (50, 0)


@pytest.mark.parametrize("address", ["/buyer/order", "/buyer/order/template", "/buyer/order/review"])
def test_only_purchasers_write_orders(desk, stage, address):
    desk(stage.receiver).open(address, 403)
