"""Which sales a figure is about, and into what it is broken down."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import ProductCategory
from marketplace.kernel.days import Month
from marketplace.regions.rules import COUNTY_LEVEL, canonical_code, level_of, prefix_of
from marketplace.sales.rules import Channel
from marketplace.statistics.errors import MonthsOutside, MonthsReversed, NeverWithout, RegionTooSmall

MOST_MONTHS: Final = 240
FIRST_MONTH: Final = Month("1950-01")
LAST_MONTH: Final = Month("2199-12")


class By(StrEnum):
    """Into what a slice is broken down."""

    CHANNEL = "channel"
    TAG = "tag"
    """Tags overlap: their rows are never added."""
    MONTH = "month"
    REGION = "region"
    """The regions one level below the asked one."""
    SUPPLIER = "supplier"
    CATEGORY = "category"
    BUYER_KIND = "buyer-kind"
    BUYER_REGION = "buyer-region"
    """The province of the buyer."""

    @property
    def key(self) -> str:
        """The name under which a row's slice tells the value."""
        return self.value.replace("-", "_")

    @property
    def knows_payments(self) -> bool:
        """Tell whether payments to households can be told apart so: they name no sale."""
        return self in {By.MONTH, By.REGION, By.SUPPLIER}

    @property
    def is_partition(self) -> bool:
        """Tell whether the rows add up to the whole."""
        return self is not By.TAG


MAY_LACK: Final = frozenset({By.CATEGORY, By.BUYER_KIND, By.BUYER_REGION})
"""What a sale may leave untold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which sales a figure is about: origin region, months from first to last, and what narrows them."""

    region_code: str
    month_from: Month
    month_to: Month
    channel: Channel | None = None
    tag: str | None = None
    supplier: str | None = None
    """Credit code."""
    category: ProductCategory | None = None
    buyer_kind: BuyerKind | None = None
    buyer_region: str | None = None
    without: frozenset[By] = frozenset()
    """What its sales do not tell: the rows of a breakdown that have no value."""

    def __post_init__(self) -> None:
        """Refuse a slice that no sale can be in.

        :raises RegionTooSmall: below county level.
        :raises MonthsOutside: if a year is a typing error.
        :raises MonthsReversed: if the months are not in order, or too many.
        :raises NeverWithout: if every sale tells what these are to lack.
        """
        if level_of(canonical_code(self.region_code)) > COUNTY_LEVEL:
            raise RegionTooSmall(region_code=self.region_code)
        if self.month_from < FIRST_MONTH or self.month_to > LAST_MONTH:
            raise MonthsOutside(month_from=str(self.month_from), month_to=str(self.month_to))
        if not 0 < self.months <= MOST_MONTHS:
            raise MonthsReversed(month_from=str(self.month_from), month_to=str(self.month_to), most=MOST_MONTHS)
        if not self.without <= MAY_LACK:
            raise NeverWithout(values=", ".join(sorted(self.without - MAY_LACK)))

    @property
    def months(self) -> int:
        """How many months the slice spans."""
        return _ordinal(self.month_to) - _ordinal(self.month_from) + 1

    @property
    def prefix(self) -> str:
        """The prefix of every county in the region."""
        return prefix_of(canonical_code(self.region_code))

    @property
    def from_on(self) -> date:
        """The first day."""
        return self.month_from.first_on

    @property
    def end_on(self) -> date:
        """The first day after the slice."""
        return self.month_to.end_on

    @property
    def last_on(self) -> date:
        """The last day, on which persons are counted."""
        return self.month_to.last_on

    @property
    def narrowings(self) -> frozenset[By]:
        """By what the slice is narrowed, beside region and months."""
        told = {
            By.CHANNEL: self.channel,
            By.TAG: self.tag,
            By.SUPPLIER: self.supplier,
            By.CATEGORY: self.category,
            By.BUYER_KIND: self.buyer_kind,
            By.BUYER_REGION: self.buyer_region,
        }
        return frozenset(by for by, value in told.items() if value) | self.without

    @property
    def knows_payments(self) -> bool:
        """Tell whether payments to households can be told apart so: they know no channel, tag, goods or buyer."""
        return self.narrowings <= {By.SUPPLIER}

    def year_before(self) -> Self:
        """Make the same slice a year before."""
        return self._moved(12)

    def period_before(self) -> Self:
        """Make the slice of as many months right before this one."""
        return self._moved(self.months)

    def _moved(self, months: int) -> Self:
        return replace(
            self,
            month_from=later(self.month_from, -months),
            month_to=later(self.month_to, -months),
        )


def later(month: Month, months: int) -> Month:
    """Tell the month so many months later, or earlier if negative."""
    ordinal = _ordinal(month) + months
    return Month(f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}")


def _ordinal(month: Month) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
