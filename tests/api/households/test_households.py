"""The register over HTTP: entered, listed, read, changed; never unmasked."""

from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from tests.factories.codes import identity_number

HEAD = identity_number(6001, county="622822")


def numbers(client, query=""):
    return [item["household_number"] for item in client.get(f"/api/v1/households?{query}").json["items"]]


def test_a_household_is_registered_and_answered_masked(household):
    assert household["head_name"] == "慕**"
    assert household["head_identity_number"] == f"6228{'*' * 10}{HEAD[-4:]}"
    assert (household["village_name"], household["category"], household["persons"]) == ("城东村", "lifted_out", 4)
    assert household["is_registered"] is True
    assert household["statuses"] == [{"from_on": "2014-01-01", "last_on": None, "category": "lifted_out", "persons": 4}]
    assert (household["linkages"], household["rosters"]) == ([], [])


def test_law_3_the_same_click_twice_registers_once(keeper, told):
    headers = {"Idempotency-Key": "click"}
    first = keeper.post("/api/v1/households", json=told(), headers=headers)
    again = keeper.post("/api/v1/households", json=told(), headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert keeper.post("/api/v1/households", json=told()).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"head_identity_number": HEAD[:-1] + "?"}, "head_identity_number", "identity_number.wrong"),
        ({"village_code": "621022101009"}, "village_code", "household.village_unknown"),
        ({"persons": 0}, "persons", "field.out_of_range"),
        ({"persons": "4"}, "persons", "field.not_integer"),
        ({"category": "rich"}, "category", "field.unknown_choice"),
        ({"head_name": " "}, "head_name", "field.blank"),
        ({"surprise": 1}, "surprise", "field.unknown"),
    ],
)
def test_wrong_fields_are_named(keeper, told, changes, field, code):
    answer = keeper.post("/api/v1/households", json=told(**changes))
    assert (answer.status_code, [(each["field"], each["code"]) for each in answer.json["errors"]]) == (
        422,
        [(field, code)],
    )


def test_households_are_listed_page_by_page_village_by_village(keeper, cast):
    villages = ("621022102001", "621022101001", "621022103001", "621022101001", "621022102001")
    entered = [cast.household(village=village) for village in villages]
    pages, after = [], ""
    while after is not None:
        page = keeper.get(f"/api/v1/households?limit=2{after and '&after=' + after}").json
        pages.append([item["household_number"] for item in page["items"]])
        after = page["next"]
    ordered = [each.household_number for each in sorted(entered, key=lambda row: (row.village_code, row.id))]
    assert pages == [ordered[:2], ordered[2:4], ordered[4:]]


def test_a_list_is_narrowed_by_region_category_number_head_and_day(keeper, cast, session, household):
    number = household["household_number"]
    other = cast.household(village="621022102001", registered=date(2020, 3, 1))
    other.cleared_on = date(2020, 8, 1)
    session.flush()
    assert numbers(keeper) == [number, other.household_number]
    assert numbers(keeper, "region_code=621022101") == [number]
    assert numbers(keeper, "region_code=621022102001") == [other.household_number]
    assert numbers(keeper, "category=lifted_out") == [number]
    assert numbers(keeper, f"q={number[:10]}") == [number]
    assert numbers(keeper, f"q={HEAD[:12]}") == []
    assert numbers(keeper, "q=%25") == []
    assert numbers(keeper, "on=2020-02-29") == [number]
    assert numbers(keeper, "on=2020-03-01") == [number, other.household_number]
    assert numbers(keeper, "on=2020-08-01") == [number]


def test_a_head_is_looked_for_by_a_whole_identity_number_that_never_stands_in_an_address(keeper, cast, household):
    def found(q):
        answer = keeper.post("/api/v1/households/search", json={"q": q})
        return [item["household_number"] for item in answer.json["items"]]

    other = cast.household()
    assert found(HEAD) == found(HEAD.lower()) == [household["household_number"]]
    assert found(HEAD[:17]) == []
    assert found(other.household_number[:3]) == [other.household_number]
    refused = keeper.get(f"/api/v1/households?q={HEAD}")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "household.identity_in_address")


def test_category_and_persons_are_those_of_the_day(keeper, household):
    address = f"/api/v1/households/{household['id']}/statuses"
    answer = keeper.post(address, json={"from_on": "2020-05-01", "category": "unstable", "persons": 5})
    assert (answer.status_code, answer.json["category"], answer.json["persons"]) == (201, "unstable", 5)
    assert [(each["from_on"], each["last_on"]) for each in answer.json["statuses"]] == [
        ("2014-01-01", "2020-04-30"),
        ("2020-05-01", None),
    ]
    (item,) = keeper.get("/api/v1/households?on=2020-04-30").json["items"]
    assert (item["category"], item["persons"]) == ("lifted_out", 4)
    early = {"from_on": "2019-05-01", "category": "marginal", "persons": 5}
    assert (keeper.post(address, json=early).status_code, keeper.post(address, json={}).status_code) == (409, 422)


def test_a_household_tells_the_rosters_it_stands_on(keeper, cast, session, supplier):
    household = cast.household()
    cast.roster(supplier, [(household, 3), (cast.household(), 1)], share_bp=1500)
    (roster,) = keeper.get(f"/api/v1/households/{household.id}").json["rosters"]
    assert (roster["weight"], roster["weight_total"], roster["household_share_bp"]) == (3, 4, 1500)
    assert (roster["supplier_name"], roster["from_on"], roster["last_on"]) == ("环县绿源合作社", "2020-01-01", None)


def test_law_12_staff_see_their_region_and_the_outsider_nothing(cast, household, outsider, told, staff):
    town = cast.client(cast.officer(Duty.REVITALISATION_OFFICER, region="621022102000"))
    auditor = cast.client(cast.officer(Duty.AUDITOR, region="620000"))
    address = f"/api/v1/households/{household['id']}"
    assert outsider.post("/api/v1/households/search", json={"q": HEAD}).json["items"] == []
    assert staff.post("/api/v1/households/search", json={"q": HEAD}).status_code == 403
    assert (numbers(town), numbers(outsider), numbers(auditor)) == ([], [], [household["household_number"]])
    assert auditor.get(address).json["head_name"] == "慕**"
    status = {"from_on": "2020-05-01", "category": "unstable", "persons": 5}
    for client in (town, outsider):
        answers = [
            client.get(address),
            client.post(f"{address}/statuses", json=status),
            client.post("/api/v1/households", json=told(household_number="other")),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert all(household["household_number"] not in answer.text for answer in answers)
    assert auditor.post(f"{address}/statuses", json=status).status_code == 403
    assert staff.get("/api/v1/households").status_code == 403
    assert cast.client().get(address).status_code == 401


@pytest.mark.parametrize("query", ["limit=0", "after=nonsense", "region_code=62", "on=today", "category=rich"])
def test_a_wrong_query_is_refused(keeper, query):
    assert keeper.get(f"/api/v1/households?{query}").status_code == 422
