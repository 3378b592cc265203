import pytest

ADDRESS = "/api/v1/household-payments"


def test_a_payment_goes_its_way(staff, officer, body):
    answer = staff.post(ADDRESS, json=body())
    assert (answer.status_code, answer.json["state"], answer.json["next_actions"]) == (201, "entered", [])
    one = f"{ADDRESS}/{answer.json['id']}"
    assert officer.get(one).json["next_actions"] == ["send_back", "verify"]
    assert officer.post(f"{one}/sending-back", json={"reason": "凭证不清"}).json["reason"] == "凭证不清"
    mended = {name: value for name, value in body(voucher_number="PZ-2").items() if "_on" in name or name in MENDED}
    assert staff.put(one, json=mended).json["voucher_number"] == "PZ-2"
    assert officer.post(f"{one}/verification").json["state"] == "verified"
    assert officer.post(f"{one}/verification").status_code == 409
    assert officer.post(f"{one}/reversal", json={}).status_code == 422
    assert officer.post(f"{one}/reversal", json={"reason": "重复"}).json["state"] == "reversed"


MENDED = {"mechanism", "amount", "voucher_number"}


def test_law_3_the_same_click_twice_enters_once(staff, body):
    headers = {"Idempotency-Key": "click"}
    first, second = (staff.post(ADDRESS, json=body(), headers=headers) for _ in range(2))
    assert (second.status_code, second.json) == (201, first.json)
    assert len(staff.get(ADDRESS).json["items"]) == 1
    assert staff.post(ADDRESS, json=body()).json["code"] == "household_payment.voucher_taken"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": {"amount": "0.00"}}, "amount"),
        ({"amount": {"amount": "1.001"}}, "amount"),
        ({"amount": 100}, "amount"),
        ({"amount": {"amount": "99999999999999999999.00"}}, "amount"),
        ({"paid_on": "2020-02-30"}, "paid_on"),
        ({"paid_on": "2020-09-16"}, "paid_on"),
        ({"mechanism": "gift"}, "mechanism"),
        ({"voucher_number": "a\u0000b"}, "voucher_number"),
        ({"voucher_number": None}, "voucher_number"),
        ({"evidence_file_id": 12345}, "evidence_file_id"),
        ({"household_number": "H-unknown"}, "household_number"),
        ({"head_name": "张三丰"}, "head_name"),
    ],
)
def test_a_wrong_field_is_named(staff, body, changes, field):
    answer = staff.post(ADDRESS, json=body(**changes))
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


def test_law_11_the_supplier_does_not_verify(staff, body):
    payment = staff.post(ADDRESS, json=body()).json
    assert staff.post(f"{ADDRESS}/{payment['id']}/verification").status_code == 403


def test_law_12_the_outsider_gets_nothing(staff, officer, outsider, cast, body, household):
    one = f"{ADDRESS}/{staff.post(ADDRESS, json=body()).json['id']}"
    assert outsider.get(ADDRESS).json == {"items": [], "next": None}
    refused = [
        outsider.get(one),
        outsider.post(f"{one}/verification"),
        outsider.post(f"{one}/sending-back", json={"reason": "x"}),
        outsider.post(f"{one}/reversal", json={"reason": "x"}),
        outsider.put(one, json={name: value for name, value in body().items() if name in MENDED | {"paid_on"}}),
        outsider.post(ADDRESS, json=body(voucher_number="PZ-9")),
    ]
    assert [answer.status_code for answer in refused] == [404] * 6
    assert not any(household.household_number in answer.text for answer in refused)
    assert cast.client().get(ADDRESS).status_code == 401
    assert cast.client(cast.user()).get(ADDRESS).status_code == 403
    assert officer.get(one).json["state"] == "entered"


def test_law_14_a_payment_names_nobody(staff, officer, body):
    staff.post(ADDRESS, json=body())
    assert "张" not in officer.get(ADDRESS).text


def test_payments_come_page_by_page_and_narrowed(staff, body):
    for number in range(3):
        staff.post(ADDRESS, json=body(voucher_number=f"V{number}"))
    page = staff.get(f"{ADDRESS}?limit=2").json
    rest = staff.get(f"{ADDRESS}?limit=2&after={page['next']}").json
    assert [item["voucher_number"] for item in page["items"] + rest["items"]] == ["V2", "V1", "V0"]
    assert staff.get(f"{ADDRESS}?state=verified").json["items"] == []
    assert staff.get(f"{ADDRESS}?state=nonsense").status_code == 422
