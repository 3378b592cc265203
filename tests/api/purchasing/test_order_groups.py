import pytest
from sqlalchemy import text

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.db import db

PREVIEW = "/api/v1/order-groups/preview"
GROUPS = "/api/v1/order-groups"


def fields(answer):
    assert answer.status_code == 422, answer.json
    return {error["field"]: error["code"] for error in answer.json["errors"]}


def test_a_preview_prices_the_lines_by_supplier_and_writes_nothing(clients, cast, stage, sku, session):
    other = cast.product(cast.supplier(name="环县小米厂"), tiers=((1, 300), (10, 250)))
    body = {"lines": [{"sku": other.code, "quantity": 10}, {"sku": sku.code, "quantity": 2, "note": "上午送"}]}
    answer = clients.purchaser.post(PREVIEW, json=body)
    assert answer.status_code == 200
    assert answer.json["amount"] == {"amount": "50.00", "currency": "CNY"}
    assert (answer.json["needs_approval"], answer.json["problems"]) == (False, [])
    told = [(order["supplier_name"], order["amount"]["amount"]) for order in answer.json["orders"]]
    assert told == [("环县苹果合作社", "25.00"), ("环县小米厂", "25.00")]
    line = answer.json["orders"][0]["lines"][0]
    assert (line["position"], line["name"], line["unit_price"]["amount"], line["note"]) == (
        1,
        "环县苹果",
        "12.50",
        "上午送",
    )
    assert session.scalar(text("SELECT count(*) FROM order_group")) == 0


def test_a_preview_tells_everything_that_is_wrong_at_once(clients, cast, stage, sku):
    body = {
        "lines": [
            {"sku": sku.code, "quantity": 51},
            {"sku": "nothing", "quantity": 1, "deliver_on": "2020-09-14"},
            {"sku": sku.code, "quantity": 1},
        ]
    }
    answer = clients.purchaser.post(PREVIEW, json=body)
    assert answer.status_code == 200
    assert [(problem["field"], problem["code"]) for problem in answer.json["problems"]] == [
        ("lines.0.quantity", "order_line.stock_short"),
        ("lines.1.deliver_on", "order_line.delivery_in_the_past"),
        ("lines.1.sku", "order_line.not_on_sale"),
        ("lines.2.sku", "order_line.repeated"),
    ]
    assert answer.json["problems"][0]["message"] == "库存不足：需要 51，仅剩 50"
    assert answer.json["problems"][0]["facts"] == {"wanted": 51, "left": 50}


def test_a_preview_says_whether_a_second_person_is_needed(clients, stage, sku, session):
    stage.school.order_approval_fen = 2500
    session.commit()

    def waits(quantity):
        body = {"lines": [{"sku": sku.code, "quantity": quantity}]}
        return clients.purchaser.post(PREVIEW, json=body).json["needs_approval"]

    assert (waits(1), waits(2)) == (False, True)


def test_an_order_group_is_placed(clients, stage, sku):
    answer = clients.place((sku, 4), note="食堂九月")
    assert answer.status_code == 201
    group = answer.json
    assert (group["buyer_name"], group["note"], group["payment_terms"]) == ("环县第一中学", "食堂九月", "on_account")
    assert (group["amount"]["amount"], group["accepted"]["amount"]) == ("50.00", "0.00")
    assert (group["state"], group["states"]) == ("running", [{"state": "placed", "orders": 1}])
    assert group["orders"][0]["supplier_name"] == "环县苹果合作社"
    assert clients.purchaser.get(f"{GROUPS}/{group['id']}").json == group
    assert stage.balance(sku) == (50, 4)


