import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.audit.models import AuditLine
from tests.factories.codes import uscc_number


@pytest.fixture
def administrator(cast):
    return cast.client(cast.officer(Duty.ADMINISTRATOR))


def body(**changes):
    return {"uscc": uscc_number(9001), "name": "环县一中", "kind": "school", "region_code": "621022", **changes}


def test_an_administrator_registers_an_organisation_once(administrator, session):
    made = administrator.post("/api/v1/organisations", json=body())
    assert made.status_code == 201
    assert made.json["order_approval"] is None
    line = session.query(AuditLine).filter_by(action="organisation.registered").one()
    assert line.organisation_ids == [made.json["id"]]

    again = administrator.post("/api/v1/organisations", json=body(name="别名"))
    assert (again.status_code, again.json["code"]) == (409, "organisation.known")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"uscc": "91621022MA0000000X"}, 422, "uscc.wrong"),
        ({"uscc": "\uff11\uff12"}, 422, "uscc.wrong"),
        ({"region_code": "62102"}, 422, "invalid"),
        ({"region_code": "621099"}, 404, "region.outside"),
        ({"region_code": "110101"}, 404, "region.outside"),
        ({"kind": "shop"}, 422, "invalid"),
        ({"name": " "}, 422, "invalid"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(administrator, session, changes, status, code):
    answer = administrator.post("/api/v1/organisations", json=body(**changes))
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert session.query(Organisation).count() == 0


def test_only_administrators_register(cast):
    manager = cast.client(cast.member(cast.organisation(), MemberRole.MANAGER))
    assert manager.post("/api/v1/organisations", json=body()).status_code == 403
    assert cast.client().post("/api/v1/organisations", json=body()).status_code == 401


def test_law_12_an_organisation_is_known_to_its_people_and_to_the_posts_above_it(cast):
    school = cast.organisation(name="环县一中")
    member = cast.client(cast.member(school, MemberRole.RECEIVER))
    city = cast.client(cast.officer(Duty.AUDITOR, region="621000"))
    for client in (member, city):
        assert client.get(f"/api/v1/organisations/{school.id}").json["name"] == "环县一中"

    outsider = cast.client(cast.outsider())
    answer = outsider.get(f"/api/v1/organisations/{school.id}")
    assert answer.status_code == 404
    assert "环县一中" not in answer.text
    assert "环县一中" not in outsider.get("/api/v1/organisations").text


def test_organisations_are_searched_and_listed_page_by_page(cast, administrator):
    names = [cast.organisation(name=f"第{n}小学").name for n in range(3)]
    farm = cast.organisation(OrganisationKind.FAMILY_FARM, name="100%农场")

    first = administrator.get("/api/v1/organisations?limit=2").json
    rest = administrator.get(f"/api/v1/organisations?limit=2&after={first['next']}").json
    assert [item["name"] for item in first["items"] + rest["items"]] == [*names, farm.name]
    assert rest["next"] is None

    def found(query):
        return [item["name"] for item in administrator.get(f"/api/v1/organisations?{query}").json["items"]]

    assert found("q=小学") == names
    assert found("q=0%25农") == [farm.name]
    assert found("q=%25") == [farm.name]
    assert found(f"q={farm.uscc.lower()[:18]}") == [farm.name]
    assert found("kind=family_farm") == [farm.name]
    assert administrator.get("/api/v1/organisations?after=xx").json["code"] == "field.cursor"


def test_a_manager_changes_name_and_approval_amount(cast):
    school = cast.organisation()
    manager = cast.client(cast.member(school, MemberRole.MANAGER))
    address = f"/api/v1/organisations/{school.id}"
    amount = {"amount": "5000.00", "currency": "CNY"}

    changed = manager.patch(address, json={"name": "新名", "order_approval": amount})
    assert (changed.json["name"], changed.json["order_approval"]) == ("新名", amount)
    assert manager.patch(address, json={}).json["order_approval"] == amount
    assert manager.patch(address, json={"order_approval": None}).json["order_approval"] is None
    assert manager.patch(address, json={"order_approval": {"amount": "-1"}}).status_code == 422
    assert manager.patch(address, json={"uscc": uscc_number(1)}).json["errors"][0]["code"] == "field.unknown"


def test_a_manager_sets_from_which_amount_two_people_receive(cast):
    school = cast.organisation()
    manager = cast.client(cast.member(school, MemberRole.MANAGER))
    address = f"/api/v1/organisations/{school.id}"
    assert manager.get(address).json["dual_inspection_from"] is None
    amount = {"amount": "2000.00", "currency": "CNY"}
    assert manager.patch(address, json={"dual_inspection_from": amount}).json["dual_inspection_from"] == amount
    assert manager.patch(address, json={"name": "新名"}).json["dual_inspection_from"] == amount
    assert manager.get(address).json["dual_inspection_from"] == amount
    assert manager.patch(address, json={"dual_inspection_from": None}).json["dual_inspection_from"] is None
    for wrong in ({"amount": "-1"}, {"amount": "9" * 30}, 5):
        assert manager.patch(address, json={"dual_inspection_from": wrong}).status_code == 422


def test_others_do_not_change_it(cast):
    school = cast.organisation()
    address = f"/api/v1/organisations/{school.id}"
    assert cast.client(cast.member(school, MemberRole.PURCHASER)).patch(address, json={}).status_code == 403
    assert cast.client(cast.outsider()).patch(address, json={"name": "x"}).status_code == 404
