"""The published figures that the home page shows, kept for a minute.

Counting a year of a large installation takes a second or two and a page is asked for more often than that, so each
process keeps what it counted: the `Year` of a region, under its code, the year and the newest row of sales. Whatever
is sold shows at once; what else moves a figure (a certification, a roster's end, a household) shows within a minute.
Nothing that is kept depends on who asks: it is what anybody may read, after law 14.
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
from marketplace.regions.rules import canonical_code, level_of
from marketplace.statistics.queries.counts import count_things
from marketplace.statistics.queries.extent import Extent
from marketplace.statistics.queries.published import get_published
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.bulletin import Counts

KEPT_SECONDS: Final = 60
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
    names: Mapping[str, str]
    at: datetime


def get_year(region_code: str | None, year: int, *, extent: Extent, now: datetime) -> Year:
    """Get a region's published year, kept or counted now; without a region that of all sales.

    :raises RegionUnknown: no region had this code that year.
    :raises RegionTooSmall: below county level.
    """
    kept: dict[Any, tuple[float, Year]] = current_app.extensions.setdefault(_EXTENSION, {})
    key = (region_code and canonical_code(region_code), year, extent)
    until, found = kept.get(key, (0.0, None))
    if found is not None and time.monotonic() < until:
        return found
    counted = _count(region_code, year, extent=extent, now=now)
    while len(kept) >= _MOST_KEPT:
        kept.pop(next(iter(kept)))
    kept.pop(key, None)
    kept[key] = (time.monotonic() + KEPT_SECONDS, counted)
    return counted


def forget() -> None:
    """Forget what this process keeps."""
    current_app.extensions.pop(_EXTENSION, None)


def _count(region_code: str | None, year: int, *, extent: Extent, now: datetime) -> Year:
    asked = _slice_of(canonical_code(region_code or extent.region_code), year)
    above = _names_above(asked)
    if region_code is None:
        # where a province has no cities, its counties' sales are shown as the province's
        asked = _slice_of(above[-1][0], year)
    told = get_published(asked.region_code, year)
    regions = told["by"].get(By.REGION.key, [])
    return Year(
        year=year,
        region_code=asked.region_code,
        above=above,
        whole=told["whole"],
        whole_before=_whole_before(asked.region_code, year),
        counts=count_things(asked),
        counts_before=count_things(asked.year_before()),
        channels=told["by"][By.CHANNEL.key],
        regions=regions,
        names=names_of([row["slice"][By.REGION.key] for row in regions], on=asked.last_on),
        at=now,
    )


def _slice_of(code: str, year: int) -> Slice:
    return Slice(region_code=code, month_from=Month(f"{year:04d}-01"), month_to=Month(f"{year:04d}-12"))


def _names_above(asked: Slice) -> Sequence[Named]:
    code = asked.region_code
    codes = [code[:level].ljust(len(code), "0") for level in range(0, level_of(code) + 1, 2)]
    names = names_of(codes, on=asked.last_on)
    return [(each, names[each]) for each in codes if each in names]


def _whole_before(code: str, year: int) -> Row | None:
    try:
        whole: Row = get_published(code, year - 1)["whole"]
    except RegionUnknown:
        return None
    return whole
