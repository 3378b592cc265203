"""Dense numbers of households within their county, given out one after the other."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import text

from marketplace.db import db

_LOCK: Final = """
SELECT pg_advisory_xact_lock(hashtext('household.ordinal'), CAST(county AS int))
FROM (SELECT DISTINCT unnest(CAST(:county_codes AS text[])) AS county ORDER BY 1) named
"""

NEXT_ORDINAL: Final = "(SELECT COALESCE(max(ordinal), -1) + 1 FROM household WHERE county_code = {county})"
"""The first free number of a county, for who holds its lock."""


def lock_counties(county_codes: Collection[str]) -> None:
    """Hold the numbers of these counties, in the order of their codes, until the transaction ends.

    What others gave out before is seen by the statement after this one.
    """
    db.session.execute(text(_LOCK), {"county_codes": list(county_codes)})


def next_ordinal(county_code: str) -> int:
    """Tell the first free number of a county whose lock is held."""
    statement = text("SELECT " + NEXT_ORDINAL.format(county=":county_code"))
    number: int = db.session.execute(statement, {"county_code": county_code}).scalar_one()
    return number
