from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import StaffPost
from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.households.errors import MembersNotLinked, OwnRoster, RosterToldAnew, RosterUnknown
from marketplace.households.models import Linkage, RosterVersion
from marketplace.households.rules import LinkageState, RosterState
from marketplace.households.service import rosters
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, MoveRefused
from tests.catalogue.statements import counted


@pytest.fixture
def approve(officer, now):
    def say(version, *, actor=None):
        return rosters.approve(version_id=version.id, actor=actor or officer, now=now)

    return say


def test_an_approved_version_applies(submit, approve, households, officer, now):
    version = submit([(households[0], 1)])
    approved, _, cut = approve(version)
    assert (approved.state, approved.approved_at, approved.approved_by_id) == (
        RosterState.APPROVED,
        now,
        officer.user_id,
    )
    assert cut.segments == 0


def test_law_8_members_cleared_before_the_version_ends_are_cut_on_approval(
    submit, approve, households, members_of, session
):
    first, second, third = households
    version = submit([(first, 1), (second, 2), (third, 3)], last_on=date(2020, 12, 31))
    first.cleared_on, second.cleared_on, third.cleared_on = date(2020, 3, 1), date(2019, 12, 1), date(2021, 1, 1)
    _, supplier, cut = approve(version)
    assert (cut.segments, cut.supplier_ids, cut.from_on) == (2, [supplier.id], date(2020, 1, 1))
    live = session.scalars(
        select(RosterVersion).where(RosterVersion.state == RosterState.APPROVED).order_by(RosterVersion.from_on)
    ).all()
    assert [(each.from_on, each.until_on, members_of(each.id)) for each in live] == [
        (date(2020, 1, 1), date(2020, 3, 1), {first.id: 1, third.id: 3}),
        (date(2020, 3, 1), date(2021, 1, 1), {third.id: 3}),
    ]
    assert session.get(RosterVersion, version.id).state is RosterState.UNDONE
    assert members_of(version.id) == {first.id: 1, second.id: 2, third.id: 3}


def test_law_11_nobody_approves_what_they_entered(submit, approve, households, cast, session, organisation):
    version = submit([(households[0], 1)])
    twice = cast.user()
    session.get(RosterVersion, version.id).entered_by_id = twice.id
    session.flush()
    session.add(
        StaffPost(
            user_id=twice.id, region_code="621022", duty=Duty.REVITALISATION_OFFICER, created_at=version.entered_at
        )
    )
    session.flush()
    with pytest.raises(OwnRoster):
        approve(version, actor=cast.actor(twice))
    assert version.state is RosterState.SUBMITTED


def test_law_12_only_the_county_of_the_supplier_decides(submit, approve, households, outsider, staff, now, cast):
    version = submit([(households[0], 1)])
    with pytest.raises(Forbidden):
        approve(version, actor=staff)
    with pytest.raises(RosterUnknown):
        approve(version, actor=outsider)
    with pytest.raises(RosterUnknown):
        rosters.send_back(version_id=version.id, reason="x", actor=outsider, now=now)
    above = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER, region="621000"))
    assert approve(version, actor=above)[0].state is RosterState.APPROVED


def test_of_two_versions_that_begin_on_the_same_day_one_is_approved(submit, approve, households, session):
    first = submit([(households[0], 1)])
    second = submit([(households[1], 1)], from_on=date(2020, 2, 1))
    session.get(RosterVersion, second.id).declared_from_on = date(2020, 1, 1)
    session.flush()
    approve(first)
    with pytest.raises(RosterToldAnew):
        approve(second)


def test_members_whose_linkage_ended_before_the_first_day_are_counted_and_refused(submit, approve, households, session):
    first, second, third = households
    version = submit([(first, 1), (second, 1), (third, 1)])
    ends = {first.id: date(2020, 1, 1), second.id: date(2019, 6, 1), third.id: date(2020, 1, 2)}
    for linkage in session.scalars(select(Linkage)):
        linkage.state, linkage.until_on = LinkageState.ENDED, ends[linkage.household_id]
        linkage.reason = "合同到期"
    session.flush()
    with pytest.raises(MembersNotLinked) as refusal:
        approve(version)
    assert refusal.value.facts == {"count": 2}
    assert version.state is RosterState.SUBMITTED


def test_what_the_operator_submitted_is_approved_without_linkages(submit, approve, cast):
    version = submit([(cast.household(), 1)], actor=system())
    assert approve(version)[0].state is RosterState.APPROVED


def test_a_linkage_that_ends_later_cuts_nothing(submit, approve, households, session, members_of):
    version = submit([(households[0], 1)])
    approve(version)
    for linkage in session.scalars(select(Linkage)):
        linkage.state, linkage.until_on, linkage.reason = LinkageState.ENDED, date(2020, 6, 1), "合同到期"
    session.flush()
    assert (version.state, version.until_on, members_of(version.id)) == (
        RosterState.APPROVED,
        None,
        {households[0].id: 1},
    )


def test_what_was_decided_is_decided(submit, approve, households, officer, now):
    version = submit([(households[0], 1)])
    approve(version)
    with pytest.raises(MoveRefused):
        approve(version)
    with pytest.raises(MoveRefused):
        rosters.send_back(version_id=version.id, reason="x", actor=officer, now=now)


def test_a_version_is_sent_back_with_a_reason(submit, households, officer, now, session):
    version = submit([(households[0], 1)])
    rosters.send_back(version_id=version.id, reason="无佐证", actor=officer, now=now)
    assert (version.state, version.reason) == (RosterState.SENT_BACK, "无佐证")
    (line,) = session.scalars(select(AuditLine).where(AuditLine.action == "roster.sent_back"))
    assert (line.before, line.reason) == ({"state": "submitted"}, "无佐证")


def test_law_13_an_approval_writes_one_audit_line(submit, approve, households, session):
    version = submit([(households[0], 1)])
    approve(version)
    (line,) = session.scalars(select(AuditLine).where(AuditLine.action == "roster.approved"))
    assert (line.before, line.after) == (
        {"state": "submitted"},
        {"state": "approved", "from_on": "2020-01-01", "segments": 0},
    )
    assert line.subject_id == str(version.id)


def test_the_number_of_statements_does_not_grow_with_the_members(submit, approve, cast, link):
    def statements_for(count, from_on):
        made = [cast.household() for _ in range(count)]
        made[0].cleared_on = date(2020, 12, 1)
        link(*made)
        version = submit([(household, 1) for household in made], from_on=from_on)
        with counted() as statements:
            approve(version)
        return len(statements)

    assert statements_for(20, date(2020, 1, 1)) == statements_for(500, date(2020, 2, 1)) <= 20