def test_what_cannot_be_ordered_is_refused_by_field_and_nothing_is_written(clients, cast, stage, sku, session):
    answer = clients.purchaser.post(
        GROUPS, json={"lines": [{"sku": sku.code, "quantity": 50}, {"sku": "nothing", "quantity": 1}]}
    )
    assert fields(answer) == {"lines.1.sku": "order_line.not_on_sale"}
    assert answer.json["code"] == "order_group.refused"
    english = cast.client(stage.purchaser, language="en").post(
        GROUPS, json={"lines": [{"sku": "nothing", "quantity": 1}]}
    )
    assert english.json["errors"][0]["message"] == "No SKU “nothing” is on sale"
    assert session.scalar(text("SELECT count(*) FROM order_group")) == 0
    assert stage.balance(sku) == (50, 0)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"lines": "field.required"}),
        ({"lines": []}, {"lines": "order_line.missing"}),
        ({"lines": "x"}, {"lines": "field.not_list"}),
        ({"lines": [1]}, {"lines.0": "field.not_object"}),
        ({"lines": [{"sku": "A", "quantity": 1, "price": 1}]}, {"lines.0.price": "field.unknown"}),
        ({"lines": [{"sku": "A", "quantity": -1}]}, {"lines.0.quantity": "field.out_of_range"}),
        ({"lines": [{"sku": "A", "quantity": 10**30}]}, {"lines.0.quantity": "field.out_of_range"}),
        ({"lines": [{"sku": "A", "quantity": 1.5}]}, {"lines.0.quantity": "field.not_integer"}),
        ({"lines": [{"sku": "A", "quantity": "1"}]}, {"lines.0.quantity": "field.not_integer"}),
        ({"lines": [{"sku": "A\x00", "quantity": 1}]}, {"lines.0.sku": "field.control_characters"}),
        ({"lines": [{"sku": " ", "quantity": 1}]}, {"lines.0.sku": "field.blank"}),
        ({"lines": [{"sku": "A", "quantity": 1, "deliver_on": "soon"}]}, {"lines.0.deliver_on": "field.not_date"}),
        ({"lines": [{"sku": "A", "quantity": 1}], "payment_terms": "never"}, {"payment_terms": "field.unknown_choice"}),
        ({"lines": [{"sku": "A", "quantity": 1}], "buyer_id": 2**70}, {"buyer_id": "field.out_of_range"}),
        (
            {"lines": [{"sku": "A"}, {"quantity": None}]},
            {"lines.0.quantity": "field.required", "lines.1.quantity": "field.null", "lines.1.sku": "field.required"},
        ),
    ],
)
@pytest.mark.parametrize("path", [GROUPS, PREVIEW])
def test_bad_input_is_refused_by_field(clients, path, body, wrong):
    if path == PREVIEW and "payment_terms" in body:
        wrong = {"payment_terms": "field.unknown"}
    assert fields(clients.purchaser.post(path, json=body)) == wrong


def test_where_nothing_is_wrong_but_the_stock_it_is_a_conflict_told_by_line(clients, sku):
    answer = clients.purchaser.post(GROUPS, json={"lines": [{"sku": sku.code, "quantity": 51}]})
    assert (answer.status_code, answer.json["code"]) == (409, "order_group.stock_short")
    assert [(error["field"], error["facts"]) for error in answer.json["errors"]] == [
        ("lines.0.quantity", {"wanted": 51, "left": 50})
    ]


def test_more_lines_than_a_group_takes_are_refused(clients):
    lines = [{"sku": f"S{n}", "quantity": 1} for n in range(2001)]
    assert fields(clients.purchaser.post(GROUPS, json={"lines": lines})) == {"lines": "order_line.too_many"}


def test_who_orders_for_several_buyers_says_for_which(clients, cast, stage, sku, session):
    second = cast.organisation(name="环县第二中学")
    user = cast.member(stage.school, MemberRole.PURCHASER)
    session.add(Membership(user_id=user.id, organisation_id=second.id, role=MemberRole.PURCHASER, created_at=stage.now))
    session.commit()
    client = cast.client(user)
    body = {"lines": [{"sku": sku.code, "quantity": 1}]}
    assert fields(client.post(GROUPS, json=body)) == {"buyer_id": "buyer.needed"}
    assert client.post(GROUPS, json={**body, "buyer_id": second.id}).json["buyer_name"] == "环县第二中学"


def test_law_12_nobody_orders_for_another_buyer(clients, cast, stage, sku):
    body = {"buyer_id": stage.school.id, "lines": [{"sku": sku.code, "quantity": 1}]}
    for path in (GROUPS, PREVIEW):
        theirs = clients.outsider.post(path, json=body)
        none = clients.outsider.post(path, json={**body, "buyer_id": 10**15})
        assert (theirs.status_code, theirs.json["code"]) == (404, "buyer.not_found")
        assert theirs.data == none.data
        assert clients.receiver.post(path, json=body).status_code == 403
        assert cast.client().post(path, json=body).status_code == 401


def test_law_3_the_same_click_twice_places_one_group(clients, stage, sku, session):
    first, second = (clients.place((sku, 4), key="k") for _ in range(2))
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert session.scalar(text("SELECT count(*) FROM order_group")) == 1
    assert stage.balance(sku) == (50, 4)
    assert clients.place((sku, 5), key="k").json["code"] == "idempotency.key_reused"


