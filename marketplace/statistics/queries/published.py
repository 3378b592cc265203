"""A region's year as anybody may read it: every page is suppressed so that it agrees with the pages above it."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from marketplace.kernel.days import Month
from marketplace.regions.errors import RegionUnknown
from marketplace.regions.rules import COUNTY_LEVEL, canonical_code, level_of, path_to
from marketplace.statistics.queries.counts import names_of
from marketplace.statistics.queries.figures import count_with_paid
from marketplace.statistics.rules import FIGURE_DEFINITIONS, By, Slice
from marketplace.statistics.rules.publication import BROKEN_DOWN_LEVEL, Page, publish

PARTS: Final = (By.CHANNEL, By.REGION, By.MONTH)
_CROSSING: Final = (By.CHANNEL, By.MONTH)


def get_published(region_code: str, year: int, *, parts: Collection[By] = PARTS) -> Mapping[str, Any]:
    """Tell the published figures of a region and year: the whole, and by channel, by region below and by month.

    Fewer `parts` are counted faster, and what is told of each is the same: where there are any, the regions are among
    them, since they decide what the others may tell.

    :raises RegionUnknown: if no region had this code that year.
    :raises RegionTooSmall: below county level.
    """
    code = canonical_code(region_code)
    asked = _year_of(code, year)
    name = names_of([code], asked).get(code)
    if name is None:
        raise RegionUnknown(region_code=code)
    wanted = {*parts, By.REGION} if parts else frozenset()
    counted = [by for by in PARTS if by in wanted and (by is not By.REGION or level_of(code) < COUNTY_LEVEL)]
    page = Page(
        whole=count_with_paid(asked)[0],
        parts={by: count_with_paid(asked, by=by) for by in counted},
        crossed={
            by: count_with_paid(asked, by=by, is_per_county=True)
            for by in _CROSSING
            if by in counted and _breaks_down(code)
        },
    )
    above = [count_with_paid(_year_of(each, year), by=By.REGION) for each in path_to(code)[:-1]]
    told = publish(code, page, above)
    return {
        "region": {"code": code, "name": name},
        "year": year,
        "whole": told.whole,
        "by": {by.key: rows for by, rows in told.parts.items()},
        "definitions": list(FIGURE_DEFINITIONS),
    }


def _breaks_down(code: str) -> bool:
    return level_of(code) == BROKEN_DOWN_LEVEL


def _year_of(code: str, year: int) -> Slice:
    return Slice(region_code=code, month_from=Month(f"{year:04d}-01"), month_to=Month(f"{year:04d}-12"))
