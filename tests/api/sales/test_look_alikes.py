from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording


@pytest.fixture(autouse=True)
def _waiting(cast, now):
    supplier = cast.supplier()
    sku = cast.product(supplier)
    rows = [
        NewSale(
            sold_on=date(2020, 5, 1),
            channel=Channel.EVENT,
            supplier_id=supplier.id,
            product_id=sku.product_id,
            amount_fen=100,
            buyer_name="某校",
            source=source,
            source_number="1",
        )
        for source in ("ledger", "platform")
    ]
    recording.record(rows, actor=system(), now=now)


@pytest.fixture
def approver(cast):
    return cast.client(cast.officer(Duty.APPROVER))


def test_a_look_alike_stands_beside_the_sale_it_resembles(approver):
    (item,) = approver.get("/api/v1/look-alikes").json["items"]
    assert (item["source"], item["resembles"]["source"]) == ("platform", "ledger")
    assert item["told"]["amount"] == {"amount": "1.00", "currency": "CNY"}


def test_a_person_decides_with_a_reason(approver):
    (item,) = approver.get("/api/v1/look-alikes").json["items"]
    address = f"/api/v1/look-alikes/{item['id']}/decision"
    assert approver.post(address, json={"verdict": "counted"}).status_code == 422
    assert approver.post(address, json={"verdict": "waiting", "reason": "x"}).status_code == 422
    answer = approver.post(address, json={"verdict": "counted", "reason": "两次送货"})
    assert (answer.status_code, answer.json["state"]) == (200, "counted")
    assert approver.post(address, json={"verdict": "refused", "reason": "x"}).status_code == 409
    assert approver.get("/api/v1/look-alikes").json["items"] == []
    assert len(approver.get("/api/v1/look-alikes?state=counted").json["items"]) == 1
    assert len(approver.get("/api/v1/sales").json["items"]) == 2


def test_law_12_the_outsider_sees_and_decides_nothing(approver, cast):
    (item,) = approver.get("/api/v1/look-alikes").json["items"]
    outsider = cast.client(cast.outsider())
    assert outsider.get("/api/v1/look-alikes").json["items"] == []
    answer = outsider.post(f"/api/v1/look-alikes/{item['id']}/decision", json={"verdict": "refused", "reason": "x"})
    assert answer.status_code == 404
