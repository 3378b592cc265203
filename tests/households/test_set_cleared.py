"""The day a risk is cleared."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditLine
from marketplace.households.errors import ClearedAlready, HouseholdUnknown, PeriodNotAfterRegistration
from marketplace.households.service.register import set_cleared


def test_a_household_is_cleared_once(enter_household, keeper, now, session):
    household = enter_household()
    for _ in range(2):
        cleared = set_cleared(household.id, date(2020, 6, 1), actor=keeper, now=now)
        assert cleared.cleared_on == date(2020, 6, 1)
    session.flush()
    assert session.scalar(select(func.count()).where(AuditLine.action == "household.cleared")) == 1
    with pytest.raises(ClearedAlready):
        set_cleared(household.id, date(2020, 6, 2), actor=keeper, now=now)


def test_a_risk_is_cleared_after_the_registration(enter_household, keeper, now):
    with pytest.raises(PeriodNotAfterRegistration):
        set_cleared(enter_household().id, date(2014, 1, 1), actor=keeper, now=now)


def test_law_12_the_outsider_clears_nothing(enter_household, cast, now):
    with pytest.raises(HouseholdUnknown):
        set_cleared(enter_household().id, date(2020, 6, 1), actor=cast.actor(cast.outsider()), now=now)
