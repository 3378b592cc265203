from datetime import UTC, date, datetime

import pytest

from marketplace.kernel.days import Month, MonthUnreadable, day_of
from marketplace.kernel.intervals import Days


def test_a_day_begins_at_midnight_in_beijing():
    assert day_of(datetime(2020, 9, 14, 15, 59, tzinfo=UTC)) == date(2020, 9, 14)
    assert day_of(datetime(2020, 9, 14, 16, 0, tzinfo=UTC)) == date(2020, 9, 15)


def test_a_month_knows_its_first_and_last_day():
    february = Month.parse("2020-02")
    assert (february.first_on, february.last_on, february.end_on) == (
        date(2020, 2, 1), date(2020, 2, 29), date(2020, 3, 1),
    )  # fmt: skip
    assert Month.of(date(2020, 12, 31)).end_on == date(2021, 1, 1)


@pytest.mark.parametrize("text", ["2020", "2020-13", "2020-1-1", "", "二〇二〇"])
def test_a_text_that_is_no_month_is_refused(text):
    with pytest.raises(MonthUnreadable):
        Month.parse(text)


def test_the_last_day_of_a_period_still_holds():
    days = Days.through(date(2020, 1, 1), date(2020, 1, 31))
    assert date(2020, 1, 31) in days
    assert date(2020, 2, 1) not in days
    assert days.last_on == date(2020, 1, 31)
    assert date(2099, 1, 1) in Days.through(date(2020, 1, 1), None)


def test_periods_that_only_touch_do_not_overlap():
    january = Days(date(2020, 1, 1), date(2020, 2, 1))
    assert not january.overlaps(Days(date(2020, 2, 1), None))
    assert january.overlaps(Days(date(2020, 1, 31), None))
    assert Days(date(2020, 1, 1), date(2020, 1, 1)).is_empty()
