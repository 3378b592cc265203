"""What of one's own certification ends soon: documents that were accepted for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.suppliers.queries.scope import IN_SCOPE, scope_of

_DOCUMENTS: Final = f"""
SELECT q.id AS application_id, r.code AS requirement, r.name_zh, r.name_en, a.expires_on,
       a.expires_on - :day AS days_left
FROM qualification q
JOIN supplier ON supplier.id = q.supplier_id
JOIN requirement_answer a ON a.qualification_id = q.id
JOIN requirement r ON r.id = a.requirement_id
WHERE {IN_SCOPE} AND q.state IN ('certified', 'suspended') AND q.from_on <= :day
  AND (q.until_on IS NULL OR :day < q.until_on)
  AND a.state = 'accepted' AND a.expires_on <= :by
  AND NOT EXISTS (
      SELECT FROM requirement_answer later
      WHERE later.qualification_id = a.qualification_id AND later.requirement_id = a.requirement_id
        AND later.attempt > a.attempt
  )
ORDER BY a.expires_on, q.id, r.position
"""  # noqa: S608  a constant of the program


def list_expiring_documents(*, actor: Actor, today: date, by: date) -> Sequence[Mapping[str, Any]]:
    """List the documents of running certifications in scope whose last day is `by` or before, the soonest first.

    `days_left` is negative for one that has run out.
    """
    facts = {**scope_of(actor), "day": today, "by": by}
    return [dict(row) for row in db.session.execute(text(_DOCUMENTS), facts).mappings()]
