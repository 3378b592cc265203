import io
from datetime import date

import pytest
from sqlalchemy import text

from marketplace.gateways import sheets
from marketplace.workflows import order_sheet, place_order

SHEETS = "/api/v1/order-sheets"
HEADER = ["规格编号", "数量", "收货地址", "送货日期", "备注"]


@pytest.fixture
def send(clients, tmp_path):
    """Write rows into a file and send it."""

    def send_file(rows, *, name="订单.xlsx", client=None, commit=None, key=None, **form):
        path = tmp_path / ("sent.csv" if name.endswith(".csv") else "sent.xlsx")
        if isinstance(rows, bytes):
            path.write_bytes(rows)
        else:
            sheets.write(path, rows)
        return (client or clients.purchaser).post(
            SHEETS if commit is None else f"{SHEETS}?commit={commit}",
            data={"file": (io.BytesIO(path.read_bytes()), name), **form},
            content_type="multipart/form-data",
            headers={"Idempotency-Key": key} if key else {},
        )

    return send_file


def problems(answer):
    assert answer.status_code == 200, answer.json
    return [(each["row"], each["column"], each["value"], each["code"]) for each in answer.json["problems"]]


def groups(session):
    return session.scalar(text("SELECT count(*) FROM order_group"))


@pytest.mark.parametrize("name", ["订单.xlsx", "订单.csv"])
def test_a_sheet_is_checked_and_priced_by_supplier_without_being_placed(send, cast, sku, session, name):
    other = cast.product(cast.supplier(name="环县小米厂"), tiers=((1, 300), (10, 250)))
    rows = [HEADER, [other.code, 10, None, None, None], [sku.code, 2, "食堂", date(2020, 9, 30), "上午"]]
    answer = send(rows, name=name)
    assert answer.status_code == 200
    told = answer.json
    assert (told["rows"], told["rows_bad"], told["problems"], told["order_group"]) == (2, 0, [], None)
    assert told["amount"]["amount"] == "50.00"
    assert [(order["supplier_name"], order["amount"]["amount"]) for order in told["orders"]] == [
        ("环县苹果合作社", "25.00"),
        ("环县小米厂", "25.00"),
    ]
    line = told["orders"][0]["lines"][0]
    assert (line["position"], line["deliver_to"], line["deliver_on"], line["note"]) == (3, "食堂", "2020-09-30", "上午")
    assert groups(session) == 0


def test_every_error_of_every_row_is_told_with_what_would_be_right(send, cast, sku):
    bulk = cast.product(cast.supplier(), tiers=((10, 100),))
    rows = [
        HEADER,
        [sku.code, 51, None, None, None],
        [None, "-3", None, "2020-02-30", None],
        [bulk.code, 9, None, None, None],
        ["nothing", 1, None, date(2020, 9, 14), None],
        [sku.code, 1, "\x01", None, None],
        [sku.code, 1, None, None, None],
        [sku.code, "1e30", None, None, None],
    ]
    answer = send(rows, name="订单.csv")
    assert problems(answer) == [
        (2, "quantity", "51", "order_line.stock_short"),
        (3, "sku", "", "cell.blank"),
        (3, "quantity", "-3", "cell.not_number"),
        (3, "deliver_on", "2020-02-30", "cell.not_day"),
        (4, "quantity", "9", "order_line.below_minimum"),
        (5, "deliver_on", "2020-09-14", "order_line.delivery_in_the_past"),
        (5, "sku", "nothing", "order_line.not_on_sale"),
        (6, "deliver_to", "\x01", "cell.not_text"),
        (6, "sku", sku.code, "order_line.repeated"),
        (7, "sku", sku.code, "order_line.repeated"),
        (8, "quantity", "1e30", "cell.not_number"),
        (8, "sku", sku.code, "order_line.repeated"),
    ]
    told = answer.json["problems"]
    assert told[0]["message"] == "库存不足：需要 51，仅剩 50"
    assert told[0]["title"] == "数量"
    assert told[9]["message"] == f"规格编号“{sku.code}”与第 2 行重复，请合并数量"
    assert (answer.json["rows"], answer.json["rows_bad"]) == (7, 7)


