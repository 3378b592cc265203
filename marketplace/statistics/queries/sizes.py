"""How many persons the households of counties had on days, remembered until a status of their county is written."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.statistics.queries.memory import memory
from marketplace.statistics.rules.reach import Sizes, bytes_of, slice_sizes, unpack

# Two sums of hashes that are the same are of the same stamps: a stamp that was rolled back has a number of its own.
# A backup that is restored makes the table anew.
_STAMPS: Final = """
SELECT asked.county_code,
       concat_ws(' ', CAST(CAST('status_stamp' AS regclass) AS bigint), sum(hashint8extended(stamp.id, 0))) AS stamps
FROM unnest(CAST(:county_codes AS text[])) AS asked (county_code)
LEFT JOIN status_stamp stamp ON stamp.county_code = asked.county_code
GROUP BY asked.county_code
"""

# The first status of a household holds since ever. `first` and `past` are places in the list of days.
_SIZES: Final = """
WITH status AS (
    SELECT h.county_code, h.ordinal, st.persons,
           CASE WHEN row_number() OVER earlier > 1 THEN st.from_on END AS from_on,
           lead(st.from_on) OVER earlier AS next_on
    FROM household h JOIN household_status st ON st.household_id = h.id
    WHERE h.county_code = ANY(CAST(:county_codes AS text[]))
    WINDOW earlier AS (PARTITION BY st.household_id ORDER BY st.from_on)
), placed AS (
    SELECT county_code, ordinal, persons,
           COALESCE(width_bucket(from_on - 1, CAST(:days AS date[])), 0) AS first,
           COALESCE(width_bucket(next_on - 1, CAST(:days AS date[])), cardinality(CAST(:days AS date[]))) AS past
    FROM status
)
SELECT county_code, persons, first, past, string_agg(int4send(CAST(ordinal AS int)), '') AS ordinals
FROM placed
WHERE first < past
GROUP BY county_code, persons, first, past
"""


def sizes_on(days: Collection[date], county_codes: Collection[str]) -> Mapping[date, Mapping[str, Sizes]]:
    """Tell for each day the sizes of the households of these counties; a household keeps its first and last known size.

    One statement asks whether what is remembered still holds, one reads what does not.
    """
    if not county_codes:
        return {day: {} for day in days}
    stamps = _stamps(county_codes)
    known = memory()
    remembered = {county_code: known.find(("sizes", county_code)) for county_code in county_codes}
    valid: dict[str, dict[date, Sizes]] = {
        county_code: kept[1] if kept and kept[0] == stamps[county_code] else {}
        for county_code, kept in remembered.items()
    }
    lacking = {day for day in days for sizes in valid.values() if day not in sizes}
    if lacking:
        for county_code, read in _read(sorted(lacking), [c for c in valid if lacking - valid[c].keys()]).items():
            valid[county_code] = _merged(valid[county_code], read)
            slices = {id(each): each for sizes in valid[county_code].values() for each in sizes}
            kept = (stamps[county_code], valid[county_code])  # the stamps were read before what they vouch for
            known.keep(("sizes", county_code), kept, bytes_of(slices.values()))
    return {day: {county_code: sizes[day] for county_code, sizes in valid.items()} for day in days}


def _stamps(county_codes: Collection[str]) -> Mapping[str, str]:
    rows = db.session.execute(text(_STAMPS), {"county_codes": list(county_codes)})
    return {row.county_code: row.stamps for row in rows}


def _read(days: Sequence[date], county_codes: Sequence[str]) -> Mapping[str, Mapping[date, Sizes]]:
    groups: dict[str, list[Any]] = {county_code: [] for county_code in county_codes}
    for row in db.session.execute(text(_SIZES), {"county_codes": list(county_codes), "days": list(days)}):
        groups[row.county_code].append((row.first, row.past, row.persons, unpack(row.ordinals)))
    return {county_code: _by_day(days, of_county) for county_code, of_county in groups.items()}


def _by_day(days: Sequence[date], groups: Sequence[Any]) -> Mapping[date, Sizes]:
    """Slice the sizes of each day; on most days nothing has changed since the one before."""
    sliced: dict[tuple[int, ...], Sizes] = {}
    by_day = {}
    for place, day in enumerate(days):
        holding = tuple(n for n, (first, past, _, _) in enumerate(groups) if first <= place < past)
        if holding not in sliced:
            sliced[holding] = slice_sizes(groups[n][2:] for n in holding)
        by_day[day] = sliced[holding]
    return by_day


def _merged(known: Mapping[date, Sizes], read: Mapping[date, Sizes]) -> dict[date, Sizes]:
    """Add days, keeping equal sizes once."""
    merged = dict(known)
    for day, sizes in read.items():
        merged[day] = next((other for other in known.values() if other == sizes), sizes)
    return merged
