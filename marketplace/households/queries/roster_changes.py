"""What a version changes of the one before it, for whoever decides on it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.households.queries.masking import masked_name
from marketplace.households.queries.rosters import get_version
from marketplace.kernel.actor import Actor

_BEFORE: Final = """
SELECT p.id, p.mechanism, p.household_share_bp, p.village_share_bp, p.from_on, p.until_on - 1 AS last_on,
       p.members_count, p.weight_total
FROM roster_version v
JOIN roster_version p ON p.roster_id = v.roster_id AND p.state = 'approved'
                     AND p.declared_from_on < v.declared_from_on AND p.from_on < v.declared_from_on
WHERE v.id = :id
ORDER BY p.declared_from_on DESC, p.from_on DESC
LIMIT 1
"""
"""The segment of the latest approved version before, as it stands on its last day before the new one begins."""

_CHANGED: Final = """
WITH change AS (
    SELECT COALESCE(new.household_id, old.household_id) AS household_id,
           old.weight AS weight_before, new.weight AS weight_after,
           CASE WHEN old.household_id IS NULL THEN 'added' WHEN new.household_id IS NULL THEN 'removed'
                ELSE 'changed' END AS change
    FROM (SELECT household_id, weight FROM roster_member WHERE roster_version_id = :id) new
    FULL JOIN (SELECT household_id, weight FROM roster_member WHERE roster_version_id = :before_id) old
              ON old.household_id = new.household_id
    WHERE old.weight IS DISTINCT FROM new.weight
)
"""

_COUNT: Final = f"""
{_CHANGED}
SELECT count(*) FILTER (WHERE change = 'added') AS added, count(*) FILTER (WHERE change = 'removed') AS removed,
       count(*) FILTER (WHERE change = 'changed') AS changed
FROM change
"""  # noqa: S608  a constant

_LIST: Final = f"""
{_CHANGED}
SELECT h.id AS household_id, h.household_number, h.village_code, h.head_name, c.change, c.weight_before, c.weight_after
FROM change c JOIN household h ON h.id = c.household_id
WHERE CAST(:after AS text) IS NULL OR h.household_number > :after
ORDER BY h.household_number
LIMIT :limit
"""  # noqa: S608  a constant


def get_comparison(version_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a version beside the approved one before it, and how many members came, went or weigh otherwise.

    :raises RosterUnknown: if there is none in scope.
    """
    version = get_version(version_id, actor=actor)
    before = _find_before(version_id)
    counts = db.session.execute(text(_COUNT), {"id": version_id, "before_id": before and before["id"]}).mappings().one()
    return {"version": version, "before": before, **counts}


def list_changes(
    version_id: int, *, actor: Actor, after: str | None = None, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List the members that came, went or weigh otherwise by household number, from after a number on.

    :raises RosterUnknown: if there is none in scope.
    """
    get_version(version_id, actor=actor)
    before = _find_before(version_id)
    facts = {"id": version_id, "before_id": before and before["id"], "after": after, "limit": limit}
    rows = db.session.execute(text(_LIST), facts).mappings()
    return [{**row, "head_name": masked_name(row["household_number"], row["head_name"])} for row in rows]


def _find_before(version_id: int) -> Mapping[str, Any] | None:
    row = db.session.execute(text(_BEFORE), {"id": version_id}).mappings().one_or_none()
    return None if row is None else dict(row)
