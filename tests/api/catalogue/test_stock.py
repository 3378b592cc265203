"""A supplier's stock and lots over HTTP."""

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditLine
from marketplace.catalogue.models import Lot
from marketplace.catalogue.service import stock
from marketplace.kernel.actor import system
from tests.api.catalogue.conftest import codes


@pytest.fixture
def sku(cast, supplier):
    return cast.product(supplier, stock=10)


def balance(answer):
    assert answer.status_code == 201, answer.json
    return answer.json["on_hand"], answer.json["reserved"], answer.json["available"]


def test_goods_come_in_go_back_and_are_counted(client, sku):
    assert balance(client.post("/api/v1/stock/receipts", json={"sku": sku.code, "quantity": 5})) == (15, 0, 15)
    back = {"sku": sku.code, "quantity": 2, "reason": "客户退回"}
    assert balance(client.post("/api/v1/stock/returns", json=back)) == (17, 0, 17)
    counted = {"sku": sku.code, "counted": 12, "reason": "盘点"}
    assert balance(client.post("/api/v1/stock/adjustments", json=counted)) == (12, 0, 12)
    moved = client.get(f"/api/v1/stock/movements?sku={sku.code}").json["items"]
    assert [(each["kind"], each["on_hand_change"], each["reason"]) for each in moved] == [
        ("adjusted", -5, "盘点"),
        ("returned", 2, "客户退回"),
        ("received", 5, None),
        ("received", 10, None),
    ]


def test_law_13_each_leaves_one_audit_line(client, sku, session):
    client.post("/api/v1/stock/receipts", json={"sku": sku.code, "quantity": 5})
    client.post("/api/v1/stock/returns", json={"sku": sku.code, "quantity": 5, "reason": "退"})
    client.post("/api/v1/stock/adjustments", json={"sku": sku.code, "counted": 5, "reason": "盘点"})
    lines = session.scalars(select(AuditLine.action).where(AuditLine.subject == "sku").order_by(AuditLine.id))
    assert list(lines) == ["stock.received", "stock.returned", "stock.adjusted"]


def test_law_2_less_than_is_reserved_is_not_counted(client, sku, now, session):
    stock.reserve(holder="order:1", quantities={sku.id: 8}, expires_at=None, actor=system(), now=now)
    session.commit()
    answer = client.post("/api/v1/stock/adjustments", json={"sku": sku.code, "counted": 7, "reason": "盘点"})
    assert (answer.status_code, answer.json["code"]) == (409, "stock.exhausted")
    assert client.get("/api/v1/stock").json["items"][0]["reserved"] == 8


def test_law_3_the_same_receipt_under_one_key_comes_in_once(client, sku):
    sent, headers = {"sku": sku.code, "quantity": 5}, {"Idempotency-Key": "k1"}
    for _ in range(2):
        assert balance(client.post("/api/v1/stock/receipts", json=sent, headers=headers)) == (15, 0, 15)
    assert client.get("/api/v1/stock").json["items"][0]["on_hand"] == 15


def test_balances_and_movements_are_paged(client, cast, supplier, sku):
    made = [sku, *(cast.product(supplier) for _ in range(2))]
    first = client.get("/api/v1/stock?limit=2").json
    rest = client.get(f"/api/v1/stock?limit=2&after={first['next']}").json
    assert [each["sku"] for each in [*first["items"], *rest["items"]]] == [each.code for each in made]
    assert [each["sku"] for each in client.get(f"/api/v1/stock?sku={sku.code}").json["items"]] == [sku.code]
    for quantity in (1, 2):
        client.post("/api/v1/stock/receipts", json={"sku": sku.code, "quantity": quantity})
    newest = client.get(f"/api/v1/stock/movements?sku={sku.code}&limit=2").json
    oldest = client.get(f"/api/v1/stock/movements?sku={sku.code}&limit=2&after={newest['next']}").json
    assert [each["on_hand_change"] for each in [*newest["items"], *oldest["items"]]] == [2, 1, 10]


