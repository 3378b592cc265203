from datetime import date

import pytest

from marketplace.accounts.rules import Duty

ORDERS = "/api/v1/orders"


def fields(answer):
    assert answer.status_code == 422, answer.json
    return {error["field"]: error["code"] for error in answer.json["errors"]}


def test_orders_are_listed_newest_first_page_by_page(clients, sku):
    made = [clients.placed((sku, 1)) for _ in range(3)]
    first = clients.seller.get(f"{ORDERS}?limit=2").json
    assert [item["id"] for item in first["items"]] == made[:0:-1]
    rest = clients.seller.get(f"{ORDERS}?limit=2&after={first['next']}").json
    assert ([item["id"] for item in rest["items"]], rest["next"]) == ([made[0]], None)
    number = first["items"][0]["order_number"]
    assert [item["id"] for item in clients.seller.get(f"{ORDERS}?order_number={number}").json["items"]] == [made[2]]
    assert clients.seller.get(f"{ORDERS}?state=confirmed").json["items"] == []


def test_an_order_goes_its_way_and_is_told_at_every_step(clients, stage, sku):
    order_id = clients.placed((sku, 6))
    order = clients.seller.get(f"{ORDERS}/{order_id}").json
    assert order["next_actions"] == ["confirm", "decline"]
    assert order["lines"][0]["unit_price"] == {"amount": "12.50", "currency": "CNY"}

    order = clients.seller.post(f"{ORDERS}/{order_id}/confirmation").json
    assert (order["state"], order["next_actions"]) == ("confirmed", ["decline", "ship"])

    answer = clients.ship(order_id, {"line": 1, "quantity": 4}, carrier="顺丰", tracking_number="SF1")
    assert (answer.status_code, answer.json["state"]) == (201, "partly_shipped")
    assert answer.json["next_actions"] == ["close", "ship"]
    assert answer.json["shipments"][0]["tracking_number"] == "SF1"

    rejected = {
        "line": 1,
        "accepted": 3,
        "rejected": 1,
        "reject_reason": "spoiled",
        "reject_note": "烂了",
        "weighed_g": 14800,
    }
    answer = clients.receive(order_id, 1, rejected, note="冷链车")
    assert answer.status_code == 201
    assert answer.json["accepted"]["amount"] == "37.50"
    assert answer.json["shipments"][0]["receipt"]["note"] == "冷链车"
    assert answer.json["shipments"][0]["lines"][0]["weighed_g"] == 14800

    order = clients.seller.post(f"{ORDERS}/{order_id}/closing", json={"reason": "卖完了"}).json
    assert (order["state"], order["charge"]["state"]) == ("received", "open")
    assert order["charge"]["amount"]["amount"] == "37.50"
    assert order["events"][-1] == {
        "at": "2020-09-15T02:00:00+00:00",
        "by": stage.seller.name,
        "from_state": "shipped",
        "to_state": "received",
        "reason": None,
    }

    stage.pay(order_id, on=date(2020, 9, 16))
    order = clients.purchaser.get(f"{ORDERS}/{order_id}").json
    assert (order["state"], order["settled_on"], order["charge"]["state"]) == ("settled", "2020-09-16", "paid")
    assert order["next_actions"] == []
    assert [(amount, quantity) for _, amount, _, quantity in stage.sales()] == [(3750, 3)]


def test_a_supplier_declines_and_a_buyer_cancels_with_a_reason(clients, stage, sku):
    declined, cancelled = clients.placed((sku, 1)), clients.placed((sku, 1))
    for client, order_id, verb, state in (
        (clients.seller, declined, "declining", "declined"),
        (clients.purchaser, cancelled, "cancellation", "cancelled"),
    ):
        path = f"{ORDERS}/{order_id}/{verb}"
        assert fields(client.post(path, json={"reason": ""})) == {"reason": "field.blank"}
        answer = client.post(path, json={"reason": "不要了"})
        assert (answer.status_code, answer.json["state"]) == (200, state)
        assert answer.json["events"][-1]["reason"] == "不要了"
        again = client.post(path, json={"reason": "不要了"})
        assert (again.status_code, again.json["code"]) == (409, "move_refused")
    assert stage.balance(sku) == (50, 0)


def test_a_prepaid_order_ships_once_it_is_paid(clients, stage, sku):
    order_id = clients.confirmed((sku, 1), payment_terms="prepaid")
    order = clients.seller.get(f"{ORDERS}/{order_id}").json
    assert (order["charge"]["state"], order["charge"]["due_on"]) == ("open", "2020-09-22")
    assert order["next_actions"] == ["decline"]
    answer = clients.ship(order_id, {"line": 1, "quantity": 1})
    assert (answer.status_code, answer.json["code"]) == (409, "order.not_paid")
    stage.pay(order_id, on=date(2020, 9, 15))
    assert clients.seller.get(f"{ORDERS}/{order_id}").json["next_actions"] == ["ship"]
    assert clients.ship(order_id, {"line": 1, "quantity": 1}).status_code == 201


