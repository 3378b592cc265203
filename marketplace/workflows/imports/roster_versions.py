"""The versions that staged rows of rosters make: found, compared with what is known, written; each set by set.

`told_version` has one row per version under the number of its first row in the file, `told_member` one per row. A known
version is compared as it was declared: what clearings cut from it since is not a change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.households.errors import RosterToldAnew
from marketplace.workflows.imports.kind import Context, execute

_RESOLVE: Final = (
    "DROP TABLE IF EXISTS pg_temp.told_member, pg_temp.told_version",
    """
    CREATE TEMPORARY TABLE told_member ON COMMIT DROP AS
    SELECT staged.row_number, household.id AS household_id, staged.weight,
           min(staged.row_number) OVER (PARTITION BY uscc, product_number, lot_number, valid_from) AS version_row,
           household.registered_on <= valid_from
               AND (household.cleared_on IS NULL OR household.cleared_on > valid_from) AS is_registered
    FROM staged LEFT JOIN household ON household.household_number = staged.household_number
    """,
    """
    CREATE TEMPORARY TABLE told_version ON COMMIT DROP AS
    SELECT made.*, first.uscc, first.product_number, first.lot_number, first.mechanism, first.household_share,
           first.valid_from AS from_on, first.valid_until + 1 AS until_on,
           supplier.id AS supplier_id, supplier.organisation_id, supplier.county_code,
           product.id AS product_id, lot.id AS lot_id, roster.id AS roster_id,
           CAST(NULL AS bigint) AS known_id, false AS is_known, CAST(NULL AS bigint) AS version_id
    FROM (
        SELECT version_row, count(*) AS members_count, sum(told_member.weight) AS weight_total,
               count(household_id) = count(*) AND count(told_member.weight) = count(*)
               AND count(valid_from) = count(*) AS is_complete,
               min(mechanism) = max(mechanism) AND min(household_share) = max(household_share)
               AND min(coalesce(valid_until, 'infinity')) = max(coalesce(valid_until, 'infinity')) AS is_consistent
        FROM told_member JOIN staged USING (row_number)
        GROUP BY version_row
    ) made
    JOIN staged first ON first.row_number = made.version_row
    LEFT JOIN organisation ON organisation.uscc = first.uscc
    LEFT JOIN supplier ON supplier.organisation_id = organisation.id
    LEFT JOIN product ON product.product_number = first.product_number AND product.supplier_id = supplier.id
    LEFT JOIN lot ON lot.lot_number = first.lot_number AND lot.product_id = product.id
    LEFT JOIN roster ON roster.supplier_id = supplier.id
        AND roster.product_id IS NOT DISTINCT FROM product.id AND roster.lot_id IS NOT DISTINCT FROM lot.id
        AND (product.id IS NULL) = (first.product_number IS NULL) AND (lot.id IS NULL) = (first.lot_number IS NULL)
    """,
    "ALTER TABLE told_member ADD PRIMARY KEY (row_number)",
    "ALTER TABLE told_version ADD PRIMARY KEY (version_row)",
    "ANALYZE told_member, told_version",
    """
    WITH RECURSIVE live AS (
        SELECT DISTINCT ON (told_version.version_row) told_version.version_row, v.id, v.cut_from_id
        FROM told_version
        JOIN roster_version v ON v.roster_id = told_version.roster_id AND v.declared_from_on = told_version.from_on
         AND (v.state = 'approved' OR (v.state = 'submitted' AND NOT :is_trusted))
        ORDER BY told_version.version_row, v.state = 'approved' DESC, v.id
    ), lineage AS (
        SELECT version_row, id, cut_from_id FROM live
        UNION ALL
        SELECT version_row, v.id, v.cut_from_id FROM lineage JOIN roster_version v ON v.id = lineage.cut_from_id
    )
    UPDATE told_version SET known_id = lineage.id FROM lineage
    WHERE lineage.version_row = told_version.version_row AND lineage.cut_from_id IS NULL
    """,
    """
    UPDATE told_version SET is_known = true
    FROM roster_version v JOIN (
        SELECT version_row, count(*) AS members
        FROM told_version
        JOIN told_member USING (version_row)
        JOIN roster_member m ON m.roster_version_id = told_version.known_id
         AND m.household_id = told_member.household_id AND m.weight = told_member.weight
        GROUP BY version_row
    ) same ON true
    WHERE same.version_row = told_version.version_row AND v.id = told_version.known_id
      AND is_complete AND is_consistent AND same.members = told_version.members_count
      AND (v.mechanism, v.household_share_bp, v.declared_until_on, v.members_count) IS NOT DISTINCT FROM (
          told_version.mechanism, told_version.household_share, told_version.until_on, told_version.members_count)
    """,
)

_NAME: Final = (
    """
    DELETE FROM told_version WHERE version_row NOT IN (SELECT row_number FROM staged)
    """,
    """
    INSERT INTO lot (product_id, lot_number, created_at)
    SELECT DISTINCT product_id, lot_number, CAST(:now AS timestamptz)
    FROM told_version WHERE lot_number IS NOT NULL AND lot_id IS NULL
    ORDER BY product_id, lot_number
    ON CONFLICT DO NOTHING
    """,
    """
    UPDATE told_version SET lot_id = lot.id FROM lot
    WHERE told_version.lot_id IS NULL AND lot.product_id = told_version.product_id
      AND lot.lot_number = told_version.lot_number
    """,
    """
    INSERT INTO roster (supplier_id, product_id, lot_id, created_at)
    SELECT DISTINCT supplier_id, product_id, lot_id, CAST(:now AS timestamptz)
    FROM told_version WHERE roster_id IS NULL
    ORDER BY supplier_id, product_id, lot_id
    ON CONFLICT DO NOTHING
    """,
    """
    UPDATE told_version SET roster_id = roster.id FROM roster
    WHERE told_version.roster_id IS NULL AND roster.supplier_id = told_version.supplier_id
      AND roster.product_id IS NOT DISTINCT FROM told_version.product_id
      AND roster.lot_id IS NOT DISTINCT FROM told_version.lot_id
    """,
    """
    SELECT roster.id FROM roster WHERE roster.id IN (SELECT roster_id FROM told_version WHERE NOT is_known)
    ORDER BY roster.id FOR NO KEY UPDATE
    """,
)

_TOLD_MEANWHILE: Final = """
SELECT EXISTS (
    SELECT FROM told_version
    JOIN roster_version v ON v.roster_id = told_version.roster_id AND v.declared_from_on = told_version.from_on
     AND (v.state = 'approved' OR (v.state = 'submitted' AND NOT :is_trusted))
    WHERE NOT is_known
)
"""
"""Looked at again under the lock: a version may have been told or approved since the rows were checked."""

_WRITE: Final = (
    """
    UPDATE told_version SET version_id = numbered.id
    FROM (
        SELECT version_row, nextval(pg_get_serial_sequence('roster_version', 'id')) AS id
        FROM (SELECT version_row FROM told_version WHERE NOT is_known ORDER BY version_row) unknown
    ) numbered
    WHERE numbered.version_row = told_version.version_row
    """,
    """
    INSERT INTO roster_version (
        id, roster_id, state, mechanism, household_share_bp, village_share_bp, declared_from_on, declared_until_on,
        from_on, until_on, members_count, weight_total, entered_at, entered_by_id, approved_at, import_batch_id
    )
    SELECT version_id, roster_id, CASE WHEN :is_trusted THEN 'approved' ELSE 'submitted' END, mechanism,
           household_share, 0, from_on, until_on, from_on, until_on, members_count, weight_total, :now, :user_id,
           CASE WHEN :is_trusted THEN CAST(:now AS timestamptz) END, :batch_id
    FROM told_version WHERE NOT is_known ORDER BY version_row
    """,
    """
    SELECT household.id FROM household
    WHERE :is_trusted AND household.id IN (
        SELECT household_id FROM told_member JOIN told_version USING (version_row) WHERE NOT is_known)
    ORDER BY household.id FOR SHARE
    """,
    """
    INSERT INTO roster_member (roster_version_id, household_id, weight)
    SELECT version_id, household_id, told_member.weight
    FROM told_version JOIN told_member USING (version_row) WHERE NOT is_known
    """,
    """
    INSERT INTO linkage (
        supplier_id, household_id, mechanism, from_on, state, entered_at, entered_by_id, verified_at, import_batch_id
    )
    SELECT supplier_id, household_id, mechanism, min(from_on), 'verified', :now, :user_id, :now, :batch_id
    FROM told_version JOIN told_member USING (version_row)
    WHERE :is_trusted AND NOT is_known AND NOT EXISTS (
        SELECT FROM linkage l
        WHERE l.supplier_id = told_version.supplier_id AND l.household_id = told_member.household_id
          AND l.mechanism = told_version.mechanism AND l.state = 'verified' AND l.from_on <= told_version.from_on
          AND (l.until_on IS NULL OR l.until_on > told_version.from_on))
    GROUP BY supplier_id, household_id, mechanism
    ORDER BY supplier_id, household_id
    ON CONFLICT (supplier_id, household_id, mechanism) WHERE state <> 'ended' AND until_on IS NULL
    DO UPDATE SET from_on = least(linkage.from_on, excluded.from_on), state = 'verified', reason = NULL,
        verified_at = coalesce(linkage.verified_at, excluded.verified_at)
    """,
)

_TOLD: Final = """
SELECT array_agg(version_id) FILTER (WHERE NOT is_known) AS version_ids,
       array_agg(DISTINCT supplier_id) FILTER (WHERE NOT is_known) AS supplier_ids,
       min(from_on) FILTER (WHERE NOT is_known) AS from_on,
       COALESCE(sum(members_count) FILTER (WHERE NOT is_known), 0) AS written,
       COALESCE(sum(members_count) FILTER (WHERE is_known), 0) AS unchanged
FROM told_version
"""


@dataclass(frozen=True, slots=True)
class WrittenVersions:
    """Which versions were written, whose, from which day on they may apply; and how many rows that were."""

    version_ids: Sequence[int]
    supplier_ids: Sequence[int]
    from_on: date | None
    written: int
    unchanged: int


def resolve(context: Context) -> None:
    """Find the versions that the staged rows make, and which of them are known as they are told."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> WrittenVersions:
    """Write the versions that are not known: approved, with verified linkages, if the operator brings them.

    :raises RosterToldAnew: if one that begins on the same day was told or approved meanwhile.
    """
    for statement in _NAME:
        execute(statement, context)
    if db.session.scalar(text(_TOLD_MEANWHILE), {"is_trusted": context.is_trusted}):
        raise RosterToldAnew
    for statement in _WRITE:
        execute(statement, context)
    row = db.session.execute(text(_TOLD)).one()
    return WrittenVersions(
        row.version_ids or (), row.supplier_ids or (), row.from_on, int(row.written), int(row.unchanged)
    )
