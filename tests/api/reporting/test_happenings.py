import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from tests.factories.cast import HUANXIAN

EVENT = {
    "number": "HD-1",
    "name": "展销会",
    "kind": "fair",
    "region_code": "120000",
    "host_code": HUANXIAN,
    "held_on": "2020-09-01",
    "tags": ["消费帮扶月"],
}
OUTLET = {
    "number": "ZG-1",
    "name": "专馆",
    "kind": "hall",
    "region_code": HUANXIAN,
    "host_code": HUANXIAN,
    "opened_on": "2020-06-01",
    "tags": [],
}
AGREEMENT = {
    "agreement_number": "XY-1",
    "signed_on": "2020-06-18",
    "buyer_name": "某商贸公司",
    "host_code": HUANXIAN,
    "signed": {"amount": "3000000.00"},
    "tags": ["云签约"],
}
KINDS = {"events": EVENT, "outlets": OUTLET, "agreements": AGREEMENT}


@pytest.fixture
def officer(cast):
    return cast.client(cast.officer(Duty.REPORTER))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_told_once_and_listed(officer, kind):
    made = officer.post(f"/api/v1/{kind}", json=KINDS[kind])
    assert made.status_code == 201
    assert [each["id"] for each in officer.get(f"/api/v1/{kind}").json["items"]] == [made.json["id"]]
    again = officer.post(f"/api/v1/{kind}", json=KINDS[kind])
    assert again.status_code == 409


@pytest.mark.parametrize("kind", KINDS)
def test_law_12_it_belongs_to_the_region_that_reports_it(cast, officer, kind):
    made = officer.post(f"/api/v1/{kind}", json=KINDS[kind])
    outsider = cast.client(cast.outsider())
    assert outsider.get(f"/api/v1/{kind}").json["items"] == []
    assert outsider.post(f"/api/v1/{kind}", json=KINDS[kind]).status_code == 404
    verb = {
        "outlets": ("closing", {"closed_on": "2020-07-01"}),
        "agreements": ("fulfilment", {"fulfilled": {"amount": "1"}}),
    }
    if kind in verb:
        name, body = verb[kind]
        refused = outsider.post(f"/api/v1/{kind}/{made.json['id']}/{name}", json=body)
        assert refused.status_code == 404


def test_an_outlet_closes_after_it_opened(officer):
    made = officer.post("/api/v1/outlets", json=OUTLET).json
    address = f"/api/v1/outlets/{made['id']}/closing"
    assert officer.post(address, json={"closed_on": "2020-05-01"}).status_code in {409, 422}
    assert officer.post(address, json={"closed_on": "2020-07-01"}).json["closed_on"] == "2020-07-01"


def test_an_agreement_names_its_supplier_by_credit_code(cast, officer, session):
    code = session.get(Organisation, cast.supplier(name="环县小米厂").organisation_id).uscc
    made = officer.post("/api/v1/agreements", json={**AGREEMENT, "supplier": code}).json
    assert (made["supplier"], made["supplier_name"]) == (code, "环县小米厂")
    assert officer.get("/api/v1/agreements").json["items"][0] == made


def test_what_was_fulfilled_of_an_agreement_is_told_later(officer):
    made = officer.post("/api/v1/agreements", json=AGREEMENT).json
    told = officer.post(f"/api/v1/agreements/{made['id']}/fulfilment", json={"fulfilled": {"amount": "1,200,000.00"}})
    assert told.json["fulfilled"] == {"amount": "1200000.00", "currency": "CNY"}
    assert told.json["signed"] == {"amount": "3000000.00", "currency": "CNY"}


def test_who_only_reads_tells_nothing(cast):
    reader = cast.client(cast.officer(Duty.STATISTICIAN))
    assert reader.post("/api/v1/events", json=EVENT).status_code == 403
    assert reader.get("/api/v1/events").status_code == 200
