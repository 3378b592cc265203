"""A head's name and identity number, shown for a reason on the record."""

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.households.errors import HouseholdUnknown, ReasonMissing, ReasonPersonal
from marketplace.households.service.register import unmask
from marketplace.kernel.errors import Forbidden
from tests.factories.codes import identity_number

HEAD = identity_number(6001, county="622822")


def test_every_unmasking_stands_on_the_record_with_its_reason_and_no_name(enter_household, keeper, now, session):
    household = enter_household()
    for reason in ("入户核查", "  补贴发放核对 "):
        shown = unmask(household_id=household.id, reason=reason, actor=keeper, now=now)
        assert (shown.head_name, shown.head_identity_number) == ("慕容雪村", HEAD)
        assert HEAD not in repr(shown)
        assert "慕容" not in repr(shown)
    session.flush()
    lines = session.scalars(select(AuditLine).where(AuditLine.action == "household.unmasked").order_by("id")).all()
    assert [(line.reason, line.user_id, line.subject_id) for line in lines] == [
        ("入户核查", keeper.user_id, str(household.id)),
        ("补贴发放核对", keeper.user_id, str(household.id)),
    ]
    assert "慕容" not in str([line.after for line in lines])


def test_without_a_reason_nothing_is_shown(enter_household, keeper, now):
    with pytest.raises(ReasonMissing):
        unmask(household_id=enter_household().id, reason="  ", actor=keeper, now=now)


@pytest.mark.parametrize("reason", ["核对慕容雪村", f"证件 {HEAD}", f"证件{HEAD.replace('6', '６')}"])
def test_law_14_the_reason_itself_holds_no_personal_data(enter_household, keeper, now, session, reason):
    with pytest.raises(ReasonPersonal):
        unmask(household_id=enter_household().id, reason=reason, actor=keeper, now=now)
    assert session.scalars(select(AuditLine).where(AuditLine.action == "household.unmasked")).all() == []


def test_law_12_only_who_may_unmask_in_the_region_does(enter_household, cast, now):
    household = enter_household()
    with pytest.raises(Forbidden):
        unmask(household_id=household.id, reason="x", actor=cast.actor(cast.officer(Duty.AUDITOR)), now=now)
    with pytest.raises(HouseholdUnknown):
        unmask(household_id=household.id, reason="x", actor=cast.actor(cast.outsider()), now=now)
