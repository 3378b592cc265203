from datetime import date, timedelta

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.suppliers.models import Qualification, Suspension
from marketplace.suppliers.rules import QualificationState, SupplierKind
from tests.catalogue.statements import counted

TODAY = date(2020, 9, 15)
LIST = "/api/v1/suppliers"
PUBLISHED = "/api/v1/suppliers/certified"


@pytest.fixture
def officer(cast):
    return cast.client(cast.officer(Duty.AUDITOR, region="621000"))


@pytest.fixture
def reviewer(cast):
    return cast.client(cast.officer(Duty.REVIEWER))


def ids(client, query=""):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.json
    return [row["id"] for row in answer.json["items"]]


def code_of(answer):
    return answer.status_code, answer.json["code"], [(e["field"], e["code"]) for e in answer.json.get("errors", [])]


def test_suppliers_are_listed_newest_first_page_by_page(cast, officer):
    known = [cast.supplier().id for _ in range(3)]
    first = officer.get(f"{LIST}?limit=2").json
    assert [row["id"] for row in first["items"]] == [known[2], known[1]]
    rest = officer.get(f"{LIST}?limit=2&after={first['next']}").json
    assert ([row["id"] for row in rest["items"]], rest["next"]) == ([known[0]], None)


def test_a_list_is_narrowed(cast, session, officer):
    plain = cast.supplier(name="镇原杏干厂", county="621027")
    ending = cast.supplier(name="环县羊羔肉", certified=(date(2020, 1, 1), TODAY + timedelta(days=30)))
    never = cast.supplier(name="合水苹果", certified=None)
    never.kind = SupplierKind.AGENT
    session.add(Qualification(supplier_id=never.id, state=QualificationState.DRAFT, round=0, created_at=cast.now))
    session.flush()
    uscc = session.get(Organisation, ending.organisation_id).uscc
    assert ids(officer) == [never.id, ending.id, plain.id]
    assert ids(officer, "state=certified") == [ending.id, plain.id]
    assert ids(officer, "state=draft") == [never.id]
    assert ids(officer, "region_code=621027") == [plain.id]
    assert ids(officer, "kind=agent") == [never.id]
    assert ids(officer, "q=羊羔") == [ending.id]
    assert ids(officer, f"q={uscc.lower()}") == [ending.id]
    assert ids(officer, "q=%25") == []
    assert ids(officer, "expiring_within_days=29") == []
    assert ids(officer, "expiring_within_days=30") == [ending.id]


def test_a_row_tells_the_certification_that_goes_on_longest_and_the_open_application(cast, session, officer):
    supplier = cast.supplier(certified=(date(2019, 1, 1), date(2021, 1, 1)))
    for state, from_on, until_on in (
        (QualificationState.EXPIRED, date(2018, 1, 1), date(2019, 1, 1)),
        (QualificationState.CERTIFIED, date(2021, 1, 1), date(2022, 1, 1)),
        (QualificationState.REFUSED, None, None),
        (QualificationState.SUBMITTED, None, None),
    ):
        session.add(
            Qualification(
                supplier_id=supplier.id, state=state, round=1, from_on=from_on, until_on=until_on, created_at=cast.now
            )
        )
    session.flush()
    (row,) = officer.get(LIST).json["items"]
    assert (row["state"], row["last_on"], row["is_certified"]) == ("certified", "2021-12-31", True)
    assert row["application_state"] == "submitted"
    shown = officer.get(f"{LIST}/{supplier.id}").json
    assert [each["state"] for each in shown["applications"]] == [
        "submitted",
        "refused",
        "certified",
        "expired",
        "certified",
    ]


def test_law_12_a_supplier_sees_itself_and_the_outsider_none(cast, session, officer):
    supplier, other = cast.supplier(), cast.supplier()
    own = cast.client(cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF))
    next_county = cast.client(cast.officer(Duty.AUDITOR, region="621021"))
    outsider = cast.client(cast.outsider())
    assert ids(own) == [supplier.id]
    assert own.get(f"{LIST}/{supplier.id}").status_code == 200
    assert ids(outsider) == ids(next_county) == []
    for client, asked in ((own, other), (outsider, supplier), (next_county, supplier)):
        assert code_of(client.get(f"{LIST}/{asked.id}")) == (404, "supplier.not_found", [])
    for verb in ("suspension", "lifting", "withdrawal"):
        answer = outsider.post(f"{LIST}/{supplier.id}/{verb}", json={"reason": "越权"})
        assert code_of(answer) == (404, "supplier.not_found", []), verb
        assert officer.post(f"{LIST}/{supplier.id}/{verb}", json={"reason": "越权"}).status_code == 403
        assert own.post(f"{LIST}/{supplier.id}/{verb}", json={"reason": "越权"}).status_code == 403
    assert cast.client().get(LIST).status_code == 401
    assert cast.client(cast.user()).get(LIST).status_code == 403