def test_law_3_the_same_click_twice_at_once_places_one_group(crowd, together):
    sku = crowd.cast.product(crowd.supplier, stock=50)
    client = crowd.cast.client(crowd.purchaser)
    token = client.environ_base["HTTP_AUTHORIZATION"]
    db.session.commit()
    body = {"lines": [{"sku": sku.code, "quantity": 4}]}

    def click():
        headers = {"Idempotency-Key": "k", "Authorization": token}
        return crowd.cast.app.test_client().post(GROUPS, json=body, headers=headers)

    answers = together(*[click] * 6)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 5
    assert crowd.balance(sku) == (50, 4)


def test_groups_are_listed_newest_first_page_by_page(clients, sku):
    made = [clients.place((sku, 1)).json["id"] for _ in range(3)]
    first = clients.receiver.get(f"{GROUPS}?limit=2").json
    assert [item["id"] for item in first["items"]] == made[:0:-1]
    rest = clients.receiver.get(f"{GROUPS}?limit=2&after={first['next']}").json
    assert ([item["id"] for item in rest["items"]], rest["next"]) == ([made[0]], None)
    for asked in ("state=settled", "order_state=settled"):
        assert clients.receiver.get(f"{GROUPS}?{asked}").json["items"] == []
    for asked in ("state=running", "order_state=placed"):
        assert len(clients.receiver.get(f"{GROUPS}?{asked}").json["items"]) == 3


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "after=nonsense", "state=x"])
def test_a_wrong_query_is_refused(clients, query):
    assert clients.receiver.get(f"{GROUPS}?{query}").status_code == 422


def test_a_second_person_approves(clients, stage, sku, session):
    stage.school.order_approval_fen = 0
    session.commit()
    group = clients.place((sku, 1)).json
    assert (group["state"], group["next_actions"]) == ("awaiting_approval", [])
    path = f"{GROUPS}/{group['id']}"
    assert clients.approver.get(path).json["next_actions"] == ["approve", "refuse"]
    answer = clients.approver.post(f"{path}/approval")
    assert (answer.status_code, answer.json["state"], answer.json["next_actions"]) == (200, "running", [])
    again = clients.approver.post(f"{path}/approval")
    assert (again.status_code, again.json["code"]) == (409, "order_group.nothing_waits")


def test_law_11_who_placed_does_not_approve(cast, stage, sku, session):
    stage.school.order_approval_fen = 0
    session.commit()
    client = cast.client(cast.member(stage.school, MemberRole.PURCHASER, MemberRole.APPROVER))
    group = client.post(GROUPS, json={"lines": [{"sku": sku.code, "quantity": 1}]}).json
    assert group["next_actions"] == []
    for verb, body in (("approval", None), ("refusal", {"reason": "x"})):
        answer = client.post(f"{GROUPS}/{group['id']}/{verb}", json=body)
        assert (answer.status_code, answer.json["code"]) == (403, "order.approver_placed")


def test_a_second_person_refuses_with_a_reason(clients, stage, sku, session):
    stage.school.order_approval_fen = 0
    session.commit()
    path = f"{GROUPS}/{clients.place((sku, 1)).json['id']}/refusal"
    assert fields(clients.approver.post(path, json={})) == {"reason": "field.required"}
    assert fields(clients.approver.post(path, json={"reason": "  "})) == {"reason": "field.blank"}
    answer = clients.approver.post(path, json={"reason": "超预算"})
    assert (answer.status_code, answer.json["state"]) == (200, "ended")
    assert stage.balance(sku) == (50, 0)


def test_law_12_a_group_is_its_buyers_and_the_staffs_of_its_region(clients, cast, stage, sku):
    group_id = clients.place((sku, 1)).json["id"]
    path, none = f"{GROUPS}/{group_id}", f"{GROUPS}/{10**15}"
    for client in (clients.outsider, clients.seller):
        assert client.get(GROUPS).json["items"] == []
        assert client.get(path).status_code == 404
        assert client.get(path).data == client.get(none).data
    for verb, body in (("approval", None), ("refusal", {"reason": "x"})):
        theirs = clients.outsider.post(f"{path}/{verb}", json=body)
        assert (theirs.status_code, theirs.data) == (404, clients.outsider.post(f"{none}/{verb}", json=body).data)
        assert clients.purchaser.post(f"{path}/{verb}", json=body).status_code == 403
    assert clients.nobody.get(path).status_code == 403
    auditor = cast.client(cast.officer(Duty.AUDITOR, region="620000"))
    assert auditor.get(path).json["next_actions"] == []