def test_a_row_with_an_unreadable_cell_is_told_the_rest_of_its_errors_too(send, cast, sku):
    bulk = cast.product(cast.supplier(), tiers=((10, 100),))
    rows = [
        HEADER,
        [bulk.code, 9, None, "soon", None],
        ["nothing", "x", None, "2020-09-14", None],
        [None, 1, None, "2020-09-14", None],
    ]
    assert problems(send(rows, name="订单.csv")) == [
        (2, "deliver_on", "soon", "cell.not_day"),
        (2, "quantity", "9", "order_line.below_minimum"),
        (3, "quantity", "x", "cell.not_number"),
        (3, "deliver_on", "2020-09-14", "order_line.delivery_in_the_past"),
        (3, "sku", "nothing", "order_line.not_on_sale"),
        (4, "sku", "", "cell.blank"),
        (4, "deliver_on", "2020-09-14", "order_line.delivery_in_the_past"),
    ]


def test_a_total_holds_only_the_rows_that_can_be_ordered(send, cast, sku):
    other = cast.product(cast.supplier(name="环县小米厂"), tiers=((1, 300), (10, 250)))
    rows = [
        HEADER,
        [sku.code, 51, None, None, None],
        [other.code, 10, None, None, None],
        [sku.code, 1, None, "x", None],
    ]
    told = send(rows, name="订单.csv").json
    assert told["rows_bad"] == 2
    assert told["amount"]["amount"] == "25.00"
    assert [(order["supplier_name"], len(order["lines"])) for order in told["orders"]] == [("环县小米厂", 1)]


def test_full_width_digits_and_unknown_columns_are_fine(send, sku, stage):
    wide = sku.code.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    answer = send([["sku*", "quantity*", "颜色"], [wide, "１２", "红"]], commit="true")
    assert answer.status_code == 201
    assert answer.json["ignored_columns"] == ["颜色"]
    assert stage.balance(sku) == (50, 12)


def test_200_lines_are_ordered_from_a_sheet_and_every_line_is_there(send, clients, cast, stage, session):
    suppliers = [stage.supplier, cast.supplier(), cast.supplier()]
    skus = [cast.product(suppliers[n % 3], tiers=((1, 100 + n),), certified=None) for n in range(200)]
    rows = [HEADER, *([sku.code, n % 7 + 1, "食堂", None, None] for n, sku in enumerate(skus))]
    amount = sum((n % 7 + 1) * (100 + n) for n in range(200))
    answer = send(rows, commit="true", note="九月")
    assert answer.status_code == 201, answer.json
    group = answer.json["order_group"]
    assert (group["lines_count"], len(group["orders"]), group["note"]) == (200, 3, "九月")
    assert round(float(group["amount"]["amount"]) * 100) == amount
    assert session.scalar(text("SELECT sum(amount_fen) FROM order_line")) == amount
    lines = clients.purchaser.get(f"/api/v1/orders/{group['orders'][0]['id']}").json["lines"]
    assert [line["sku"] for line in lines] == [sku.code for sku in skus[::3]]
    assert all(stage.balance(sku) == (100, n % 7 + 1) for n, sku in enumerate(skus))


def test_a_sheet_with_a_bad_row_is_not_placed(send, sku, session, stage):
    answer = send([HEADER, [sku.code, 51, None, None, None], ["nothing", "x", None, None, None]], commit="true")
    assert (answer.status_code, answer.json["code"]) == (422, "order_sheet.refused")
    assert {error["field"]: error["code"] for error in answer.json["errors"]} == {
        "rows.2.quantity": "order_line.stock_short",
        "rows.3.quantity": "cell.not_number",
        "rows.3.sku": "order_line.not_on_sale",
    }
    assert answer.json["title"] == "表格中有 2 行不能下单，全部未下单"
    assert answer.json["facts"]["values"] == {
        "rows.2.quantity": "51",
        "rows.3.quantity": "x",
        "rows.3.sku": "nothing",
    }
    assert groups(session) == 0


