"""From when to when, and where, there are sales: what a page shows that was asked for nothing in particular."""

from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import text

from marketplace.db import db
from marketplace.regions.rules import NATION
from marketplace.statistics.rules.publication import BROKEN_DOWN_LEVEL

# Each part is the first entry of an index that fits; a correction and what it corrects are no sale of any year.
_LIVE: Final = """
WITH live AS NOT MATERIALIZED (
    SELECT s.id, s.sold_on, s.origin_code FROM sale s
    WHERE s.kind <> 'correction'
      AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')
)
"""
_EXTENT: Final = f"""{_LIVE}
SELECT (SELECT sold_on FROM live ORDER BY sold_on, id LIMIT 1) AS first_on,
       (SELECT sold_on FROM live ORDER BY sold_on DESC, id DESC LIMIT 1) AS last_on,
       (SELECT origin_code FROM live ORDER BY origin_code USING ~<~ LIMIT 1) AS least_code,
       (SELECT origin_code FROM live ORDER BY origin_code USING ~>~ LIMIT 1) AS greatest_code,
       (SELECT max(id) FROM sale) AS newest_sale_id,
       (SELECT max(id) FROM audit_line) AS newest_line_id
"""  # noqa: S608  a constant of this module
_LATEST: Final = f"""{_LIVE}
SELECT sold_on FROM live WHERE sold_on < :before ORDER BY sold_on DESC, id DESC LIMIT 1
"""  # noqa: S608  as above


class Extent(NamedTuple):
    """The first and last year with a sale, the smallest region that holds all of them, and the newest rows."""

    first_year: int
    last_year: int
    region_code: str
    """A city at the smallest: whatever lies in one county lies in its city too, and cities are published in full."""
    newest_sale_id: int
    newest_line_id: int | None
    """The newest audit line: every write has one."""


def find_extent() -> Extent | None:
    """Find where and when there are sales; nothing without any."""
    row = db.session.execute(text(_EXTENT)).one()
    if row.first_on is None:
        return None
    return Extent(
        first_year=row.first_on.year,
        last_year=row.last_on.year,
        region_code=_region_of_both(row.least_code, row.greatest_code),
        newest_sale_id=row.newest_sale_id,
        newest_line_id=row.newest_line_id,
    )


def get_year_to_look_at(today: date) -> int:
    """Get the latest year that is over and has sales: one that has only begun says little; this year without any."""
    latest = db.session.scalar(text(_LATEST), {"before": date(today.year, 1, 1)})
    return latest.year if latest else today.year


def _region_of_both(one: str, other: str) -> str:
    levels = range(BROKEN_DOWN_LEVEL, 0, -2)
    shared = next((one[:level] for level in levels if one[:level] == other[:level]), "")
    return shared.ljust(len(NATION), "0")
