"""How many households and persons stand behind values of a breakdown: the versions of each are united as bitmaps."""

from collections.abc import Sequence
from datetime import date

from marketplace.kernel.days import Month
from marketplace.statistics.queries.members import members_of
from marketplace.statistics.queries.sizes import sizes_on
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.reach import count_households, count_persons, unite_each
from marketplace.statistics.rules.rows import Row


def with_reached(rows: Sequence[Row], asked: Slice, by: By | None) -> Sequence[Row]:
    """Add to the sums of each value the households its versions hold, each once, and their persons on its last day."""
    sets = {frozenset(row["version_ids"]) for row in rows if row["version_ids"]}
    members = members_of(frozenset().union(*sets), table=rows[0]["members_table"]) if sets else {}
    reaches = unite_each(sets, members)
    days = [_last_on(row["value"], asked, by) for row in rows]
    sizes = sizes_on(set(days), {county_code for reach in reaches.values() for county_code in reach})
    counted = []
    for row, day in zip(rows, days, strict=True):
        reach = reaches.get(frozenset(row["version_ids"]), {})
        counted.append({**row, "households": count_households(reach), "persons": count_persons(reach, sizes[day])})
    return counted


def _last_on(value: str | None, asked: Slice, by: By | None) -> date:
    """Tell the day on which persons are counted: a month's own last, else the slice's."""
    return Month(value[:7]).last_on if by is By.MONTH and value is not None else asked.last_on
