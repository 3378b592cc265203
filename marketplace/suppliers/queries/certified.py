"""Who was certified on a day: asked of the dates, never of a flag."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.suppliers.rules import SupplierKind

_HOLDS: Final = """
    q.from_on <= :day AND (q.until_on IS NULL OR :day < q.until_on)
      AND NOT EXISTS (
          SELECT FROM suspension s
          WHERE s.qualification_id = q.id AND s.from_on <= :day AND (s.until_on IS NULL OR :day < s.until_on)
      )
"""

CERTIFIED: Final = f"""
    SELECT q.supplier_id
    FROM qualification q
    WHERE {_HOLDS}
"""  # noqa: S608  a constant of this module
"""Selects the suppliers certified on `:day`: inside a decided period and not suspended; right for past days too,
because a withdrawal cuts the period and a suspension keeps its days."""

_HOLD: Final = """
SELECT id FROM qualification
WHERE supplier_id = ANY(CAST(:supplier_ids AS bigint[])) AND state IN ('certified', 'suspended')
ORDER BY id FOR SHARE
"""

_PUBLISHED: Final = f"""
SELECT supplier.id, organisation.name, supplier.kind, supplier.county_code,
       (SELECT r.name FROM region r WHERE r.code = supplier.county_code AND r.from_on <= :day
        AND (r.until_on IS NULL OR :day < r.until_on)) AS county_name,
       held.last_on
FROM (
    SELECT q.supplier_id, CASE WHEN bool_or(q.until_on IS NULL) THEN NULL ELSE max(q.until_on) - 1 END AS last_on
    FROM qualification q
    WHERE {_HOLDS}
    GROUP BY q.supplier_id
) held
JOIN supplier ON supplier.id = held.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
WHERE (CAST(:after AS bigint) IS NULL OR supplier.id > :after)
  AND starts_with(supplier.county_code, :prefix)
  AND (CAST(:kind AS text) IS NULL OR supplier.kind = :kind)
  AND (CAST(:q AS text) IS NULL OR strpos(lower(organisation.name), lower(:q)) > 0)
ORDER BY supplier.id
LIMIT :limit
"""  # noqa: S608  a constant of this module


def hold_certified(supplier_ids: Collection[int]) -> None:
    """Let whoever suspends or withdraws one of these suppliers wait until what is written now stands: one statement."""
    db.session.execute(text(_HOLD), {"supplier_ids": list(supplier_ids)})


def certified_on(supplier_ids: Collection[int], day: date) -> set[int]:
    """Tell which of these suppliers were certified on a business day: one statement."""
    found = db.session.scalars(
        text(CERTIFIED + " AND q.supplier_id = ANY(CAST(:supplier_ids AS bigint[]))"),
        {"day": day, "supplier_ids": list(supplier_ids)},
    )
    return set(found)


def list_certified(
    day: date,
    *,
    prefix: str = "",
    kind: SupplierKind | None = None,
    q: str | None = None,
    after: int | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List the suppliers certified on a day as anybody may see them, under a region prefix: one statement."""
    facts = {"day": day, "prefix": prefix, "kind": kind and kind.value, "q": q, "after": after, "limit": limit}
    return [dict(row) for row in db.session.execute(text(_PUBLISHED), facts).mappings()]