def test_a_supplier_is_suspended_lifted_and_withdrawn_with_reasons(cast, reviewer):
    supplier = cast.supplier()
    url = f"{LIST}/{supplier.id}"
    assert reviewer.get(url).json["next_actions"] == ["suspend", "withdraw"]
    suspended = reviewer.post(f"{url}/suspension", json={"reason": "抽检不合格", "last_on": "2020-10-14"})
    assert suspended.status_code == 200
    assert (suspended.json["state"], suspended.json["is_certified"]) == ("suspended", False)
    assert suspended.json["next_actions"] == ["lift", "withdraw"]
    assert [(s["from_on"], s["last_on"], s["reason"]) for s in suspended.json["suspensions"]] == [
        ("2020-09-15", "2020-10-14", "抽检不合格")
    ]
    assert code_of(reviewer.post(f"{url}/suspension", json={"reason": "再次"}))[:2] == (409, "move_refused")
    lifted = reviewer.post(f"{url}/lifting", json={"reason": "整改完成"}).json
    assert (lifted["state"], lifted["is_certified"]) == ("certified", True)
    withdrawn = reviewer.post(f"{url}/withdrawal", json={"reason": "弄虚作假"}).json
    assert (withdrawn["state"], withdrawn["is_certified"], withdrawn["next_actions"]) == ("withdrawn", False, [])
    assert code_of(reviewer.post(f"{url}/withdrawal", json={"reason": "再次"}))[:2] == (404, "supplier.not_found")


@pytest.mark.parametrize(
    ("verb", "body", "wrong"),
    [
        ("suspension", {}, [("reason", "field.required")]),
        ("suspension", {"reason": "  "}, [("reason", "field.blank")]),
        ("suspension", {"reason": "x", "last_on": "2020-09-14"}, [("last_on", "period.wrong")]),
        ("suspension", {"reason": "x", "until": 1}, [("until", "field.unknown")]),
        ("lifting", {"reason": 1}, [("reason", "field.not_text")]),
        ("withdrawal", {"reason": "长" * 501}, [("reason", "field.too_long")]),
    ],
)
def test_a_wrong_decision_is_refused_by_field(cast, reviewer, verb, body, wrong):
    status, _, fields = code_of(reviewer.post(f"{LIST}/{cast.supplier().id}/{verb}", json=body))
    assert (status, fields) == (422, wrong)


@pytest.mark.parametrize(
    "query", ["limit=0", "after=x", "state=x", "region_code=1", "expiring_within_days=0", "kind=x", "q="]
)
def test_a_wrong_query_is_refused(officer, query):
    assert officer.get(f"{LIST}?{query}").status_code == 422


def test_anybody_sees_who_is_certified_today_and_nothing_more(cast, session):
    certified = cast.supplier(name="环县羊羔肉")
    open_ended = cast.supplier(county="621021", certified=(date(2020, 1, 1), None))
    suspended = cast.supplier()
    qualification = session.query(Qualification).filter_by(supplier_id=suspended.id).one()
    session.add(Suspension(qualification_id=qualification.id, from_on=TODAY, reason="抽检"))
    cast.supplier(certified=(date(2019, 1, 1), TODAY))
    cast.supplier(certified=(TODAY + timedelta(days=1), None))
    cast.supplier(certified=None)
    session.flush()
    page = cast.client().get(PUBLISHED).json
    assert page["items"][0] == {
        "id": certified.id,
        "name": "环县羊羔肉",
        "kind": "cooperative",
        "county_code": "621022",
        "county_name": "环县",
        "certified_until": "2020-12-31",
    }
    assert [(row["id"], row["certified_until"]) for row in page["items"][1:]] == [(open_ended.id, None)]


def test_the_public_list_is_narrowed_and_paged(cast):
    first, second = cast.supplier(name="环县羊羔肉"), cast.supplier(county="621021", name="西峰苹果")
    anybody = cast.client()

    def shown(query):
        return [row["id"] for row in anybody.get(f"{PUBLISHED}?{query}").json["items"]]

    assert shown("region_code=621021") == [second.id]
    assert shown("region_code=621000") == [first.id, second.id]
    assert shown("q=羊羔") == [first.id]
    assert shown("kind=enterprise") == []
    page = anybody.get(f"{PUBLISHED}?limit=1").json
    assert shown(f"limit=1&after={page['next']}") == [second.id]


def test_anybody_sees_what_a_supplier_must_show(cast):
    items = cast.client().get("/api/v1/suppliers/requirements").json["items"]
    assert [item["requirement"] for item in items][:2] == ["uscc_valid", "county_assisted"]
    assert {item["basis"] for item in items} == {"computed", "attested", "verified"}


def test_the_number_of_statements_does_not_grow_with_the_suppliers(cast, officer):
    def statements():
        with counted() as sent:
            for path in (f"{LIST}?limit=200", f"{PUBLISHED}?limit=200", "/api/v1/suppliers/applications?limit=200"):
                assert officer.get(path).status_code == 200
        return len(sent)

    for _ in range(20):
        cast.supplier()
    few = statements()
    for _ in range(480):
        cast.supplier()
    assert statements() == few
