"""Roster versions beside the version before: members that came, went or weigh otherwise; approved by another person."""

from datetime import date

import pytest

from marketplace.households.models import Linkage, RosterMember, RosterVersion
from marketplace.households.rules import LinkageState, Mechanism, RosterState


@pytest.fixture
def members(cast, village):
    """Four households."""
    return [cast.household() for _ in range(4)]


@pytest.fixture
def version(session, cast, stage, members, now) -> RosterVersion:
    """The second version of the cooperative's roster, submitted: one household came, one went, one weighs more."""
    stays, grows, goes, comes = members
    before = cast.roster(stage.supplier, [(stays, 1), (grows, 1), (goes, 1)])
    row = RosterVersion(
        roster_id=before.roster_id,
        state=RosterState.SUBMITTED,
        mechanism=Mechanism.DIRECT_PURCHASE,
        household_share_bp=1250,
        declared_from_on=date(2020, 10, 1),
        from_on=date(2020, 10, 1),
        members_count=3,
        weight_total=5,
        entered_at=now,
        entered_by_id=stage.seller.id,
    )
    session.add(row)
    session.flush()
    for household, weight in ((stays, 1), (grows, 3), (comes, 1)):
        session.add(RosterMember(roster_version_id=row.id, household_id=household.id, weight=weight))
        session.add(
            Linkage(
                supplier_id=stage.supplier.id,
                household_id=household.id,
                mechanism=Mechanism.DIRECT_PURCHASE,
                from_on=date(2020, 1, 1),
                state=LinkageState.VERIFIED,
                entered_at=now,
                verified_at=now,
            )
        )
    session.commit()
    return row


def state(session, version) -> str:
    session.expire_all()
    return session.get(RosterVersion, version.id).state


def test_the_list_is_narrowed_to_a_supplier(desk, cast, revitalisation, version, credit_code, stage):
    other = cast.roster(cast.supplier(name="环县羊羔肉合作社"), [(cast.household(), 1)])
    officer = desk(revitalisation)
    for asked, row in (("羊羔", other), (credit_code(stage.supplier), version)):
        links = [link["href"] for link in officer.open(f"/office/rosters?q={asked}").all("a")]
        assert f"/office/rosters/{row.id}" in links
        assert f"/office/rosters/{({other.id, version.id} - {row.id}).pop()}" not in links


def test_a_version_stands_beside_the_one_before(desk, revitalisation, version, members):
    stays, grows, goes, comes = (household.household_number for household in members)
    officer = desk(revitalisation)
    assert "待批准" in officer.open("/office/rosters?state=submitted").text
    page = officer.open(f"/office/rosters/{version.id}")
    assert "新增 1 户，移除 1 户，权重变化 1 户。" in page.text
    assert stays not in page.text
    told = {row[0]: row[3:] for row in page.cells() if row and row[0] in {grows, goes, comes}}
    assert told == {grows: ["权重变化", "1", "3"], goes: ["移除", "1", "–"], comes: ["新增", "–", "1"]}
    assert "10%" in page.text
    assert "12.50%" in page.text
    changed = [cell["data-of"] for cell in page.all("td") if cell.get("class") == "changed"]
    assert len(changed) == 3  # days, share, weights


def test_another_person_approves_it(desk, session, revitalisation, version):
    officer = desk(revitalisation)
    officer.open(f"/office/rosters/{version.id}")
    assert "名册已批准并生效。" in officer.send(f"/office/rosters/{version.id}/approval").text
    assert state(session, version) == "approved"


def test_sending_back_needs_a_reason(desk, session, revitalisation, version):
    officer = desk(revitalisation)
    officer.open(f"/office/rosters/{version.id}/sending-back")
    assert "必填" in officer.send(reason="", status=422).text
    page = officer.send(reason="户数与联结不符")
    assert "户数与联结不符" in page.text
    assert state(session, version) == "sent_back"


def test_law_11_who_entered_it_is_told_why_not(desk, session, revitalisation, version):
    version.entered_by_id = revitalisation.id
    session.commit()
    officer = desk(revitalisation)
    page = officer.open(f"/office/rosters/{version.id}")
    assert "须由他人批准" in page.text
    assert f"/office/rosters/{version.id}/approval" not in [form.get("action") for form in page.all("form")]
    officer.open(f"/office/rosters/{version.id}/sending-back")
    sent = officer.fields(officer.address)
    page = officer.post(f"/office/rosters/{version.id}/approval", sent, 403)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert state(session, version) == "submitted"


def test_a_first_version_lists_its_members(desk, session, revitalisation, version, members):
    first = session.query(RosterVersion).filter(RosterVersion.id != version.id).one()
    page = desk(revitalisation).open(f"/office/rosters/{first.id}")
    assert "首个版本" in page.text
    assert members[0].household_number in page.text
    assert members[3].household_number not in page.text


def test_changes_are_paged_by_household_number(desk, session, cast, revitalisation, version):
    for _ in range(26):
        session.add(RosterMember(roster_version_id=version.id, household_id=cast.household().id, weight=1))
    session.commit()
    officer = desk(revitalisation)
    page = officer.open(f"/office/rosters/{version.id}")
    (following,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "新增 27 户" in officer.open(following).text


def test_outsiders_find_nothing_and_write_nothing(desk, cast, session, stage, agriculture, version):
    outsider = desk(cast.outsider())
    assert "环县" not in outsider.open("/office/rosters").text
    outsider.open("/office/households")
    token = {"csrf_token": outsider.fields("/office/households")["csrf_token"], "reason": "x"}
    for verb in ("", "/sending-back"):
        assert "环县" not in outsider.open(f"/office/rosters/{version.id}{verb}", 404).text
    for verb in ("approval", "sending-back"):
        outsider.post(f"/office/rosters/{version.id}/{verb}", token, 404)
    for user in (stage.purchaser, stage.seller, agriculture):
        desk(user).open(f"/office/rosters/{version.id}", 403)
    assert state(session, version) == "submitted"


def test_the_number_of_statements_does_not_grow(desk, session, cast, revitalisation, version, statements):
    number = version.id
    officer = desk(revitalisation)

    def count():
        statements.clear()
        officer.open("/office/rosters")
        officer.open(f"/office/rosters/{number}")
        return len(statements)

    count()
    few = count()
    for _ in range(6):
        cast.roster(cast.supplier(), [(cast.household(), 1)])
        session.add(RosterMember(roster_version_id=number, household_id=cast.household().id, weight=1))
    session.commit()
    assert count() == few
    assert few <= 18
