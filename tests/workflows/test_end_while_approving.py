"""A linkage ends while a version that needs it is being approved, on real connections."""

import itertools
import threading
from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.db import db
from marketplace.households.models import Linkage, RosterVersion
from marketplace.households.rules import LinkageState, Mechanism, NewMember, NewRosterVersion, RosterState
from marketplace.households.service import linkages, rosters
from marketplace.households.service.rosters import deciding
from marketplace.kernel.actor import system
from marketplace.transaction import transaction
from marketplace.workflows.approve_roster import approve_roster
from tests.conftest import NOW
from tests.factories.cast import Cast


@pytest.fixture
def waiting(crowd_app):
    """A version of one linked household that a person submitted, committed; tells its id and the linkage's."""
    with crowd_app.app_context():
        cast = Cast(app=crowd_app, session=db.session(), now=NOW, numbers=itertools.count(5_100_000))
        household, supplier = cast.household(), cast.supplier()
        linkage = Linkage(
            supplier_id=supplier.id,
            household_id=household.id,
            mechanism=Mechanism.DIRECT_PURCHASE,
            from_on=date(2015, 1, 1),
            state=LinkageState.VERIFIED,
            entered_at=NOW,
            verified_at=NOW,
        )
        db.session.add(linkage)
        told = NewRosterVersion(
            supplier=db.session.get(Organisation, supplier.organisation_id).uscc,
            mechanism=Mechanism.DIRECT_PURCHASE,
            household_share_bp=1000,
            from_on=date(2020, 1, 1),
            members=[NewMember(household.household_number, 1)],
        )
        version = rosters.submit(told, actor=system(), now=NOW)
        version.entered_by_id = cast.user().id
        ids = version.id, linkage.id
        db.session.commit()
        yield ids
        db.session.remove()


def test_a_linkage_ends_only_after_the_approval_that_saw_it(waiting, together, crowd_app, monkeypatch):
    version_id, linkage_id = waiting
    ended = threading.Event()

    def end():
        with crowd_app.app_context(), transaction():
            linkages.end(linkage_id=linkage_id, last_on=date(2019, 6, 30), reason="不再合作", actor=system(), now=NOW)
        ended.set()

    ending = threading.Thread(target=end)
    move = deciding.move

    def move_while_another_ends(*args, **options):
        ending.start()
        assert not ended.wait(0.5), "a linkage ended between look and approval"
        return move(*args, **options)

    monkeypatch.setattr(deciding, "move", move_while_another_ends)

    def approve():
        with transaction():
            return approve_roster(version_id=version_id, actor=system(), now=NOW)

    [approved] = together(approve)
    assert not isinstance(approved, BaseException), approved
    ending.join(10)
    assert ended.is_set()
    assert db.session.get(RosterVersion, version_id, populate_existing=True).state is RosterState.APPROVED
    assert db.session.get(Linkage, linkage_id, populate_existing=True).state is LinkageState.ENDED