def test_what_another_buyer_took_meanwhile_is_told_by_row(send, sku, session, stage, monkeypatch):
    create = place_order.charges.create

    def create_after_the_other(*args, **options):
        session.execute(text("UPDATE stock SET on_hand = 3 WHERE sku_id = :id"), {"id": sku.id})
        return create(*args, **options)

    monkeypatch.setattr(place_order.charges, "create", create_after_the_other)
    answer = send([HEADER, [sku.code, 4, None, None, None]], commit="true")
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert (error["field"], error["code"], error["facts"]) == (
        "rows.2.quantity",
        "order_line.stock_short",
        {"wanted": 4, "left": 3},
    )
    assert groups(session) == 0


def test_law_3_the_same_sheet_twice_under_one_key_is_placed_once(send, sku, session, stage):
    rows = [HEADER, [sku.code, 4, None, None, None]]
    # not a workbook, which holds the second it was made in
    first, second = (send(rows, name="订单.csv", commit="true", key="k") for _ in range(2))
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert groups(session) == 1
    assert stage.balance(sku) == (50, 4)


def test_the_terms_come_with_the_sheet(send, sku, session, stage):
    stage.school.order_approval_fen = 0
    session.commit()
    rows = [HEADER, [sku.code, 4, None, None, None]]
    assert send(rows).json["needs_approval"] is True
    group = send(rows, commit="true", payment_terms="prepaid").json["order_group"]
    assert (group["state"], group["payment_terms"]) == ("awaiting_approval", "prepaid")
    assert send(rows, payment_terms="never").status_code == 422


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet.empty"),
        (b"PK\x03\x04 no workbook", "sheet.damaged"),
        ("颜色,形状\n红,圆\n".encode(), "import.header_missing"),
        ("规格编号\nA\n".encode(), "import.columns_missing"),
        ("规格编号,数量\n".encode(), "import.rows_missing"),
        ("规格编号,数量\nA\x00,1\n".encode(), "sheet.encoding_unknown"),
        (b"\xff\xfe\xff\xff\x80", "sheet.encoding_unknown"),
        ("规格编号,数量\n".encode() + b"A,1\n" * 2001, "order_line.too_many"),
    ],
)
@pytest.mark.parametrize("commit", [None, "true"])
def test_what_is_no_sheet_of_order_lines_is_refused(send, content, code, commit):
    answer = send(content, name="x.csv", commit=commit)
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_a_file_larger_than_any_order_sheet_is_not_read(send, sku, monkeypatch):
    monkeypatch.setattr(order_sheet, "MOST_MIB", 0)
    answer = send([HEADER, [sku.code, 1, None, None, None]])
    assert (answer.status_code, answer.json["code"]) == (422, "order_sheet.too_large")


def test_without_a_file_nothing_is_read(clients):
    answer = clients.purchaser.post(SHEETS, data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [("file", "field.required")]


def test_law_12_nobody_orders_for_another_buyer_from_a_sheet(send, clients, cast, stage, sku, session):
    for rows in ([HEADER, [sku.code, 4, None, None, None]], [HEADER, [sku.code, "x", None, None, None]]):
        for commit in (None, "true"):
            theirs = send(rows, client=clients.outsider, commit=commit, buyer_id=str(stage.school.id))
            none = send(rows, client=clients.outsider, commit=commit, buyer_id=str(10**15))
            assert (theirs.status_code, theirs.json["code"]) == (404, "buyer.not_found")
            assert theirs.data == none.data
    assert send(rows, client=clients.receiver).status_code == 403
    assert send(rows, client=cast.client()).status_code == 401
    assert groups(session) == 0


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_template_is_a_sheet_that_can_be_sent(clients, tmp_path, ending):
    answer = clients.purchaser.get(f"{SHEETS}/template?format={ending}")
    assert answer.status_code == 200
    path = tmp_path / f"template.{ending}"
    path.write_bytes(answer.data)
    (_, header), (_, example) = list(sheets.read(path).rows)
    assert header == ["规格编号/sku*", "数量/quantity*", "收货地址/deliver_to", "送货日期/deliver_on", "备注/note"]
    assert example[0] == "示例-P00001-10KG"
    assert clients.receiver.get(f"{SHEETS}/template").status_code == 403
    assert clients.purchaser.get(f"{SHEETS}/template?format=pdf").status_code == 422
