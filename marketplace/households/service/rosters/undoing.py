"""Take back what an import told: approved versions apply no more, those that wait are sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.households.rules import ROSTER_MOVES, RosterState
from marketplace.kernel.states import check_move


@dataclass(frozen=True, slots=True)
class Undone:
    """Whose versions apply no more, and from which day on that may change their sales."""

    supplier_ids: Sequence[int] = ()
    from_on: date | None = None


_LOCK: Final = """
SELECT r.id FROM roster r
WHERE r.id IN (SELECT roster_id FROM roster_version WHERE import_batch_id = :batch_id)
ORDER BY r.id FOR NO KEY UPDATE
"""

_UNDO: Final = """
WITH undone AS (
    UPDATE roster_version SET state = 'undone' WHERE import_batch_id = :batch_id AND state = 'approved'
    RETURNING roster_id, declared_from_on
)
SELECT array_agg(DISTINCT r.supplier_id ORDER BY r.supplier_id) AS supplier_ids, min(u.declared_from_on) AS from_on
FROM undone u JOIN roster r ON r.id = u.roster_id
"""

_SEND_BACK: Final = """
UPDATE roster_version SET state = 'sent_back', reason = :reason
WHERE import_batch_id = :batch_id AND state = 'submitted'
"""

_UNLINK: Final = """
DELETE FROM linkage l
WHERE l.import_batch_id = :batch_id AND l.state = 'verified' AND NOT EXISTS (
    SELECT FROM roster_member m
    JOIN roster_version v ON v.id = m.roster_version_id AND v.state IN ('approved', 'submitted')
    JOIN roster r ON r.id = v.roster_id AND r.supplier_id = l.supplier_id
    WHERE m.household_id = l.household_id
)
"""


def undo_batch(*, import_batch_id: int, reason: str) -> Undone:
    """Take back the versions of an import with the linkages it made that no other version stands on.

    The import asks for the permission and writes the audit line; the sales of the suppliers are restated by it.
    """
    for state, wanted in (
        (RosterState.APPROVED, RosterState.UNDONE),
        (RosterState.SUBMITTED, RosterState.SENT_BACK),
    ):
        check_move(ROSTER_MOVES, thing="roster", state=state, wanted=wanted)
    facts = {"batch_id": import_batch_id, "reason": reason}
    db.session.execute(text(_LOCK), facts)
    row = db.session.execute(text(_UNDO), facts).one()
    db.session.execute(text(_SEND_BACK), facts)
    db.session.execute(text(_UNLINK), facts)
    db.session.expire_all()
    return Undone(row.supplier_ids or (), row.from_on)
