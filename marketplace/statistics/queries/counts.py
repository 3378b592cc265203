"""What is counted beside sales: suppliers, products, batches, events, outlets, agreements, registered households."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.statistics.queries.slices import parameters, pools_in
from marketplace.statistics.rules import Slice
from marketplace.statistics.rules.bulletin import Counts
from marketplace.suppliers.queries.certified import CERTIFIED

_COUNTS: Final = f"""
WITH certified AS (
    SELECT c.product_id, c.batch_id
    FROM product_certification c
    JOIN product ON product.id = c.product_id
    JOIN supplier ON supplier.id = product.supplier_id
    JOIN organisation ON organisation.id = supplier.organisation_id
    WHERE starts_with(supplier.county_code, :prefix)
      AND (CAST(:supplier AS text) IS NULL OR organisation.uscc = :supplier)
      AND (CAST(:category AS text) IS NULL OR product.category = :category)
      AND c.from_on <= :last_on AND (c.until_on IS NULL OR :last_on < c.until_on)
)
SELECT
    (SELECT count(*) FROM supplier JOIN organisation ON organisation.id = supplier.organisation_id
     WHERE starts_with(supplier.county_code, :prefix) AND supplier.id IN ({CERTIFIED})
       AND (CAST(:supplier AS text) IS NULL OR organisation.uscc = :supplier)) AS suppliers,
    (SELECT count(DISTINCT product_id) FROM certified) AS products,
    (SELECT count(DISTINCT batch_id) FROM certified) AS batches,
    (SELECT count(*) FROM event
     WHERE starts_with(host_code, :prefix) AND held_on >= :from_on AND held_on < :end_on
       AND (CAST(:tag AS text) IS NULL OR tags @> ARRAY[CAST(:tag AS text)])) AS events,
    (SELECT count(*) FROM outlet
     WHERE starts_with(host_code, :prefix) AND opened_on < :end_on
       AND (closed_on IS NULL OR closed_on >= :from_on)
       AND (CAST(:tag AS text) IS NULL OR tags @> ARRAY[CAST(:tag AS text)])) AS outlets,
    (SELECT count(*) FROM household
     WHERE starts_with(village_code, :prefix) AND registered_on <= :last_on
       AND (cleared_on IS NULL OR :last_on < cleared_on)) AS registered_households
"""  # noqa: S608  a constant of the area of suppliers

_AGREEMENTS: Final = """
SELECT {tag} AS tag, count(*) AS agreements, COALESCE(sum(signed_fen), 0) AS signed_fen,
       COALESCE(sum(fulfilled_fen), 0) AS fulfilled_fen
FROM agreement {join}
WHERE starts_with(host_code, :prefix) AND signed_on >= :from_on AND signed_on < :end_on
  AND (CAST(:tag AS text) IS NULL OR tags @> ARRAY[CAST(:tag AS text)])
  AND (CAST(:supplier AS text) IS NULL OR supplier_id IN (
      SELECT supplier.id FROM supplier JOIN organisation ON organisation.id = supplier.organisation_id
      WHERE organisation.uscc = :supplier))
GROUP BY 1
ORDER BY 1
"""

_OUTLETS: Final = """
SELECT rpad(left(region_code, 2), 6, '0') AS province_code, starts_with(region_code, :prefix) AS is_inside, kind, tags,
       opened_on >= :from_on AS is_new, count(*) AS outlets
FROM outlet
WHERE starts_with(host_code, :prefix) AND opened_on < :end_on AND (closed_on IS NULL OR closed_on >= :from_on)
GROUP BY 1, 2, 3, 4, 5
"""

_COVERED: Final = """
WITH benefit AS (
    SELECT s.roster_version_id
    {pools}
    GROUP BY s.roster_version_id
    HAVING sum(s.pool_fen) > 0
)
SELECT count(DISTINCT h.id)
FROM benefit
JOIN roster_member m ON m.roster_version_id = benefit.roster_version_id
JOIN household h ON h.id = m.household_id
WHERE starts_with(h.village_code, :prefix) AND h.registered_on <= :last_on
  AND (h.cleared_on IS NULL OR :last_on < h.cleared_on)
"""

_NAMES: Final = """
SELECT DISTINCT ON (code) code, name FROM region
WHERE code = ANY(CAST(:codes AS text[])) AND from_on <= :on
ORDER BY code, from_on DESC
"""


def count_things(asked: Slice, *, on: date | None = None) -> Counts:
    """Count suppliers, products, batches, events, outlets and registered households of a slice.

    Who is certified or registered is told of its last day, or of an earlier day `on`.

    Each is narrowed by what its rows tell: a supplier, a category of product, a tag.
    """
    last_on = on or asked.last_on
    facts = parameters(asked) | {"day": last_on, "last_on": last_on}
    return Counts(**dict(db.session.execute(text(_COUNTS), facts).mappings().one()))


def count_covered_households(asked: Slice, *, on: date | None = None) -> int:
    """Count the households registered in the region on the last day, or `on`, that the sales of the slice benefited."""
    facts = parameters(asked) | {"last_on": on or asked.last_on}
    return int(db.session.execute(text(_COVERED.format(pools=pools_in(asked))), facts).scalar_one())


def sum_agreements(asked: Slice, *, by_tag: bool = False) -> Sequence[Mapping[str, Any]]:
    """Count and sum the agreements signed in the slice, as one row or one per tag; tags overlap."""
    parts = {"tag": "tagged.tag", "join": "CROSS JOIN LATERAL unnest(tags) AS tagged (tag)"} if by_tag else {}
    sql = _AGREEMENTS.format(**{"tag": "CAST(NULL AS text)", "join": "", **parts})
    rows = [dict(row) for row in db.session.execute(text(sql), parameters(asked)).mappings()]
    return [{**row, "signed_fen": int(row["signed_fen"]), "fulfilled_fen": int(row["fulfilled_fen"])} for row in rows]


def count_outlets(asked: Slice) -> Sequence[Mapping[str, Any]]:
    """Count the outlets open in the slice by province, kind, tags, and whether they opened in it."""
    return [dict(row) for row in db.session.execute(text(_OUTLETS), parameters(asked)).mappings()]


def names_of(codes: Sequence[str], asked: Slice) -> Mapping[str, str]:
    """Tell the names regions had on the slice's last day, by code."""
    rows = db.session.execute(text(_NAMES), {"codes": list(codes), "on": asked.last_on})
    return {code: name for code, name in rows}  # noqa: C416  rows are not pairs to the type checker
