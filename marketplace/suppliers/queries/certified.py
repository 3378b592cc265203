"""Who was certified on a day: asked of the dates, never of a flag."""

from collections.abc import Collection
from datetime import date
from typing import Final

from sqlalchemy import text

from marketplace.db import db

CERTIFIED: Final = """
    SELECT q.supplier_id
    FROM qualification q
    WHERE q.from_on <= :day AND (q.until_on IS NULL OR :day < q.until_on)
      AND NOT EXISTS (
          SELECT FROM suspension s
          WHERE s.qualification_id = q.id AND s.from_on <= :day AND (s.until_on IS NULL OR :day < s.until_on)
      )
"""
"""Selects the suppliers certified on `:day`: inside a decided period and not suspended; right for past days too,
because a withdrawal cuts the period and a suspension keeps its days."""


def certified_on(supplier_ids: Collection[int], day: date) -> set[int]:
    """Tell which of these suppliers were certified on a business day: one statement."""
    found = db.session.scalars(
        text(CERTIFIED + " AND q.supplier_id = ANY(CAST(:supplier_ids AS bigint[]))"),
        {"day": day, "supplier_ids": list(supplier_ids)},
    )
    return set(found)
