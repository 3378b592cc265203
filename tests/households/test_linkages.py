"""A linkage from the supplier's entry to its end."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.audit.models import AuditLine
from marketplace.evidence.models import StoredFile
from marketplace.households.errors import (
    HouseholdUnknown,
    LinkageOpen,
    LinkagePeriodEmpty,
    LinkageTooLate,
    LinkageUnknown,
    OwnLinkage,
    ReasonMissing,
    ThroughNotCooperative,
)
from marketplace.households.rules import LinkageState, Mechanism
from marketplace.households.service import linkages
from marketplace.kernel.errors import Forbidden, Invalid, MoveRefused, NotFound


def wrong(refusal, field):
    return type(refusal.value.fields[field][0])


def test_a_supplier_enters_and_staff_of_the_village_verify(enter_linkage, keeper, staff, now, session):
    linkage = enter_linkage()
    assert (linkage.state, linkage.entered_by_id) == (LinkageState.ENTERED, staff.user_id)
    linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    session.flush()
    assert (linkage.state, linkage.verified_by_id, linkage.verified_at) == (
        LinkageState.VERIFIED,
        keeper.user_id,
        now,
    )
    lines = session.scalars(select(AuditLine).where(AuditLine.subject == "linkage").order_by("id")).all()
    assert [line.action for line in lines] == ["linkage.entered", "linkage.verified"]
    assert "张" not in str([line.after for line in lines])


def test_the_evidence_is_shown_where_the_linkage_is_verified(enter_linkage, evidence, supplier, session, cast):
    file_id = evidence(supplier)
    household = cast.household()
    enter_linkage(household, evidence_file_id=file_id)
    other = cast.household(village="621021101001")
    enter_linkage(other, evidence_file_id=file_id)
    assert session.get(StoredFile, file_id).shown_in == [household.village_code, other.village_code]


def test_evidence_of_another_is_none(enter_linkage, evidence, cast):
    with pytest.raises(Invalid) as refusal:
        enter_linkage(evidence_file_id=evidence(cast.supplier()))
    assert wrong(refusal, "evidence_file_id").code == "file.not_found"


def test_law_11_nobody_verifies_what_they_entered(enter_linkage, cast, session, supplier, now):
    both = cast.officer(Duty.REVITALISATION_OFFICER)
    session.add(
        Membership(
            user_id=both.id,
            organisation_id=supplier.organisation_id,
            role=MemberRole.SUPPLIER_STAFF,
            created_at=now,
        )
    )
    session.flush()
    insider = cast.actor(both)
    linkage = enter_linkage(actor=insider)
    with pytest.raises(OwnLinkage):
        linkages.verify(linkage_id=linkage.id, actor=insider, now=now)


def test_what_is_sent_back_is_mended_and_comes_again(enter_linkage, evidence, supplier, keeper, staff, now, session):
    linkage = enter_linkage()
    with pytest.raises(ReasonMissing):
        linkages.send_back(linkage_id=linkage.id, reason=" ", actor=keeper, now=now)
    linkages.send_back(linkage_id=linkage.id, reason="合同未盖章", actor=keeper, now=now)
    assert (linkage.state, linkage.reason) == (LinkageState.SENT_BACK, "合同未盖章")
    with pytest.raises(MoveRefused):
        linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    mended = {"from_on": date(2020, 2, 1), "last_on": None, "through": None, "evidence_file_id": evidence(supplier)}
    linkages.mend(linkage_id=linkage.id, **mended, actor=staff, now=now)
    assert (linkage.state, linkage.reason, linkage.from_on) == (LinkageState.ENTERED, None, date(2020, 2, 1))
    written = session.scalars(select(AuditLine).where(AuditLine.subject == "linkage").order_by("id")).all()[-1]
    assert (written.before["state"], written.after["state"]) == ("sent_back", "entered")
    assert (written.before["from_on"], written.after["from_on"]) == ("2020-01-01", "2020-02-01")
    linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    with pytest.raises(MoveRefused):
        linkages.mend(linkage_id=linkage.id, **mended, actor=staff, now=now)


def test_only_a_verified_linkage_ends_and_not_before_it_began(enter_linkage, keeper, staff, now):
    linkage = enter_linkage()
    ending = {"last_on": date(2020, 8, 31), "reason": "合同到期", "actor": staff, "now": now}
    with pytest.raises(MoveRefused):
        linkages.end(linkage_id=linkage.id, **ending)
    linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    with pytest.raises(Invalid) as refusal:
        linkages.end(linkage_id=linkage.id, **ending | {"last_on": date(2019, 12, 31)})
    assert wrong(refusal, "last_on") is LinkagePeriodEmpty


@pytest.mark.parametrize("who", ["staff", "keeper"])
def test_supplier_and_staff_alike_may_end_it(enter_linkage, keeper, staff, now, who):
    linkage = enter_linkage()
    linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    actor = {"staff": staff, "keeper": keeper}[who]
    linkages.end(linkage_id=linkage.id, last_on=date(2020, 8, 31), reason="合同到期", actor=actor, now=now)
    assert (linkage.state, linkage.reason) == (LinkageState.ENDED, "合同到期")


def test_an_ended_linkage_holds_through_its_last_day_and_may_be_followed_by_another(
    enter_linkage, cast, keeper, staff, now
):
    household = cast.household()
    linkage = enter_linkage(household)
    linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    linkages.end(linkage_id=linkage.id, last_on=date(2020, 8, 31), reason="合同到期", actor=staff, now=now)
    assert (linkage.state, linkage.until_on) == (LinkageState.ENDED, date(2020, 9, 1))
    with pytest.raises(LinkageOpen):
        enter_linkage(household, from_on=date(2020, 8, 31))
    assert enter_linkage(household, from_on=date(2020, 9, 1)).id


def test_one_linkage_of_a_mechanism_holds_at_a_time(enter_linkage, cast):
    household = cast.household()
    enter_linkage(household, last_on=date(2020, 6, 30))
    with pytest.raises(LinkageOpen):
        enter_linkage(household, from_on=date(2020, 6, 30))
    enter_linkage(household, mechanism=Mechanism.EMPLOYMENT)
    enter_linkage(household, from_on=date(2020, 7, 1))


def test_two_tier_binding_goes_through_another_cooperative(enter_linkage, cast, session, supplier):
    cooperative = cast.organisation(OrganisationKind.COOPERATIVE)
    assert enter_linkage(through=cooperative.uscc).through_id == cooperative.id
    own = session.get(type(cooperative), supplier.organisation_id)
    for other in (cast.organisation(OrganisationKind.SCHOOL), own):
        with pytest.raises(Invalid) as refusal:
            enter_linkage(through=other.uscc)
        assert wrong(refusal, "through") is ThroughNotCooperative


def test_a_linkage_begins_before_the_risk_was_cleared(enter_linkage, cast, session):
    household = cast.household()
    household.cleared_on = date(2020, 1, 1)
    session.flush()
    with pytest.raises(Invalid) as refusal:
        enter_linkage(household)
    assert wrong(refusal, "from_on") is LinkageTooLate


def test_an_unknown_household_is_a_wrong_field(enter_linkage):
    with pytest.raises(Invalid) as refusal:
        enter_linkage(household_number="none")
    assert wrong(refusal, "household_number") is HouseholdUnknown


def test_law_12_the_outsider_neither_enters_nor_decides_nor_ends(enter_linkage, cast, keeper, now):
    linkage = enter_linkage()
    outsider = cast.actor(cast.outsider())
    with pytest.raises(NotFound):
        enter_linkage(actor=outsider)
    with pytest.raises(LinkageUnknown):
        linkages.verify(linkage_id=linkage.id, actor=outsider, now=now)
    with pytest.raises(LinkageUnknown):
        linkages.send_back(linkage_id=linkage.id, reason="x", actor=outsider, now=now)
    linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    with pytest.raises(LinkageUnknown):
        linkages.end(linkage_id=linkage.id, last_on=date(2020, 9, 1), reason="x", actor=outsider, now=now)
    with pytest.raises(Forbidden):
        linkages.end(
            linkage_id=linkage.id, last_on=date(2020, 9, 1), reason="x", actor=cast.actor(cast.user()), now=now
        )
