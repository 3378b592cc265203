"""Half-open periods of days: `from_on` holds, `until_on` does not; `None` is open.

Files and forms speak of last days that still hold; they are turned into half-open ends where they are read.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `from_on` up to, not including, `until_on`."""

    from_on: date
    until_on: date | None = None

    @classmethod
    def through(cls, first_on: date, last_on: date | None) -> "Days":
        """Make a period whose last day still holds."""
        return cls(first_on, last_on and last_on + timedelta(days=1))

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies inside."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def is_empty(self) -> bool:
        """Tell whether no day lies inside."""
        return self.until_on is not None and self.until_on <= self.from_on

    def overlaps(self, other: "Days") -> bool:
        """Tell whether any day lies in both."""
        starts_before_other_ends = other.until_on is None or self.from_on < other.until_on
        return starts_before_other_ends and (self.until_on is None or other.from_on < self.until_on)

    @property
    def last_on(self) -> date | None:
        """The last day inside, as people write it."""
        return self.until_on and self.until_on - timedelta(days=1)
