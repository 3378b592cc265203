"""Dual inspection over HTTP: recorded by one, confirmed or sent back by another."""

import pytest

from marketplace.accounts.rules import MemberRole

ORDERS = "/api/v1/orders"
FIVE = {"line": 1, "accepted": 5, "rejected": 1, "reject_reason": "spoiled"}


@pytest.fixture
def second(cast, stage):
    return cast.client(cast.member(stage.school, MemberRole.RECEIVER))


@pytest.fixture
def path(clients, stage, sku):
    """The receipt of six boxes, recorded by the first of two receivers."""
    stage.school.dual_inspection_from_fen = 0
    order_id = clients.confirmed((sku, 6))
    clients.ship(order_id, {"line": 1, "quantity": 6})
    answer = clients.receive(order_id, 1, FIVE)
    assert (answer.status_code, answer.json["state"], answer.json["accepted"]["amount"]) == (201, "shipped", "0.00")
    assert answer.json["needs_dual_inspection"] is True
    assert answer.json["next_actions"] == []
    return f"{ORDERS}/{order_id}/shipments/1/receipt"


def test_the_second_receiver_lets_it_count_once(path, second, stage):
    key = {"Idempotency-Key": "countersign"}
    first, again = (second.post(f"{path}/countersignature", headers=key) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert (first.json["state"], first.json["accepted"]["amount"]) == ("received", "62.50")
    receipt = first.json["shipments"][0]["receipt"]
    assert (receipt["state"], receipt["received_by"]) == ("counted", stage.receiver.name)
    assert receipt["countersigned_at"] == "2020-09-15T02:00:00+00:00"
    assert "received_by_id" not in receipt
    without_key = second.post(f"{path}/countersignature")
    assert (without_key.status_code, without_key.json["code"]) == (409, "move_refused")


def test_the_second_receiver_sends_it_back_with_a_reason(path, second, clients):
    assert second.post(f"{path}/sending-back", json={}).status_code == 422
    assert second.post(f"{path}/sending-back", json={"reason": " "}).status_code == 422
    answer = second.post(f"{path}/sending-back", json={"reason": "数错了"})
    assert answer.status_code == 200
    [shipment] = answer.json["shipments"]
    assert shipment["receipt"] is None
    assert shipment["sent_back"]["reason"] == "数错了"
    assert answer.json["next_actions"] == ["receive"]
    assert clients.receiver.post(path, json={"lines": [{"line": 1, "accepted": 6}]}).status_code == 201


def test_law_11_the_first_receiver_is_told_why_not(path, clients):
    for verb, body in (("countersignature", None), ("sending-back", {"reason": "x"})):
        answer = clients.receiver.post(f"{path}/{verb}", json=body)
        assert (answer.status_code, answer.json["code"]) == (403, "receipt.receivers_same")
        assert "两位验收人" in answer.json["title"]


def test_what_waits_is_not_recorded_over(path, second):
    answer = second.post(path, json={"lines": [{"line": 1, "accepted": 6}]})
    assert (answer.status_code, answer.json["code"]) == (409, "receipt.waits")


def test_a_shipment_without_a_receipt_has_none(clients, stage, sku, second):
    order_id = clients.confirmed((sku, 6))
    clients.ship(order_id, {"line": 1, "quantity": 6})
    answer = second.post(f"{ORDERS}/{order_id}/shipments/1/receipt/countersignature")
    assert (answer.status_code, answer.json["code"]) == (404, "receipt.not_found")
