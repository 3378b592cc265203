"""Which sales a figure is about, and into what it is broken down."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import ProductCategory
from marketplace.kernel.days import Month
from marketplace.regions.rules import canonical_code, level_of, prefix_of
from marketplace.sales.rules import Channel
from marketplace.statistics.errors import MonthsReversed, RegionTooSmall

MOST_MONTHS: Final = 240
COUNTY_LEVEL: Final = 6


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

    def __post_init__(self) -> None:
        """Refuse a slice that no sale can be in.

        :raises RegionTooSmall: below county level.
        :raises MonthsReversed: if the months are not in order, or too many.
        """
        if level_of(canonical_code(self.region_code)) > COUNTY_LEVEL:
            raise RegionTooSmall(region_code=self.region_code)
        if not 0 < self.months <= MOST_MONTHS:
            raise MonthsReversed(month_from=str(self.month_from), month_to=str(self.month_to), most=MOST_MONTHS)

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
    def knows_payments(self) -> bool:
        """Tell whether payments to households can be told apart so: they know no channel, tag, goods or buyer."""
        return not (self.channel or self.tag or self.category or self.buyer_kind or self.buyer_region)

    def year_before(self) -> Self:
        """Make the same slice a year before."""
        return self._moved(12)

    def period_before(self) -> Self:
        """Make the slice of as many months right before this one."""
        return self._moved(self.months)

    def _moved(self, months: int) -> Self:
        return replace(
            self,
            month_from=_month(_ordinal(self.month_from) - months),
            month_to=_month(_ordinal(self.month_to) - months),
        )


def _ordinal(month: Month) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(ordinal: int) -> Month:
    return Month(f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}")
