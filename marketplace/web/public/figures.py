"""The published figures that pages show, kept by each process for as long as they hold.

Counting a year of a large installation takes a second or two, so what was counted is kept: the `Year` of a region,
under its code and the year. A new row of sales ends it at once. Any other write may move a figure too (a
certification, a household, a roster): after one, what was counted is shown for a minute at most. Without any it is
shown for an hour; not for longer, since of two writes the one with the lower number may show later. Nothing that is
kept depends on who asks: it is what anybody may read, after law 14.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import current_app

from marketplace.kernel.days import Month
from marketplace.regions.errors import RegionUnknown
from marketplace.regions.queries import names_of
from marketplace.regions.rules import canonical_code, path_to
from marketplace.statistics.queries.counts import count_things
from marketplace.statistics.queries.extent import Extent
from marketplace.statistics.queries.published import PARTS, get_published
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.bulletin import Counts

KEPT_SECONDS: Final = 60
KEPT_UNTOUCHED_SECONDS: Final = 3600
_MOST_KEPT: Final = 64
_EXTENSION: Final = "bangfu_published_years"

Row = Mapping[str, Any]
Named = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A region's published year beside the year before, and the names of the regions around it."""

    year: int
    region_code: str
    above: Sequence[Named]
    """Code and name of every region that this one lies in, from the nation down, and of itself."""
    whole: Row
    whole_before: Row | None
    counts: Counts
    counts_before: Counts
    channels: Sequence[Row]
    regions: Sequence[Row]
    months: Sequence[Row]
    """Nothing where the year was not asked for in full."""
    before: Mapping[str, Sequence[Row]]
    """The parts of the year before by the key of their breakdown; nothing where the year was not asked for in full."""
    names: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    year: Year
    extent: Extent
    since: float

    def holds(self, extent: Extent) -> bool:
        """Tell whether what was counted may still be shown."""
        is_untouched = self.extent.newest_line_id == extent.newest_line_id
        most = KEPT_UNTOUCHED_SECONDS if is_untouched else KEPT_SECONDS
        return self.extent.newest_sale_id == extent.newest_sale_id and time.monotonic() - self.since < most


def get_year(region_code: str | None, year: int, *, extent: Extent, now: datetime, is_full: bool = False) -> Year:
    """Get a region's published year, kept or counted now; without a region that of all sales.

    In full it holds the months too, and every part of the year before.

    :raises RegionUnknown: no region had this code that year.
    :raises RegionTooSmall: below county level.
    """
    kept: dict[tuple[str | None, int, bool], _Kept] = current_app.extensions.setdefault(_EXTENSION, {})
    key = (region_code and canonical_code(region_code), year, is_full)
    found = kept.pop(key, None)
    if found is None or not found.holds(extent):
        found = _Kept(_count(region_code, year, extent=extent, now=now, is_full=is_full), extent, time.monotonic())
    while len(kept) >= _MOST_KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = kept[(found.year.region_code, year, is_full)] = found
    return found.year


def forget() -> None:
    """Forget what this process keeps."""
    current_app.extensions.pop(_EXTENSION, None)


def _count(region_code: str | None, year: int, *, extent: Extent, now: datetime, is_full: bool) -> Year:
    asked = _slice_of(canonical_code(region_code or extent.region_code), year)
    above = _names_above(asked)
    if region_code is None:
        # where a province has no cities, its counties' sales are shown as the province's
        asked = _slice_of(above[-1][0], year)
    told = get_published(asked.region_code, year, parts=PARTS if is_full else (By.CHANNEL,))
    before = _year_before(asked.region_code, year, is_full=is_full)
    regions = told["by"].get(By.REGION.key, [])
    return Year(
        year=year,
        region_code=asked.region_code,
        above=above,
        whole=told["whole"],
        whole_before=before and before["whole"],
        counts=count_things(asked),
        counts_before=count_things(asked.year_before()),
        channels=told["by"][By.CHANNEL.key],
        regions=regions,
        months=told["by"].get(By.MONTH.key, []),
        before=before["by"] if before else {},
        names=names_of([row["slice"][By.REGION.key] for row in regions], on=asked.last_on),
        at=now,
    )


def _slice_of(code: str, year: int) -> Slice:
    return Slice(region_code=code, month_from=Month(f"{year:04d}-01"), month_to=Month(f"{year:04d}-12"))


def _names_above(asked: Slice) -> Sequence[Named]:
    codes = path_to(asked.region_code)
    names = names_of(codes, on=asked.last_on)
    return [(each, names[each]) for each in codes if each in names]


def _year_before(code: str, year: int, *, is_full: bool) -> Mapping[str, Any] | None:
    try:
        return get_published(code, year - 1, parts=PARTS if is_full else ())
    except RegionUnknown:
        return None
