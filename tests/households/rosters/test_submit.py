from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditLine
from marketplace.catalogue.models import Lot, Product
from marketplace.households.errors import RosterToldAnew
from marketplace.households.models import Roster, RosterVersion
from marketplace.households.rules import LinkageState, NewMember, RosterState
from marketplace.households.service import rosters
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.suppliers.errors import SupplierUnknown
from tests.catalogue.statements import counted


def codes(refusal) -> dict[str, list[str]]:
    return {path: [error.reason for error in errors] for path, errors in refusal.value.fields.items()}


def test_a_version_waits_with_its_members_and_weights(submit, households, members_of, session, supplier, staff):
    first, second, _ = households
    version = submit([(first, 3), (second, 4)], last_on=date(2020, 12, 31), village_share_bp=500)
    assert (version.state, version.members_count, version.weight_total) == (RosterState.SUBMITTED, 2, 7)
    assert (version.declared_from_on, version.declared_until_on) == (date(2020, 1, 1), date(2021, 1, 1))
    assert (version.from_on, version.until_on, version.village_share_bp) == (date(2020, 1, 1), date(2021, 1, 1), 500)
    assert (version.entered_by_id, version.approved_at) == (staff.user_id, None)
    assert members_of(version.id) == {first.id: 3, second.id: 4}
    roster = session.get(Roster, version.roster_id)
    assert (roster.supplier_id, roster.product_id, roster.lot_id) == (supplier.id, None, None)


def test_a_roster_of_a_lot_may_be_the_first_to_name_it(submit, households, session, cast, supplier):
    product = session.get(Product, cast.product(supplier).product_id)
    told = {"product_number": product.product_number, "lot_number": "2020-A"}
    version = submit([(households[0], 1)], **told)
    later = submit([(households[0], 1)], from_on=date(2020, 6, 1), **told)
    lot = session.scalars(select(Lot)).one()
    assert (lot.product_id, lot.lot_number, lot.quantity) == (product.id, "2020-A", None)
    roster = session.get(Roster, version.roster_id)
    assert (roster.product_id, roster.lot_id, later.roster_id) == (product.id, lot.id, roster.id)


def test_what_a_version_cannot_be_in_itself(tell, households, staff, now):
    first = households[0]
    with pytest.raises(Invalid) as refusal:
        rosters.submit(
            tell([], lot_number="L", last_on=date(2019, 12, 31), village_share_bp=9001), actor=staff, now=now
        )
    assert codes(refusal) == {
        "members": ["roster.empty"],
        "lot_number": ["roster.lot_without_product"],
        "last_on": ["roster.period_empty"],
        "village_share_bp": ["roster.shares_exceed_whole"],
    }
    with pytest.raises(Invalid) as refusal:
        rosters.submit(tell([(first, 1), (households[1], 1), (first, 2)]), actor=staff, now=now)
    assert codes(refusal) == {"members.2.household_number": ["roster.member_repeated"]}


def test_a_product_of_another_supplier_is_not_known(submit, households, session, cast):
    foreign = session.get(Product, cast.product(cast.supplier()).product_id)
    with pytest.raises(Invalid) as refusal:
        submit([(households[0], 1)], product_number=foreign.product_number)
    assert codes(refusal) == {"product_number": ["roster.product_unknown"]}


def test_every_member_is_known_linked_and_registered_on_the_first_day(submit, tell, cast, session, link, staff, now):
    good, late, cleared, stranger = (cast.household() for _ in range(4))
    late.registered_on, cleared.cleared_on = date(2020, 1, 2), date(2020, 1, 1)
    link(good, late, cleared)
    session.flush()
    told = tell([(each, 1) for each in (good, late, cleared, stranger)])
    told = replace(told, members=[*told.members, NewMember("H-none", 1)])
    with pytest.raises(Invalid) as refusal:
        rosters.submit(told, actor=staff, now=now)
    assert codes(refusal) == {
        "members.1.household_number": ["roster.member_not_registered"],
        "members.2.household_number": ["roster.member_not_registered"],
        "members.3.household_number": ["roster.linkage_missing"],
        "members.4.household_number": ["roster.household_unknown"],
    }
    assert session.scalars(select(RosterVersion)).all() == []


@pytest.mark.parametrize(
    ("changes", "is_linked"),
    [
        ({"from_on": date(2020, 1, 1)}, True),
        ({"from_on": date(2020, 1, 2)}, False),
        ({"until_on": date(2020, 1, 2)}, True),
        ({"until_on": date(2020, 1, 1)}, False),
        ({"until_on": date(2020, 1, 2), "state": LinkageState.ENDED}, True),
        ({"state": LinkageState.ENTERED, "verified_at": None}, False),
        ({"state": LinkageState.SENT_BACK, "verified_at": None, "reason": "?"}, False),
    ],
)
def test_a_linkage_counts_if_it_was_verified_for_the_first_day(submit, cast, link, changes, is_linked):
    household = cast.household()
    link(household, **changes)
    if is_linked:
        assert submit([(household, 1)]).id
    else:
        with pytest.raises(Invalid):
            submit([(household, 1)])


def test_the_operator_needs_no_linkages(submit, cast):
    assert submit([(cast.household(), 1)], actor=system()).id


def test_a_second_version_of_the_same_day_is_refused_while_one_waits_or_applies(submit, households, officer, now, cast):
    version = submit([(households[0], 1)])
    with pytest.raises(RosterToldAnew):
        submit([(households[1], 1)])
    rosters.send_back(version_id=version.id, reason="无佐证", actor=officer, now=now)
    mended = submit([(households[1], 1)])
    rosters.approve(version_id=mended.id, actor=officer, now=now)
    with pytest.raises(RosterToldAnew):
        submit([(households[0], 1)])
    assert submit([(households[0], 1)], from_on=date(2020, 1, 2)).id


def test_law_12_nobody_submits_for_another_supplier(submit, households, outsider, cast, officer):
    with pytest.raises(Forbidden):
        submit([(households[0], 1)], actor=officer)
    with pytest.raises(SupplierUnknown):
        submit([(households[0], 1)], actor=outsider)
    with pytest.raises(SupplierUnknown):
        submit([(households[0], 1)], supplier="91621022MA000000XX")


def test_law_13_a_submission_writes_one_audit_line_without_personal_data(submit, households, session, supplier):
    version = submit([(households[0], 2)])
    (line,) = session.scalars(select(AuditLine).where(AuditLine.subject == "roster_version"))
    assert (line.action, line.subject_id) == ("roster.submitted", str(version.id))
    assert line.after == {
        "state": "submitted",
        "roster_id": version.roster_id,
        "from_on": "2020-01-01",
        "members": 1,
    }
    assert (line.organisation_ids, line.region_code) == ([supplier.organisation_id], supplier.county_code)


def test_the_number_of_statements_does_not_grow_with_the_members(submit, cast, link):
    def statements_for(count, from_on):
        made = [cast.household() for _ in range(count)]
        link(*made)
        with counted() as statements:
            submit([(household, 1) for household in made], from_on=from_on)
        return len(statements)

    assert statements_for(20, date(2020, 1, 1)) == statements_for(500, date(2020, 2, 1)) <= 10
