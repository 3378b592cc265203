"""Two things at once with the versions of a roster, on real connections: each waits for the other and sees it."""

import itertools
import threading
from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.db import db
from marketplace.households.models import Roster, RosterVersion
from marketplace.households.rules import Mechanism, NewMember, NewRosterVersion, RosterState
from marketplace.households.service import cutting, rosters
from marketplace.kernel.actor import system
from marketplace.transaction import transaction
from marketplace.workflows.approve_roster import approve_roster
from marketplace.workflows.clear_household import clear_household
from tests.conftest import NOW
from tests.factories.cast import Cast

JUNE, AUGUST = date(2020, 6, 1), date(2020, 8, 1)
NUMBERS = itertools.count(6_000_000)


@pytest.fixture
def cast(crowd_app):
    with crowd_app.app_context():
        yield Cast(app=crowd_app, session=db.session(), now=NOW, numbers=NUMBERS)
        db.session.remove()


def segments(supplier_id):
    found = db.session.scalars(
        select(RosterVersion)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(Roster.supplier_id == supplier_id, RosterVersion.state == RosterState.APPROVED)
        .order_by(RosterVersion.from_on)
    )
    return [(each.from_on, each.until_on, each.members_count) for each in found]


def clear(household_id, cleared_on):
    with transaction():
        clear_household(household_id=household_id, cleared_on=cleared_on, actor=system(), now=NOW)


def test_law_7_two_households_of_one_version_cleared_at_once_leave_segments_that_do_not_overlap(
    cast, crowd_app, together, monkeypatch
):
    supplier, members = cast.supplier(), [cast.household() for _ in range(3)]
    cast.roster(supplier, [(member, 1) for member in members])
    supplier_id, (first, second) = supplier.id, [member.id for member in members[:2]]
    db.session.commit()
    cut_for_households = cutting.cut_for_households
    later = threading.Thread(target=lambda: together(lambda: clear(second, AUGUST)))

    def cut_before_another_ends(household_ids):
        cut = cut_for_households(household_ids)
        if household_ids == [first]:
            later.start()
            later.join(0.5)  # it has planned by now, or waits for us
        return cut

    monkeypatch.setattr(cutting, "cut_for_households", cut_before_another_ends)
    assert together(lambda: clear(first, JUNE)) == [None]
    later.join(10)
    assert segments(supplier_id) == [(date(2020, 1, 1), JUNE, 3), (JUNE, AUGUST, 2), (AUGUST, None, 1)]


def test_a_clearing_and_an_approval_for_one_roster_do_not_stand_in_each_others_way(
    cast, crowd_app, together, monkeypatch
):
    supplier, members = cast.supplier(), [cast.household(), cast.household()]
    cast.roster(supplier, [(member, 1) for member in members])
    told = NewRosterVersion(
        supplier=db.session.get(Organisation, supplier.organisation_id).uscc,
        mechanism=Mechanism.EMPLOYMENT,
        household_share_bp=1000,
        from_on=date(2020, 3, 1),
        members=[NewMember(member.household_number, 1) for member in members],
    )
    version_id = rosters.submit(told, actor=system(), now=NOW).id
    supplier_id, household_id = supplier.id, members[0].id
    db.session.commit()
    outcomes = []

    def approve():
        with transaction():
            approve_roster(version_id=version_id, actor=system(), now=NOW)

    approving = threading.Thread(target=lambda: outcomes.extend(together(approve)))
    cut_for_households = cutting.cut_for_households

    def cut_while_another_approves(household_ids):
        approving.start()
        approving.join(0.5)  # it holds the roster by now, and waits for the household that we hold
        return cut_for_households(household_ids)

    monkeypatch.setattr(cutting, "cut_for_households", cut_while_another_approves)
    outcomes += together(lambda: clear(household_id, JUNE))
    approving.join(10)
    assert outcomes == [None, None]
    assert segments(supplier_id) == [
        (date(2020, 1, 1), JUNE, 2),
        (date(2020, 3, 1), JUNE, 2),
        (JUNE, None, 1),
        (JUNE, None, 1),
    ]
