"""Business days and months: moments are stored in UTC, days are those of Beijing time."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from marketplace.kernel.errors import Invalid

BEIJING: Final = ZoneInfo("Asia/Shanghai")
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""Years before and after these are slips of the hand."""


class MonthUnreadable(Invalid):
    """A text is not a month such as 2020-09."""

    code = "month.unreadable"
    zh = "“{value}”不是月份，应如 2020-09"
    en = "“{value}” is not a month such as 2020-09"


def day_of(moment: datetime) -> date:
    """Tell the business day of an aware moment."""
    return moment.astimezone(BEIJING).date()


def now_utc() -> datetime:
    """Read the wall clock; only delivery does so, everything below is handed `now`."""
    return datetime.now(UTC)


class Month(str):
    """A calendar month written `YYYY-MM`; sorts as text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2020-09`.

        :raises MonthUnreadable: for anything else.
        """
        try:
            first_on = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
        except (TypeError, ValueError):
            raise MonthUnreadable(value=text) from None
        if not FIRST_YEAR <= first_on.year <= LAST_YEAR:
            raise MonthUnreadable(value=text)
        return cls.of(first_on)

    @classmethod
    def of(cls, day: date) -> Self:
        """Tell the month a day falls in."""
        return cls(f"{day.year:04d}-{day.month:02d}")

    @property
    def first_on(self) -> date:
        """The month's first day."""
        return date(int(self[:4]), int(self[5:]), 1)

    @property
    def end_on(self) -> date:
        """The first day after the month (half-open)."""
        return (self.first_on.replace(day=28) + timedelta(days=4)).replace(day=1)

    @property
    def last_on(self) -> date:
        """The month's last day."""
        return self.end_on - timedelta(days=1)
