"""Cut approved roster versions where households were cleared, so that a version holds only registered ones throughout.

The register's `cleared_on` is the only input. Each segment that holds a household cleared before its end is cut on that
day, on every such day, into segments without it: the members of a segment never change, new ones are written. A
segment that lost a household before its own first day is replaced as a whole and applies no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import text

from marketplace.db import db


@dataclass(frozen=True, slots=True)
class Cut:
    """Whose rosters were cut, and the first day from which their sales may stand on other segments."""

    supplier_ids: Sequence[int] = ()
    from_on: date | None = None
    segments: int = 0
    """How many segments were written."""
    organisation_ids: Sequence[int] = ()
    """The suppliers' organisations, for the audit line."""
    county_codes: Sequence[str] = ()
    """The least and the greatest of the suppliers' counties."""
    roster_ids: Sequence[int] = ()


_OF_HOUSEHOLDS: Final = (
    "v.id IN (SELECT roster_version_id FROM roster_member WHERE household_id = ANY(CAST(:household_ids AS bigint[])))"
)
_OF_VERSIONS: Final = "v.id = ANY(CAST(:version_ids AS bigint[]))"

_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtext('roster.cut'))"
"""One cut at a time: of two that plan on the same segment at once, each would write what follows it."""

_CREATE: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS roster_cut (
    new_id bigint, old_id bigint, from_on date, until_on date, is_first boolean
) ON COMMIT DELETE ROWS
"""

_PLAN: Final = """
INSERT INTO roster_cut
WITH touched AS (
    SELECT v.id, v.from_on, v.until_on FROM roster_version v WHERE v.state = 'approved' AND {which}
), day AS (
    SELECT DISTINCT t.id, t.until_on, GREATEST(h.cleared_on, t.from_on) AS from_on
    FROM touched t
    JOIN roster_member m ON m.roster_version_id = t.id
    JOIN household h ON h.id = m.household_id
    WHERE h.cleared_on < COALESCE(t.until_on, 'infinity')
)
SELECT nextval(pg_get_serial_sequence('roster_version', 'id')), id, from_on,
       COALESCE(lead(from_on) OVER of_segment, until_on), row_number() OVER of_segment = 1
FROM day
WINDOW of_segment AS (PARTITION BY id ORDER BY from_on)
ORDER BY id, from_on
"""

_STEPS: Final = (
    """
    SELECT v.id FROM roster_version v WHERE v.id IN (SELECT old_id FROM roster_cut) ORDER BY v.id FOR NO KEY UPDATE
    """,
    """
    UPDATE roster_version v
    SET state = CASE WHEN c.from_on = v.from_on THEN 'undone' ELSE v.state END,
        until_on = CASE WHEN c.from_on = v.from_on THEN v.until_on ELSE c.from_on END
    FROM roster_cut c WHERE c.old_id = v.id AND c.is_first
    """,
    """
    INSERT INTO roster_version (
        id, roster_id, state, mechanism, household_share_bp, village_share_bp, declared_from_on, declared_until_on,
        from_on, until_on, members_count, weight_total, cut_from_id, entered_at, entered_by_id, approved_at,
        approved_by_id, import_batch_id
    )
    SELECT c.new_id, v.roster_id, 'approved', v.mechanism, v.household_share_bp, v.village_share_bp,
           v.declared_from_on, v.declared_until_on, c.from_on, c.until_on, kept.members, kept.weight, v.id,
           v.entered_at, v.entered_by_id, v.approved_at, v.approved_by_id, v.import_batch_id
    FROM roster_cut c
    JOIN roster_version v ON v.id = c.old_id
    JOIN (
        SELECT c.new_id,
               count(*) FILTER (WHERE COALESCE(h.cleared_on > c.from_on, true)) AS members,
               COALESCE(sum(m.weight) FILTER (WHERE COALESCE(h.cleared_on > c.from_on, true)), 0) AS weight
        FROM roster_cut c
        JOIN roster_member m ON m.roster_version_id = c.old_id
        JOIN household h ON h.id = m.household_id
        GROUP BY c.new_id
    ) kept ON kept.new_id = c.new_id
    ORDER BY c.new_id
    """,
    """
    INSERT INTO roster_member (roster_version_id, household_id, weight)
    SELECT c.new_id, m.household_id, m.weight
    FROM roster_cut c
    JOIN roster_member m ON m.roster_version_id = c.old_id
    JOIN household h ON h.id = m.household_id
    WHERE COALESCE(h.cleared_on > c.from_on, true)
    """,
)

_AFFECTED: Final = """
SELECT array_agg(DISTINCT r.supplier_id ORDER BY r.supplier_id) AS supplier_ids, min(c.from_on) AS from_on,
       count(*) AS segments, array_agg(DISTINCT supplier.organisation_id) AS organisation_ids,
       array_remove(ARRAY[min(supplier.county_code), max(supplier.county_code)], NULL) AS county_codes,
       array_agg(DISTINCT r.id ORDER BY r.id) AS roster_ids
FROM roster_cut c
JOIN roster_version v ON v.id = c.old_id
JOIN roster r ON r.id = v.roster_id
JOIN supplier ON supplier.id = r.supplier_id
"""


def cut_for_households(household_ids: Sequence[int]) -> Cut:
    """Cut every approved version that holds one of these households beyond its clearing; nine statements."""
    return _cut(_OF_HOUSEHOLDS, {"household_ids": list(household_ids)})


def cut_versions(version_ids: Sequence[int]) -> Cut:
    """Cut these approved versions where members of theirs were cleared; nine statements."""
    return _cut(_OF_VERSIONS, {"version_ids": list(version_ids)})


def _cut(which: str, facts: Mapping[str, object]) -> Cut:
    db.session.flush()
    db.session.execute(text(_ALONE))
    db.session.execute(text(_CREATE))
    db.session.execute(text("TRUNCATE roster_cut"))
    db.session.execute(text(_PLAN.format(which=which)), facts)
    for statement in _STEPS:
        db.session.execute(text(statement))
    db.session.expire_all()
    found = db.session.execute(text(_AFFECTED)).one()
    return Cut(
        supplier_ids=found.supplier_ids or (),
        from_on=found.from_on,
        segments=found.segments,
        organisation_ids=found.organisation_ids or (),
        county_codes=found.county_codes,
        roster_ids=found.roster_ids or (),
    )