def test_what_is_wrong_with_a_shipment_is_told_by_field(clients, sku):
    order_id = clients.confirmed((sku, 6))
    answer = clients.ship(order_id, {"line": 1, "quantity": 7, "lot_number": "L1"}, {"line": 2, "quantity": 1})
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [
        ("lines.0.quantity", "order_line.ships_too_much"),
        ("lines.0.lot", "order_line.lot_unknown"),
        ("lines.1.line", "order_line.unknown"),
    ]
    assert fields(clients.ship(order_id)) == {"lines": "order_line.missing"}
    assert fields(clients.ship(order_id, {"line": 1, "quantity": -1, "colour": "red"})) == {
        "lines.0.quantity": "field.out_of_range",
        "lines.0.colour": "field.unknown",
    }
    assert fields(clients.ship(order_id, {"line": 10**30, "quantity": 10**30, "lot_number": "a\x00"})) == {
        "lines.0.line": "field.out_of_range",
        "lines.0.quantity": "field.out_of_range",
        "lines.0.lot_number": "field.control_characters",
    }


def test_what_is_wrong_with_a_receipt_is_told_by_field(clients, sku):
    order_id = clients.confirmed((sku, 6))
    clients.ship(order_id, {"line": 1, "quantity": 6})
    assert fields(clients.receive(order_id, 1, {"line": 1, "accepted": 5})) == {
        "lines.0.accepted": "receipt.incomplete"
    }
    assert fields(clients.receive(order_id, 1, {"line": 1, "accepted": 5, "rejected": 1})) == {
        "lines.0.reject_reason": "receipt.reject_reason"
    }
    assert fields(clients.receive(order_id, 1)) == {"lines": "receipt.line_missing"}
    wrong = {"line": 1, "accepted": -1, "rejected": 10**30, "reject_reason": "ugly", "weighed_g": 0}
    assert fields(clients.receive(order_id, 1, wrong, evidence_file_id=1)) == {
        "lines.0.accepted": "field.out_of_range",
        "lines.0.rejected": "field.out_of_range",
        "lines.0.reject_reason": "field.unknown_choice",
        "lines.0.weighed_g": "field.out_of_range",
    }
    fine = {"line": 1, "accepted": 6}
    assert fields(clients.receive(order_id, 1, fine, evidence_file_id=10**12)) == {
        "evidence_file_id": "receipt.evidence_unknown"
    }
    missing = clients.receive(order_id, 2, fine)
    assert (missing.status_code, missing.json["code"]) == (404, "shipment.not_found")
    assert clients.receive(order_id, 1, fine).status_code == 201
    again = clients.receive(order_id, 1, fine)
    assert (again.status_code, again.json["code"]) == (409, "shipment.received")


def test_law_3_the_same_shipment_and_receipt_twice_are_done_once(clients, stage, sku):
    order_id = clients.confirmed((sku, 6))
    key = {"Idempotency-Key": "ship"}
    body = {"lines": [{"line": 1, "quantity": 2}]}
    first, second = (clients.seller.post(f"{ORDERS}/{order_id}/shipments", json=body, headers=key) for _ in range(2))
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert stage.balance(sku) == (48, 4)
    key = {"Idempotency-Key": "receive"}
    body = {"lines": [{"line": 1, "accepted": 2}]}
    path = f"{ORDERS}/{order_id}/shipments/1/receipt"
    first, second = (clients.receiver.post(path, json=body, headers=key) for _ in range(2))
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert second.headers["Idempotency-Replayed"] == "true"


SHIPMENT = {"lines": [{"line": 1, "quantity": 1}]}
RECEIPT = {"lines": [{"line": 1, "accepted": 1}]}
REASON = {"reason": "x"}


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("confirmation", None),
        ("declining", REASON),
        ("cancellation", REASON),
        ("closing", REASON),
        ("shipments", SHIPMENT),
        ("shipments/1/receipt", RECEIPT),
        ("shipments/1/receipt/countersignature", None),
        ("shipments/1/receipt/sending-back", REASON),
    ],
)
def test_law_12_the_outsider_finds_no_order_to_act_on(clients, cast, sku, verb, body):
    order_id = clients.confirmed((sku, 6))
    clients.ship(order_id, {"line": 1, "quantity": 1})
    theirs = clients.outsider.post(f"{ORDERS}/{order_id}/{verb}", json=body)
    none = clients.outsider.post(f"{ORDERS}/{10**15}/{verb}", json=body)
    # The outsider supplies nothing and buys elsewhere: the roles are all held, only not here.
    assert (theirs.status_code, theirs.json["code"]) == (404, "order.not_found")
    assert theirs.data == none.data
    assert clients.nobody.post(f"{ORDERS}/{order_id}/{verb}", json=body).status_code == 403
    assert cast.client().post(f"{ORDERS}/{order_id}/{verb}", json=body).status_code == 401


def test_law_12_the_outsider_and_other_suppliers_read_not_a_byte(clients, cast, stage, sku):
    order_id = clients.placed((sku, 6))
    other = cast.client(stage.seller_of(cast.supplier()))
    for client in (clients.outsider, other):
        assert client.get(ORDERS).json == {"items": [], "next": None}
        theirs = client.get(f"{ORDERS}/{order_id}")
        assert (theirs.status_code, theirs.data) == (404, client.get(f"{ORDERS}/{10**15}").data)
    cashier = cast.client(cast.officer(Duty.CASHIER, region="621000"))
    assert cashier.get(f"{ORDERS}/{order_id}").json["next_actions"] == []
    assert clients.nobody.get(ORDERS).status_code == 403
