"""Another category or number of persons from a day on."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditLine
from marketplace.households.errors import HouseholdUnknown, PeriodNotAfterRegistration, StatusTooEarly
from marketplace.households.models import HouseholdStatus
from marketplace.households.rules import HouseholdCategory
from marketplace.households.service import register


@pytest.fixture
def change(enter_household, keeper, now):
    household = enter_household()

    def tell(from_on, category=HouseholdCategory.UNSTABLE, persons=5, *, actor=keeper):
        return register.change_status(
            household_id=household.id, from_on=from_on, category=category, persons=persons, actor=actor, now=now
        )

    return tell


def periods(session):
    found = select(HouseholdStatus).order_by(HouseholdStatus.from_on)
    return [(each.from_on, each.until_on, each.persons) for each in session.scalars(found)]


def test_the_status_before_ends_where_the_next_begins(change, session):
    change(date(2018, 5, 1))
    change(date(2020, 9, 1), persons=6)
    assert periods(session) == [
        (date(2014, 1, 1), date(2018, 5, 1), 4),
        (date(2018, 5, 1), date(2020, 9, 1), 5),
        (date(2020, 9, 1), None, 6),
    ]


def test_law_3_what_is_known_changes_nothing(change, session):
    change(date(2018, 5, 1))
    change(date(2018, 5, 1))
    change(date(2019, 5, 1))
    assert len(periods(session)) == 2
    changed = select(func.count()).where(AuditLine.action == "household.status_changed")
    assert session.scalar(changed) == 1


def test_history_is_not_written_anew(change):
    change(date(2018, 5, 1))
    for day in (date(2018, 5, 1), date(2016, 1, 1)):
        with pytest.raises(StatusTooEarly):
            change(day, persons=7)
    with pytest.raises(PeriodNotAfterRegistration):
        change(date(2014, 1, 1), persons=7)


def test_law_12_the_outsider_finds_no_household(change, cast):
    with pytest.raises(HouseholdUnknown):
        change(date(2018, 5, 1), actor=cast.actor(cast.outsider()))
