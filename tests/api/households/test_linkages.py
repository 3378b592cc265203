"""Linkages over HTTP: entered by suppliers, decided by staff, ended by either."""

import pytest


def test_a_supplier_sees_what_it_entered_and_staff_what_waits_for_them(staff, keeper, linkage, household):
    assert (linkage["state"], linkage["head_name"], linkage["supplier_name"]) == ("entered", "慕**", "环县绿源合作社")
    assert linkage["next_actions"] == []
    (own,) = staff.get("/api/v1/linkages").json["items"]
    (waiting,) = keeper.get("/api/v1/linkages?state=entered").json["items"]
    assert own["id"] == waiting["id"] == linkage["id"]
    assert waiting["next_actions"] == ["send_back", "verify"]
    assert keeper.get("/api/v1/linkages?state=verified").json["items"] == []
    detail = keeper.get(f"/api/v1/households/{household['id']}").json
    assert [each["id"] for each in detail["linkages"]] == [linkage["id"]]


def test_law_3_the_same_click_twice_enters_once(staff, household, organisation, evidence_file_id):
    body = {
        "supplier": organisation.uscc,
        "household_number": household["household_number"],
        "mechanism": "dividend",
        "from_on": "2020-01-01",
        "last_on": "2020-12-31",
        "evidence_file_id": evidence_file_id,
    }
    headers = {"Idempotency-Key": "k"}
    first, again = (staff.post("/api/v1/linkages", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, first.json) == (201, again.json)
    assert first.json["last_on"] == "2020-12-31"
    assert staff.post("/api/v1/linkages", json=body).json["code"] == "linkage.open"


def test_a_linkage_goes_from_hand_to_hand(staff, keeper, linkage, evidence_file_id):
    address = f"/api/v1/linkages/{linkage['id']}"
    assert keeper.post(f"{address}/sending-back", json={}).status_code == 422
    back = keeper.post(f"{address}/sending-back", json={"reason": "合同未盖章"}).json
    assert (back["state"], back["reason"]) == ("sent_back", "合同未盖章")
    assert staff.get(address).json["next_actions"] == ["mend"]
    mended = staff.put(address, json={"from_on": "2020-02-01", "evidence_file_id": evidence_file_id})
    assert (mended.status_code, mended.json["state"], mended.json["reason"]) == (200, "entered", None)
    verified = keeper.post(f"{address}/verification").json
    assert (verified["state"], verified["next_actions"]) == ("verified", ["end"])
    ended = staff.post(f"{address}/ending", json={"last_on": "2020-08-31", "reason": "到期"}).json
    assert (ended["state"], ended["last_on"], ended["next_actions"]) == ("ended", "2020-08-31", [])
    assert keeper.post(f"{address}/verification").status_code == 409


def test_linkages_are_listed_newest_first_page_by_page(staff, keeper, linkage, told, organisation, evidence_file_id):
    body = {"supplier": organisation.uscc, "from_on": "2020-01-01", "evidence_file_id": evidence_file_id}
    body |= {"household_number": linkage["household_number"]}
    others = [staff.post("/api/v1/linkages", json=body | {"mechanism": m}).json["id"] for m in ("employment", "other")]
    first = keeper.get("/api/v1/linkages?limit=2").json
    rest = keeper.get(f"/api/v1/linkages?limit=2&after={first['next']}").json
    assert [item["id"] for item in first["items"] + rest["items"]] == [others[1], others[0], linkage["id"]]


def test_law_12_the_outsider_gets_404_and_an_empty_list(outsider, linkage, cast):
    address = f"/api/v1/linkages/{linkage['id']}"
    answers = [
        outsider.get(address),
        outsider.put(address, json={"from_on": "2020-02-01", "evidence_file_id": 1}),
        outsider.post(f"{address}/verification"),
        outsider.post(f"{address}/sending-back", json={"reason": "x"}),
        outsider.post(f"{address}/ending", json={"last_on": "2020-08-31", "reason": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert all(linkage["household_number"] not in answer.text for answer in answers)
    assert outsider.get("/api/v1/linkages").json["items"] == []
    nobody = cast.client(cast.user())
    assert nobody.get("/api/v1/linkages").status_code == 403
    assert nobody.get(address).status_code == 403
    assert cast.client().get("/api/v1/linkages").status_code == 401


@pytest.mark.parametrize("query", ["state=x", "after=nonsense", "limit=0"])
def test_a_wrong_query_is_refused(keeper, query):
    assert keeper.get(f"/api/v1/linkages?{query}").status_code == 422
