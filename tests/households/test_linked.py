"""The households that a supplier may choose among: its own ones with a linkage that was verified, heads masked."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import MemberRole
from marketplace.households.queries.linked import list_linked
from marketplace.households.rules import Mechanism
from marketplace.households.service import linkages
from marketplace.kernel.actor import PermissionMissing
from tests.catalogue.statements import counted

DAY = date(2020, 9, 15)


def test_only_what_was_verified_is_listed_once_and_masked(cast, staff, keeper, enter_linkage, now):
    verified, waiting = cast.household(), cast.household()
    for mechanism in (Mechanism.CONTRACT_FARMING, Mechanism.DIVIDEND):
        linkage = enter_linkage(verified, mechanism=mechanism)
        linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    enter_linkage(waiting)
    [row] = list_linked(actor=staff, day=DAY, limit=9)
    assert (row["household_number"], row["head_name"]) == (verified.household_number, "张**")


def test_a_household_whose_linkage_ended_is_still_there_for_what_was_paid_before(staff, keeper, enter_linkage, now):
    linkage = enter_linkage()
    linkages.verify(linkage_id=linkage.id, actor=keeper, now=now)
    linkages.end(linkage_id=linkage.id, last_on=date(2020, 6, 1), reason="到期", actor=staff, now=now)
    assert len(list_linked(actor=staff, day=DAY, limit=9)) == 1


def test_law_12_others_are_offered_none_of_them(cast, session, keeper, enter_linkage, now):
    linkages.verify(linkage_id=enter_linkage().id, actor=keeper, now=now)
    other = session.get(Organisation, cast.supplier().organisation_id)
    assert list_linked(actor=cast.actor(cast.member(other, MemberRole.SUPPLIER_STAFF)), day=DAY, limit=9) == []
    with pytest.raises(PermissionMissing):
        list_linked(actor=keeper, day=DAY, limit=9)


def test_it_is_one_statement(staff):
    with counted() as sent:
        list_linked(actor=staff, day=DAY, limit=9)
    assert len(sent) == 1
