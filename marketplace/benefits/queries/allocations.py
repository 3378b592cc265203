"""Allocations as staff of the supplier's region and the supplier see them; months whose pools have changed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import Month
from marketplace.kernel.permissions import Permission as P

_LIST: Final = """
SELECT a.id, a.month, a.roster_version_id, organisation.uscc AS supplier, organisation.name AS supplier_name,
       supplier.county_code, product.product_number, lot.lot_number, v.mechanism, v.members_count AS households,
       a.pool_fen, a.allocated_at,
       a.pool_fen = COALESCE((
           SELECT sum(s.pool_fen) FROM sale s
           WHERE s.roster_version_id = a.roster_version_id AND s.sold_on >= :first_on AND s.sold_on < :end_on
       ), 0) AS is_current
FROM allocation a
JOIN roster_version v ON v.id = a.roster_version_id
JOIN roster ON roster.id = v.roster_id
JOIN supplier ON supplier.id = roster.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN product ON product.id = roster.product_id
LEFT JOIN lot ON lot.id = roster.lot_id
WHERE a.month = :month
  AND (supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
       OR supplier.county_code LIKE ANY(CAST(:regions AS text[])))
  AND a.id > :after
ORDER BY a.id
LIMIT :limit
"""

_STALE: Final = """
SELECT DISTINCT month
FROM (
    SELECT roster_version_id, to_char(sold_on, 'YYYY-MM') AS month, sum(pool_fen) AS pool_fen
    FROM sale WHERE roster_version_id IS NOT NULL AND sold_on < :end_on
    GROUP BY 1, 2 HAVING sum(pool_fen) <> 0
) sold
FULL JOIN (SELECT roster_version_id, month, pool_fen FROM allocation WHERE month <= :month) known
    USING (roster_version_id, month)
WHERE sold.pool_fen IS DISTINCT FROM known.pool_fen
ORDER BY month
"""


def list_allocations(month: Month, *, actor: Actor, after: int = 0, limit: int = 24) -> Sequence[Mapping[str, Any]]:
    """List the allocated pools of a month in scope, from after an id on, and whether their sales still say the same."""
    actor.require(P.BENEFITS_READ)
    facts = {
        "month": month,
        "first_on": month.first_on,
        "end_on": month.end_on,
        "organisation_ids": actor.organisation_ids(P.BENEFITS_READ),
        "regions": [prefix + "%" for prefix in actor.region_prefixes(P.BENEFITS_READ)],
        "after": after,
        "limit": limit,
    }
    return [dict(row) for row in db.session.execute(text(_LIST), facts).mappings()]


def list_stale_months(*, through: Month) -> Sequence[Month]:
    """List the months up to one whose pools are not allocated as they are now, the earliest first."""
    found = db.session.scalars(text(_STALE), {"month": through, "end_on": through.end_on})
    return [Month(month) for month in found]
