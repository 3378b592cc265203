"""A household is cleared while a version that holds it is being approved, on real connections."""

import itertools
import threading
from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.db import db
from marketplace.households.models import RosterMember, RosterVersion
from marketplace.households.rules import Mechanism, NewMember, NewRosterVersion, RosterState
from marketplace.households.service import rosters
from marketplace.households.service.rosters import deciding
from marketplace.kernel.actor import system
from marketplace.transaction import transaction
from marketplace.workflows.approve_roster import approve_roster
from marketplace.workflows.clear_household import clear_household
from tests.conftest import NOW
from tests.factories.cast import Cast

CLEARED_ON = date(2020, 6, 1)


@pytest.fixture
def waiting(crowd_app):
    """A submitted version of two households, committed; tells its id and the household to be cleared."""
    with crowd_app.app_context():
        cast = Cast(app=crowd_app, session=db.session(), now=NOW, numbers=itertools.count(5_000_000))
        households = [cast.household(), cast.household()]
        told = NewRosterVersion(
            supplier=db.session.get(Organisation, cast.supplier().organisation_id).uscc,
            mechanism=Mechanism.EMPLOYMENT,
            household_share_bp=1000,
            from_on=date(2020, 1, 1),
            members=[NewMember(household.household_number, 1) for household in households],
        )
        version_id = rosters.submit(told, actor=system(), now=NOW).id
        household_id = households[0].id
        db.session.commit()
        yield version_id, household_id
        db.session.remove()


def test_law_8_a_clearing_waits_for_the_approval_and_then_cuts_the_version(waiting, together, crowd_app, monkeypatch):
    version_id, household_id = waiting
    cleared = threading.Event()

    def clear():
        with crowd_app.app_context(), transaction():
            clear_household(household_id=household_id, cleared_on=CLEARED_ON, actor=system(), now=NOW)
        cleared.set()

    clearing = threading.Thread(target=clear)
    cut_versions = deciding.cutting.cut_versions

    def cut_while_another_clears(version_ids):
        clearing.start()
        assert not cleared.wait(0.5), "the clearing went by a version that was being approved"
        return cut_versions(version_ids)

    monkeypatch.setattr(deciding.cutting, "cut_versions", cut_while_another_clears)

    def approve():
        with transaction():
            return approve_roster(version_id=version_id, actor=system(), now=NOW)

    [approved] = together(approve)
    assert not isinstance(approved, BaseException), approved
    clearing.join(10)
    assert cleared.is_set()
    live = db.session.scalars(
        select(RosterVersion).where(RosterVersion.state == RosterState.APPROVED).order_by(RosterVersion.from_on)
    ).all()
    assert [(each.from_on, each.until_on, each.members_count) for each in live] == [
        (date(2020, 1, 1), CLEARED_ON, 2),
        (CLEARED_ON, None, 1),
    ]
    left = db.session.scalars(select(RosterMember.household_id).where(RosterMember.roster_version_id == live[1].id))
    assert household_id not in left.all()
