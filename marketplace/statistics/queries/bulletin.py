"""The facts of a region's yearly bulletin, each computed by the measures that every other report uses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import Month, day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside, RegionUnknown
from marketplace.regions.rules import prefix_of
from marketplace.reporting.rules import OutletKind
from marketplace.statistics.queries.checks import tell
from marketplace.statistics.queries.counts import (
    count_outlets,
    count_things,
    names_of,
    sum_agreements,
)
from marketplace.statistics.queries.figures import count, count_evidenced_households
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.bulletin import EAST_WEST_TAG, Agreements, Bulletin, Partner
from marketplace.statistics.rules.checks import check_figures


def get_bulletin(region_code: str, year: int, *, actor: Actor, now: datetime) -> Bulletin:
    """Compute a region's year; of a year that runs, its months to today, beside the same months a year before.

    :raises NotFound: if the region is outside the caller's scope.
    :raises RegionUnknown: if no region had this code that year.
    """
    actor.require_over(P.STATISTICS_READ, RegionOutside(region_code=region_code), region_codes=[region_code])
    today = day_of(now)
    first, last = Month(f"{year:04d}-01"), Month(f"{year:04d}-12")
    asked = Slice(region_code=region_code, month_from=first, month_to=max(first, min(last, Month.of(today))))
    last_on = min(asked.last_on, today)
    told, before = tell(asked, on=last_on), asked.year_before()
    outlets = count_outlets(asked)
    bought = count(_with_tag(asked), by=By.BUYER_REGION)
    provinces = _partner_provinces(asked, outlets, bought)
    names = names_of([region_code, *provinces], asked)
    if region_code not in names:
        raise RegionUnknown(region_code=region_code)
    return Bulletin(
        region_code=region_code,
        region_name=names[region_code],
        year=year,
        last_on=last_on,
        is_running=today <= last.last_on,
        cut_off=now,
        whole=told.whole,
        whole_base=told.base,
        channels=_by_value(told.parts[By.CHANNEL], By.CHANNEL),
        channels_base=_by_value(count(before, by=By.CHANNEL), By.CHANNEL),
        counts=count_things(asked, on=last_on),
        covered_households=told.covered,
        evidenced_households=count_evidenced_households(asked),
        new_outlets=sum(row["outlets"] for row in outlets if row["is_inside"] and row["is_new"]),
        agreements=[Agreements(**row) for row in (*sum_agreements(asked), *sum_agreements(asked, by_tag=True))],
        partners=[_partner(code, names.get(code, code), outlets, bought) for code in provinces],
        checks=check_figures(told),
    )


def _with_tag(asked: Slice) -> Slice:
    return Slice(region_code=asked.region_code, month_from=asked.month_from, month_to=asked.month_to, tag=EAST_WEST_TAG)


def _by_value(rows: Sequence[Mapping[str, Any]], by: By) -> Mapping[str, Mapping[str, Any]]:
    return {row["slice"][by.key]: row for row in rows}


def _partner_provinces(
    asked: Slice, outlets: Sequence[Mapping[str, Any]], bought: Sequence[Mapping[str, Any]]
) -> Sequence[str]:
    """List the provinces outside the region's own whose buyers or outlets carry the tag of East-West cooperation."""
    found = {row["slice"][By.BUYER_REGION.key] for row in bought if row["sales_fen"] > 0}
    found |= {row["province_code"] for row in outlets if EAST_WEST_TAG in row["tags"]}
    own = asked.prefix[:2]
    return sorted(code for code in found if code is not None and prefix_of(code)[:2] != own)


def _partner(
    code: str, name: str, outlets: Sequence[Mapping[str, Any]], bought: Sequence[Mapping[str, Any]]
) -> Partner:
    there = [row for row in outlets if row["province_code"] == code and EAST_WEST_TAG in row["tags"]]
    exhibition = [row["outlets"] for row in there if row["kind"] == OutletKind.HALL]
    return Partner(
        region_code=code,
        name=name,
        halls=sum(exhibition),
        other_outlets=sum(row["outlets"] for row in there) - sum(exhibition),
        purchases_fen=sum(row["sales_fen"] for row in bought if row["slice"][By.BUYER_REGION.key] == code),
    )
