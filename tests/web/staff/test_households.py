"""The register: found by region and number, heads masked, unmasked for a reason on the record, cleared with care."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.households.models import Household, RosterVersion
from marketplace.households.service import sealing

HEAD = "张三丰"


@pytest.fixture
def household(cast, village) -> Household:
    return cast.household()


@pytest.fixture
def identity(household) -> str:
    return sealing.open_identity(household.household_number, household.head_identity)


def lines(session, action) -> list[AuditLine]:
    return list(session.scalars(select(AuditLine).where(AuditLine.action == action)))


def test_the_list_is_masked_and_narrowed_by_its_address(desk, cast, revitalisation, household, identity):
    elsewhere = cast.household(village="621022101002")
    officer = desk(revitalisation)
    page = officer.open("/office/households")
    assert household.household_number in page.text
    assert "城东村" in page.text
    assert "张**" in page.text
    assert HEAD not in page.html
    assert identity not in page.html
    for narrowed in ("region=621022101001", f"q={household.household_number}"):
        shown = officer.open(f"/office/households?{narrowed}").text
        assert household.household_number in shown
        assert elsewhere.household_number not in shown
    assert "没有符合条件的农户" in officer.open("/office/households?category=unstable").text
    assert household.household_number in officer.open("/office/households?category=registered_poor&registered=1").text
    for nonsense in ("category=x", "region=110101", "after=x", "after=621-x", "after=9-99999999999999999999"):
        officer.open(f"/office/households?{nonsense}")


def test_regions_lead_down_to_the_village(desk, revitalisation, household):
    officer = desk(revitalisation)
    links = {link["href"] for link in officer.open("/office/households").all("a")}
    assert "/office/households?region=621022101000" in links
    page = officer.open("/office/households?region=621022101000")
    assert "/office/households?region=621022101001" in {link["href"] for link in page.all("a")}


def test_the_list_is_paged_village_by_village(desk, cast, revitalisation, village):
    numbers = {cast.household().household_number for _ in range(26)}
    officer = desk(revitalisation)
    page = officer.open("/office/households?registered=1")
    (following,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "registered=1" in following
    rest = officer.open(following.replace("&amp;", "&"))
    assert {number for number in numbers if number in page.text} | {n for n in numbers if n in rest.text} == numbers


def test_an_identity_number_is_looked_for_without_standing_in_an_address(desk, revitalisation, household, identity):
    officer = desk(revitalisation)
    page = officer.open(f"/office/households?q={identity}")
    assert "网址会留在访问日志中" in page.text
    assert officer.address == "/office/households"
    assert identity not in page.html
    page = officer.send("/office/households", identity_number=identity)
    assert household.household_number in page.text
    page = officer.send("/office/households", identity_number="123", status=422)
    assert "identity_number-errors" in [tag.get("id") for tag in page.all("ul")]


def test_a_household_is_shown_with_all_that_holds_it(desk, cast, revitalisation, household, stage):
    version = cast.roster(stage.supplier, [(household, 3), (cast.household(), 1)])
    page = desk(revitalisation).open(f"/office/households/{household.id}")
    assert "环县苹果合作社" in page.text
    assert "3 / 4" in page.text
    assert f"/office/rosters/{version.id}" in [link["href"] for link in page.all("a")]
    assert HEAD not in page.html


def test_unmasking_needs_a_reason_shows_once_and_stands_on_the_record(
    desk, session, revitalisation, household, identity
):
    officer = desk(revitalisation)
    address = f"/office/households/{household.id}/unmasking"
    officer.open(address)
    assert "必填" in officer.send(reason=" ", status=422).text
    assert HEAD not in officer.page.html
    page = officer.send(reason=f"核对{HEAD}的证件", status=422)
    assert "reason-errors" in [tag.get("id") for tag in page.all("ul")]
    assert lines(session, "household.unmasked") == []
    page = officer.send(reason="入户核查身份")
    assert HEAD in page.text
    assert identity in page.text
    assert page.headers["Cache-Control"] == "no-store"
    (line,) = lines(session, "household.unmasked")
    assert (line.user_id, line.reason) == (revitalisation.id, "入户核查身份")
    for later in (address, f"/office/households/{household.id}", "/office/households"):
        assert HEAD not in officer.open(later).html


def test_clearing_tells_which_rosters_are_cut_and_cuts_them(desk, cast, session, revitalisation, household, stage):
    cast.roster(stage.supplier, [(household, 3), (cast.household(), 1)])
    officer = desk(revitalisation)
    address = f"/office/households/{household.id}/clearing"
    page = officer.open(address)
    assert "以下 1 份带贫名册" in page.text
    assert "环县苹果合作社" in page.text
    page = officer.send(cleared_on="2013-01-01", status=422)
    assert "cleared_on-errors" in [tag.get("id") for tag in page.all("ul")]
    assert "风险消除已登记" in officer.send(cleared_on="2020-10-01").text
    session.expire_all()
    assert session.get(Household, household.id).cleared_on == date(2020, 10, 1)
    counts = session.execute(select(RosterVersion.from_on, RosterVersion.members_count).order_by(RosterVersion.from_on))
    assert [tuple(row) for row in counts] == [(date(2020, 1, 1), 2), (date(2020, 10, 1), 1)]
    officer.open(address)
    assert "没有带贫名册" not in officer.send(cleared_on="2020-11-01", status=409).text


def test_the_number_of_statements_does_not_grow(desk, cast, revitalisation, household, stage, statements):
    number = household.id
    officer = desk(revitalisation)

    def count():
        statements.clear()
        officer.open("/office/households")
        officer.open(f"/office/households/{number}")
        return len(statements)

    count()
    few = count()
    for _ in range(8):
        cast.roster(cast.supplier(), [(cast.household(), 1), (household, 1)])
    assert count() == few
    assert few <= 24


@pytest.mark.parametrize("address", ["", "/unmasking", "/clearing"])
def test_an_officer_of_another_county_finds_nothing(desk, cast, session, household, address):
    outsider = desk(cast.outsider())
    page = outsider.open(f"/office/households/{household.id}{address}", 404)
    assert household.household_number not in page.text
    assert household.household_number not in outsider.open("/office/households").text
    token = {"csrf_token": outsider.fields("/office/households")["csrf_token"], "reason": "x"}
    if address:
        outsider.post(f"/office/households/{household.id}{address}", token | {"cleared_on": "2020-10-01"}, 404)
    assert lines(session, "household.unmasked") == []


def test_who_holds_no_post_or_another_duty_is_refused(desk, cast, stage, agriculture, household):
    for user in (stage.purchaser, stage.seller, agriculture):
        page = desk(user).open(f"/office/households/{household.id}", 403)
        assert household.household_number not in page.text
    auditor = desk(cast.officer(Duty.AUDITOR))
    page = auditor.open(f"/office/households/{household.id}")
    assert "查看户主信息" not in page.text
    for verb in ("unmasking", "clearing"):
        auditor.open(f"/office/households/{household.id}/{verb}", 403)
