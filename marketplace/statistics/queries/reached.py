"""How many households and persons stand behind values of a breakdown: the versions of each are united as bitmaps."""

from collections.abc import Sequence
from datetime import date

from marketplace.kernel.days import Month
from marketplace.statistics.queries.members import members_of
from marketplace.statistics.queries.sizes import sizes_on
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.reach import Reach, count_households, count_persons, unite
from marketplace.statistics.rules.rows import Row


def with_reached(rows: Sequence[Row], asked: Slice, by: By | None) -> Sequence[Row]:
    """Add to the sums of each value the households its versions hold, each once, and their persons on its last day."""
    members = members_of({version_id for row in rows for version_id in row["version_ids"]})
    reaches: dict[frozenset[int], Reach] = {}  # often the same suppliers sell in every month and channel
    for versions in {frozenset(row["version_ids"]) for row in rows}:
        reaches[versions] = unite(members[version_id] for version_id in versions)
    days = [_last_on(row["value"], asked, by) for row in rows]
    sizes = sizes_on(set(days), {county_code for reach in reaches.values() for county_code in reach})
    counted = []
    for row, day in zip(rows, days, strict=True):
        reach = reaches[frozenset(row["version_ids"])]
        counted.append({**row, "households": count_households(reach), "persons": count_persons(reach, sizes[day])})
    return counted


def _last_on(value: str | None, asked: Slice, by: By | None) -> date:
    """Tell the day on which persons are counted: a month's own last, else the slice's."""
    return Month(value[:7]).last_on if by is By.MONTH and value is not None else asked.last_on