@pytest.mark.parametrize(
    ("verb", "changes", "expected"),
    [
        ("receipts", {"quantity": 0}, {"quantity": "field.out_of_range"}),
        ("receipts", {"quantity": -3}, {"quantity": "field.out_of_range"}),
        ("receipts", {"quantity": 10**20}, {"quantity": "field.out_of_range"}),
        ("receipts", {"quantity": 1.5}, {"quantity": "field.not_integer"}),
        ("receipts", {"quantity": "１"}, {"quantity": "field.not_integer"}),
        ("receipts", {"quantity": True}, {"quantity": "field.not_integer"}),
        ("receipts", {"quantity": 1, "lot_number": "L9"}, {"lot_number": "lot.not_found"}),
        ("receipts", {"quantity": 1, "colour": 1}, {"colour": "field.unknown"}),
        ("receipts", {"quantity": 1, "reason": "a\x00"}, {"reason": "field.control_characters"}),
        ("returns", {"quantity": 1}, {"reason": "field.required"}),
        ("returns", {"quantity": 1, "reason": " "}, {"reason": "field.blank"}),
        ("adjustments", {"counted": -1, "reason": "x"}, {"counted": "field.out_of_range"}),
    ],
)
def test_what_is_wrong_is_named_by_field(client, sku, verb, changes, expected):
    answer = client.post(f"/api/v1/stock/{verb}", json={"sku": sku.code, **changes})
    assert codes(answer) == expected
    assert client.get("/api/v1/stock").json["items"][0]["on_hand"] == 10


def test_law_12_the_outsider_moves_and_sees_no_stock(outsider, sku):
    assert outsider.get("/api/v1/stock").json["items"] == []
    sent = {"quantity": 1, "counted": 1, "reason": "x"}
    wanted = {"receipts": ("quantity",), "returns": ("quantity", "reason"), "adjustments": ("counted", "reason")}
    for verb, names in wanted.items():
        told = {name: sent[name] for name in names}
        answer = outsider.post(f"/api/v1/stock/{verb}", json={"sku": sku.code, **told})
        unknown = outsider.post(f"/api/v1/stock/{verb}", json={"sku": "P", **told})
        assert answer.status_code == unknown.status_code == 404
        assert answer.text.replace(sku.code, "P") == unknown.text
    assert outsider.get(f"/api/v1/stock/movements?sku={sku.code}").status_code == 404


@pytest.fixture
def lot(sku):
    return {"product_number": sku.code, "lot_number": "2020-09", "quantity": 500, "produced_on": "2020-09-01"}


@pytest.fixture
def stored_file(cast, session):
    def keep(organisation_id):
        row = cast.file(organisation_id, file_name="检测报告.pdf")
        session.commit()
        return row.id

    return keep


def test_a_lot_with_its_certificate_is_received_into_stock(client, lot, sku, stored_file, supplier):
    file_id = stored_file(supplier.organisation_id)
    answer = client.post("/api/v1/lots", json=lot | {"certificate_file_id": file_id, "expires_on": "2021-09-01"})
    assert answer.status_code == 201
    assert (answer.json["quantity"], answer.json["certificate_file_id"]) == (500, file_id)
    assert client.get(f"/api/v1/lots?product_number={sku.code}").json["items"] == [answer.json]
    came = {"sku": sku.code, "quantity": 500, "lot_number": "2020-09"}
    assert client.post("/api/v1/stock/receipts", json=came).status_code == 201
    moved = client.get(f"/api/v1/stock/movements?sku={sku.code}").json["items"]
    assert moved[0]["lot_number"] == "2020-09"


def test_a_lot_number_is_used_once_but_completes_what_a_roster_named(client, lot, sku, session, now):
    session.add(Lot(product_id=sku.product_id, lot_number="2020-09", created_at=now))
    session.commit()
    assert client.post("/api/v1/lots", json=lot).json["quantity"] == 500
    answer = client.post("/api/v1/lots", json=lot)
    assert (answer.status_code, answer.json["code"]) == (409, "lot.known")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"quantity": 0}, {"quantity": "field.out_of_range"}),
        ({"produced_on": "2020-09-16"}, {"produced_on": "lot.days_wrong"}),
        ({"expires_on": "2020-08-31"}, {"produced_on": "lot.days_wrong"}),
        ({"certificate_file_id": 2**64}, {"certificate_file_id": "field.out_of_range"}),
        ({"certificate_file_id": 987654}, {"certificate_file_id": "file.not_found"}),
        ({"lot_number": "\x07"}, {"lot_number": "field.control_characters"}),
        ({"weight": 1}, {"weight": "field.unknown"}),
    ],
)
def test_what_is_wrong_with_a_lot_is_named_by_field(client, lot, changes, expected):
    assert codes(client.post("/api/v1/lots", json=lot | changes)) == expected
    assert client.get("/api/v1/lots").json["items"] == []


def test_law_12_a_lot_takes_no_file_of_another_and_the_outsider_no_product(client, lot, stored_file, cast, outsider):
    foreign = stored_file(cast.supplier().organisation_id)
    assert codes(client.post("/api/v1/lots", json=lot | {"certificate_file_id": foreign})) == {
        "certificate_file_id": "file.not_found"
    }
    client.post("/api/v1/lots", json=lot)
    answer = outsider.post("/api/v1/lots", json=lot)
    assert (answer.status_code, answer.json["code"]) == (404, "product.not_found")
    assert outsider.get("/api/v1/lots").json["items"] == []
