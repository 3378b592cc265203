from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.households.models import Household, Linkage, RosterVersion
from marketplace.households.rules import LinkageState, Mechanism
from marketplace.kernel.actor import system
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording

ROSTERS = "/api/v1/rosters"
VERSIONS = f"{ROSTERS}/versions"


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县绿源合作社")


@pytest.fixture
def organisation(session, supplier) -> Organisation:
    return session.get(Organisation, supplier.organisation_id)


@pytest.fixture
def staff(cast, organisation):
    return cast.client(cast.member(organisation, MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def officer(cast):
    return cast.client(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def outsider(cast):
    return cast.client(cast.outsider())


@pytest.fixture
def households(cast, session, supplier, now) -> list[Household]:
    made = [cast.household() for _ in range(3)]
    session.add_all(
        Linkage(
            supplier_id=supplier.id,
            household_id=household.id,
            mechanism=Mechanism.DIRECT_PURCHASE,
            from_on=date(2019, 1, 1),
            state=LinkageState.VERIFIED,
            entered_at=now,
            verified_at=now,
        )
        for household in made
    )
    session.flush()
    return made


@pytest.fixture
def body(organisation, households):
    def make(**changes):
        facts = {
            "supplier": organisation.uscc,
            "mechanism": "direct_purchase",
            "household_share_bp": 3000,
            "from_on": "2020-01-01",
            "members": [{"household_number": each.household_number, "weight": 2} for each in households],
        }
        return facts | changes

    return make


@pytest.fixture
def submitted(staff, body):
    def hand_in(**changes) -> int:
        answer = staff.post(ROSTERS, json=body(**changes))
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    return hand_in


def fields(answer) -> set[tuple[str, str]]:
    return {(each["field"], each["code"]) for each in answer.json["errors"]}


def test_a_supplier_submits_a_version(staff, body, organisation):
    answer = staff.post(ROSTERS, json=body(last_on="2020-12-31"))
    assert answer.status_code == 201
    shown = answer.json
    assert (shown["state"], shown["supplier"], shown["supplier_name"]) == (
        "submitted",
        organisation.uscc,
        "环县绿源合作社",
    )
    assert (shown["declared_from_on"], shown["declared_last_on"]) == ("2020-01-01", "2020-12-31")
    assert (shown["members_count"], shown["weight_total"], shown["next_actions"], shown["segments"]) == (3, 6, [], [])


def test_law_3_the_same_key_submits_once(staff, body, session):
    answers = [staff.post(ROSTERS, json=body(), headers={"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert len(session.scalars(select(RosterVersion)).all()) == 1
    again = staff.post(ROSTERS, json=body())
    assert (again.status_code, again.json["code"]) == (409, "roster.told_anew")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"household_share_bp": 10001}, ("household_share_bp", "field.out_of_range")),
        ({"household_share_bp": "30"}, ("household_share_bp", "field.not_integer")),
        ({"household_share_bp": 30.5}, ("household_share_bp", "field.not_integer")),
        ({"village_share_bp": 7001}, ("village_share_bp", "roster.shares_exceed_whole")),
        ({"mechanism": "gift"}, ("mechanism", "field.unknown_choice")),
        ({"from_on": "2020-13-01"}, ("from_on", "field.not_date")),
        ({"last_on": "2019-01-01"}, ("last_on", "roster.period_empty")),
        ({"members": []}, ("members", "roster.empty")),
        ({"members": [{"household_number": "H", "weight": 0}]}, ("members.0.weight", "field.out_of_range")),
        ({"members": [{"household_number": "H", "weight": 10**18}]}, ("members.0.weight", "field.out_of_range")),
        (
            {"members": [{"household_number": "\x00", "weight": 1}]},
            ("members.0.household_number", "field.control_characters"),
        ),
        (
            {"members": [{"household_number": "H-none", "weight": 1}]},
            ("members.0.household_number", "roster.household_unknown"),
        ),
        ({"product_number": "P-none"}, ("product_number", "roster.product_unknown")),
        ({"lot_number": "L1"}, ("lot_number", "roster.lot_without_product")),
        ({"colour": "red"}, ("colour", "field.unknown")),
    ],
)
def test_what_cannot_stand_is_refused_by_field(staff, body, session, changes, problem):
    answer = staff.post(ROSTERS, json=body(**changes))
    assert (answer.status_code, fields(answer)) == (422, {problem})
    assert session.scalars(select(RosterVersion)).all() == []


def test_the_county_approves_and_sales_of_its_days_follow(submitted, officer, staff, supplier, now):
    told = NewSale(
        sold_on=date(2020, 5, 1),
        channel=Channel.OUTLET,
        supplier_id=supplier.id,
        amount_fen=10_000,
        source="ledger",
        source_number="A",
    )
    recording.record([told], actor=system(), now=now)
    version_id = submitted()
    assert officer.get(f"{VERSIONS}/{version_id}").json["next_actions"] == ["approve", "send_back"]
    answer = officer.post(f"{VERSIONS}/{version_id}/approval")
    assert (answer.status_code, answer.json["restated"], answer.json["version"]["state"]) == (200, 1, "approved")
    assert [each["id"] for each in answer.json["version"]["segments"]] == [version_id]
    again = officer.post(f"{VERSIONS}/{version_id}/approval")
    assert (again.status_code, again.json["code"]) == (409, "move_refused")
    pools = {sale["pool"]["amount"] for sale in staff.get("/api/v1/sales?source_number=A").json["items"]}
    assert pools == {"0.00", "30.00"}


def test_the_county_sends_back_with_a_reason(submitted, officer):
    version_id = submitted()
    assert officer.post(f"{VERSIONS}/{version_id}/sending-back", json={"reason": " "}).status_code == 422
    answer = officer.post(f"{VERSIONS}/{version_id}/sending-back", json={"reason": "缺少佐证"})
    assert (answer.status_code, answer.json["state"], answer.json["reason"]) == (200, "sent_back", "缺少佐证")


def test_law_11_who_entered_a_version_does_not_approve_it(submitted, cast, session):
    version_id = submitted()
    user = cast.officer(Duty.REVITALISATION_OFFICER)
    session.get(RosterVersion, version_id).entered_by_id = user.id
    session.flush()
    answer = cast.client(user).post(f"{VERSIONS}/{version_id}/approval")
    assert (answer.status_code, answer.json["code"]) == (403, "roster.own")


def test_versions_are_listed_page_by_page_and_narrowed(submitted, officer):
    ids = [submitted(from_on=f"2020-0{month}-01") for month in (1, 2, 3)]
    page = officer.get(f"{ROSTERS}?limit=2").json
    assert [item["id"] for item in page["items"]] == ids[:0:-1]
    rest = officer.get(f"{ROSTERS}?limit=2&after={page['next']}").json
    assert ([item["id"] for item in rest["items"]], rest["next"]) == (ids[:1], None)
    officer.post(f"{VERSIONS}/{ids[1]}/approval")
    assert [item["id"] for item in officer.get(f"{ROSTERS}?state=approved").json["items"]] == [ids[1]]
    assert [item["id"] for item in officer.get(f"{ROSTERS}?in_force_on=2020-02-01").json["items"]] == [ids[1]]
    assert officer.get(f"{ROSTERS}?in_force_on=2020-01-31").json["items"] == []
    assert officer.get(f"{ROSTERS}?state=x").status_code == 422
    assert officer.get(f"{ROSTERS}?after=nonsense").status_code == 422


def test_law_14_members_are_listed_page_by_page_with_masked_heads(submitted, staff, households):
    address = f"{VERSIONS}/{submitted()}/members"
    page = staff.get(f"{address}?limit=2").json
    assert [(item["household_number"], item["head_name"], item["weight"]) for item in page["items"]] == [
        (each.household_number, "张**", 2) for each in households[:2]
    ]
    rest = staff.get(f"{address}?limit=2&after={page['next']}").json
    assert [item["household_number"] for item in rest["items"]] == [households[2].household_number]
    assert "张三丰" not in staff.get(address).text


def test_a_version_is_compared_with_the_one_before(submitted, officer, households):
    first = submitted()
    officer.post(f"{VERSIONS}/{first}/approval")
    members = [
        {"household_number": households[0].household_number, "weight": 2},
        {"household_number": households[1].household_number, "weight": 5},
    ]
    second = submitted(from_on="2020-07-01", household_share_bp=3500, members=members)
    address = f"{VERSIONS}/{second}/comparison"
    compared = officer.get(f"{address}?limit=1").json
    assert (compared["before"]["id"], compared["version"]["id"]) == (first, second)
    assert (compared["before"]["household_share_bp"], compared["version"]["household_share_bp"]) == (3000, 3500)
    assert (compared["added"], compared["removed"], compared["changed"]) == (0, 1, 1)
    (changed,) = compared["items"]
    assert (changed["change"], changed["weight_before"], changed["weight_after"]) == ("changed", 2, 5)
    (removed,) = officer.get(f"{address}?limit=1&after={compared['next']}").json["items"]
    assert (removed["household_number"], removed["change"]) == (households[2].household_number, "removed")


def test_law_12_the_outsider_finds_nothing_and_changes_nothing(submitted, outsider, households, session, body):
    version_id = submitted()
    assert outsider.get(ROSTERS).json == {"items": [], "next": None}
    answers = [
        outsider.get(f"{VERSIONS}/{version_id}"),
        outsider.get(f"{VERSIONS}/{version_id}/members"),
        outsider.get(f"{VERSIONS}/{version_id}/comparison"),
        outsider.post(f"{VERSIONS}/{version_id}/approval"),
        outsider.post(f"{VERSIONS}/{version_id}/sending-back", json={"reason": "x"}),
        outsider.post(ROSTERS, json=body(from_on="2020-03-01")),
        outsider.post(f"/api/v1/households/{households[0].id}/clearing", json={"cleared_on": "2020-06-01"}),
    ]
    for answer in answers:
        assert answer.status_code == 404
        assert "绿源" not in answer.text
        assert households[0].household_number not in answer.text
    assert len(session.scalars(select(RosterVersion)).all()) == 1


def test_who_holds_no_permission_is_refused(submitted, staff, cast, households):
    version_id = submitted()
    nobody, buyer = cast.client(), cast.client(cast.member(cast.organisation(), MemberRole.PURCHASER))
    assert nobody.get(ROSTERS).status_code == 401
    assert buyer.get(ROSTERS).status_code == 403
    assert buyer.get(f"{VERSIONS}/{version_id}").status_code == 403
    assert staff.post(f"{VERSIONS}/{version_id}/approval").status_code == 403
    address = f"/api/v1/households/{households[0].id}/clearing"
    assert staff.post(address, json={"cleared_on": "2020-06-01"}).status_code == 403


def test_a_clearing_cuts_the_rosters(submitted, officer, households):
    version_id = submitted()
    officer.post(f"{VERSIONS}/{version_id}/approval")
    address = f"/api/v1/households/{households[0].id}/clearing"
    answer = officer.post(address, json={"cleared_on": "2020-06-01"})
    assert (answer.status_code, answer.json) == (
        200,
        {"household_id": households[0].id, "cleared_on": "2020-06-01", "segments": 1, "restated": 0},
    )
    segments = officer.get(f"{VERSIONS}/{version_id}").json["segments"]
    assert [(each["from_on"], each["last_on"], each["members_count"]) for each in segments] == [
        ("2020-01-01", "2020-05-31", 3),
        ("2020-06-01", None, 2),
    ]
    assert officer.post(address, json={"cleared_on": "2020-06-02"}).status_code == 409
    assert officer.post(address, json={"cleared_on": "x"}).status_code == 422
    early = f"/api/v1/households/{households[1].id}/clearing"
    assert officer.post(early, json={"cleared_on": "2010-01-01"}).status_code == 422
