"""Rosters in their versions: what each changes of the one before, who is on it; nothing of them for an outsider."""

import io
from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from marketplace.households.models import RosterVersion
from marketplace.households.rules import Mechanism, NewMember, NewRosterVersion, RosterState
from marketplace.households.service import rosters
from marketplace.jobs.imports import read_import
from tests.web.supplier.ties import tie


@pytest.fixture
def members(stage, cast):
    """Three households that the supplier is linked with."""
    found = [cast.household() for _ in range(3)]
    for each in found:
        tie(stage, each)
    return found


@pytest.fixture
def submitted(stage, members, cast, now) -> RosterVersion:
    """A version that waits: one household stays, one weighs otherwise, one is new; one of before is gone."""
    gone = cast.household()
    cast.roster(stage.supplier, [(members[0], 1), (members[1], 1), (gone, 5)])
    version = rosters.submit(
        NewRosterVersion(
            supplier=stage.session.get(Organisation, stage.supplier.organisation_id).uscc,
            mechanism=Mechanism.CONTRACT_FARMING,
            household_share_bp=3050,
            from_on=date(2020, 9, 1),
            members=[NewMember(each.household_number, weight) for each, weight in zip(members, (1, 4, 2), strict=True)],
        ),
        actor=stage.as_(stage.seller),
        now=now,
    )
    stage.session.commit()
    return version


def test_versions_are_listed_with_their_state(desk, stage, submitted):
    page = desk(stage.seller).open("/supplier/rosters")
    for told in ("待审核", "已审核", "30.50%", "10%", "全部产品"):
        assert told in page.text
    assert "/office/imports/new/rosters" in page.html


def test_the_list_is_narrowed_by_state_and_to_what_applies_today(desk, stage, submitted):
    seller = desk(stage.seller)
    assert "30.50%" in seller.open("/supplier/rosters?state=submitted").text
    page = seller.open("/supplier/rosters?state=in_force")
    assert "30.50%" not in page.text
    assert "10%" in page.text
    assert "没有符合条件的记录。" in seller.open("/supplier/rosters?state=undone").text


def test_a_version_is_compared_with_the_one_before(desk, stage, members, submitted):
    page = desk(stage.seller).open(f"/supplier/rosters/{submitted.id}")
    assert "新增 1 户，移出 1 户，权重变化 1 户" in page.text
    rows = {row[0]: row[3:] for row in page.cells() if len(row) > 3}
    assert members[0].household_number not in rows
    assert rows[members[1].household_number] == ["权重变化", "1", "4"]
    assert rows[members[2].household_number] == ["新增", "2"]
    assert "张三丰" not in page.html


def test_every_household_is_shown_when_asked_for(desk, stage, members, submitted):
    page = desk(stage.seller).open(f"/supplier/rosters/{submitted.id}?show=members")
    for each in members:
        assert each.household_number in page.text


def test_the_households_are_paged(desk, stage, cast, households):
    version = cast.roster(stage.supplier, households(30))
    seller = desk(stage.seller)
    page = seller.open(f"/supplier/rosters/{version.id}?show=members")
    (following,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "show=members" in following
    assert len(seller.open(following).cells()) == 7


def test_what_was_sent_back_says_why_and_what_to_do(desk, stage, cast, submitted, now):
    officer = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))
    rosters.send_back(version_id=submitted.id, reason="第二户已迁出", actor=officer, now=now)
    stage.session.commit()
    seller = desk(stage.seller)
    assert "第二户已迁出" in seller.open("/supplier/rosters").text
    page = seller.open(f"/supplier/rosters/{submitted.id}")
    assert "第二户已迁出" in page.text
    assert "/office/imports/new/rosters" in page.html


def test_the_pages_take_as_many_statements_for_many_as_for_few(desk, stage, cast, households, statements):
    seller = desk(stage.seller)

    def count(version):
        found = []
        for address in ("/supplier/rosters", f"/supplier/rosters/{version.id}"):
            statements.clear()
            seller.open(address)
            found.append(len(statements))
        return found

    seller.open("/supplier/rosters")
    few = count(cast.roster(stage.supplier, households(1)))
    sku = cast.product(stage.supplier)
    many = cast.roster(stage.supplier, households(12), product_id=sku.product_id)
    assert count(many) == few
    assert max(few) <= 10


def test_a_roster_is_brought_by_the_sheet_checked_and_waits_for_the_county(desk, stage, members):
    uscc = stage.session.get(Organisation, stage.supplier.organisation_id).uscc
    rows = [f"{uscc},,收购,30,2020-10-01,{each.household_number},{n}" for n, each in enumerate(members, start=1)]
    header = "统一社会信用代码,产品编号,带动方式,到户比例(%),生效日期,户编号,权重"

    def bring(*lines):
        seller.open("/office/imports/new/rosters")
        seller.send(file=(io.BytesIO("\n".join([header, *lines]).encode()), "名册.csv"))
        read_import(batch_id=int(seller.address.rsplit("/", 1)[1]))
        return seller.open(seller.address)

    seller = desk(stage.seller)
    page = bring(
        *rows, f"{uscc},,收购,30,2020-10-01,NONE,1", f"{uscc},,收购,30,2020-10-01,{members[0].household_number},0"
    )
    assert "NONE" in page.text
    assert stage.session.query(RosterVersion).count() == 0
    bring(*rows)
    address = seller.address
    seller.send(f"{address}/commit")
    read_import(batch_id=int(address.rsplit("/", 1)[1]))
    assert "/supplier/rosters?state=submitted" in seller.open(address).html
    version = stage.session.query(RosterVersion).one()
    assert version.state is RosterState.SUBMITTED
    page = seller.open(f"/supplier/rosters/{version.id}")
    assert "没有上一版，全部为新增。" in page.text
    assert len([row for row in page.cells() if "新增" in row]) == 3


def test_a_dry_run_tells_what_a_version_changes_of_the_one_before(desk, stage, members, cast):
    cast.roster(stage.supplier, [(members[0], 1), (members[1], 9), (cast.household(), 1)])
    uscc = stage.session.get(Organisation, stage.supplier.organisation_id).uscc
    rows = [f"{uscc},,收购,30,2020-10-01,{each.household_number},{n}" for n, each in enumerate(members, start=1)]
    header = "统一社会信用代码,产品编号,带动方式,到户比例(%),生效日期,户编号,权重"
    seller = desk(stage.seller)
    seller.open("/office/imports/new/rosters")
    seller.send(file=(io.BytesIO("\n".join([header, *rows]).encode()), "名册.csv"))
    read_import(batch_id=int(seller.address.rsplit("/", 1)[1]))
    page = seller.open(seller.address)
    assert "与上一版本相比：新增 1 户，移出 1 户，权重变化 1 户，不变 1 户" in page.text
    assert "检查通过" in page.text
    assert stage.session.query(RosterVersion).count() == 1


def test_without_rosters_the_page_says_what_to_do(desk, stage):
    assert "还没有名册。" in desk(stage.seller).open("/supplier/rosters").text


def test_an_outsider_finds_nothing(desk, cast, stage, members, submitted):
    outsider = desk(cast.outsider())
    assert members[0].household_number not in outsider.open(f"/supplier/rosters/{submitted.id}", 404).text
    assert "30.50%" not in outsider.open("/supplier/rosters").text


def test_a_buyer_has_no_rosters(desk, stage, submitted):
    desk(stage.purchaser).open("/supplier/rosters", 403)
    desk(stage.purchaser).open(f"/supplier/rosters/{submitted.id}", 403)
