"""Reads between reports and the sales that they told."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P

_LINE: Final = """
SELECT r.id, r.report_number, r.title, l.evidence_file_id
FROM sales_report r
LEFT JOIN sales_report_line l ON l.sales_report_id = r.id AND l.number = :number
WHERE r.report_number = :report_number
  AND EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix WHERE starts_with(r.region_code, prefix))
"""


def find_telling_line(report_number: str, *, number: int, actor: Actor) -> Mapping[str, Any] | None:
    """Find the report in the caller's regions that told a sale, with the evidence of its line."""
    facts = {"report_number": report_number, "number": number, "prefixes": actor.region_prefixes(P.SALES_READ)}
    row = db.session.execute(text(_LINE), facts).mappings().one_or_none()
    return None if row is None else dict(row)
