"""The counties that have something on sale, with the city each belongs to: what a reader of the catalogue chooses."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import text

from marketplace.db import look
from marketplace.suppliers.queries.certified import CERTIFIED

# The counties are found by steps through the index of counties, not by reading every entry; LIMIT keeps PostgreSQL from
# turning the look at one entry of each county into a look at all of them.
# The day is told by a subquery, so that a plan made for any day costs no more than one for this: one plan is kept.
_DAY: Final = "(SELECT CAST(:day AS date))"
_COUNTIES: Final = f"""
WITH RECURSIVE county(code) AS (
    (SELECT county_code FROM catalogue_entry ORDER BY county_code LIMIT 1)
    UNION ALL
    SELECT (SELECT entry.county_code FROM catalogue_entry entry WHERE entry.county_code > county.code
            ORDER BY entry.county_code LIMIT 1)
    FROM county WHERE county.code IS NOT NULL
)
SELECT county.code, coalesce(own.name, county.code), left(county.code, 4) || '00', coalesce(city.name, '')
FROM county
CROSS JOIN LATERAL (
    SELECT FROM catalogue_entry entry
    WHERE entry.county_code = county.code AND entry.supplier_id IN ({CERTIFIED}) LIMIT 1
) on_sale
LEFT JOIN region own ON own.code = county.code AND own.from_on <= :day
     AND (own.until_on IS NULL OR :day < own.until_on)
LEFT JOIN region city ON city.code = left(county.code, 4) || '00' AND city.from_on <= :day
     AND (city.until_on IS NULL OR :day < city.until_on)
ORDER BY county.code
""".replace(":day", _DAY)  # noqa: S608  a constant of another module


class County(NamedTuple):
    """A county and the city above it, by code and name."""

    code: str
    name: str
    city_code: str
    city_name: str


def list_counties_on_sale(today: date) -> Sequence[County]:
    """List the counties whose certified suppliers have a product on sale, in the order of codes: one statement."""
    return [County(*row) for row in look(text(_COUNTIES), {"day": today})]
