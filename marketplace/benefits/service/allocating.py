"""Allocate the pools of a month: each roster version's net pool among its households by weight, to the fen.

Largest remainder, ties by household number, the sign kept: a month in which more came back than was sold takes from
its households as it would have given. What is allocated already and still the same is left alone; a pool that
corrections changed is allocated anew in place of the old. The number of statements is the same for any month.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import Month
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import canonical_code, prefix_of


@dataclass(frozen=True, slots=True)
class Allocated:
    """What an allocation changed."""

    pools: int
    """How many pools were new, another, or gone."""
    shares: int
    """How many parts of households were written."""
    before_fen: int
    """What was allocated of these pools before."""
    after_fen: int


_LOCK: Final = "LOCK TABLE allocation IN SHARE ROW EXCLUSIVE MODE"
"""One allocates at a time; readers do not wait."""

_CREATE: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS changed_pool (
    roster_version_id bigint, before_fen bigint, pool_fen bigint
) ON COMMIT DELETE ROWS
"""

_CHANGED: Final = """
INSERT INTO changed_pool
WITH owner AS MATERIALIZED (
    SELECT id FROM supplier WHERE starts_with(county_code, :prefix)
), sold AS (
    SELECT s.roster_version_id, sum(s.pool_fen) AS pool_fen
    FROM sale s
    WHERE s.sold_on >= :first_on AND s.sold_on < :end_on AND s.roster_version_id IS NOT NULL
      AND s.supplier_id IN (SELECT id FROM owner)
    GROUP BY s.roster_version_id
), known AS (
    SELECT a.roster_version_id, a.pool_fen
    FROM allocation a
    JOIN roster_version v ON v.id = a.roster_version_id
    JOIN roster r ON r.id = v.roster_id
    WHERE a.month = :month AND r.supplier_id IN (SELECT id FROM owner)
)
SELECT roster_version_id, COALESCE(known.pool_fen, 0), COALESCE(sold.pool_fen, 0)
FROM sold FULL JOIN known USING (roster_version_id)
WHERE COALESCE(known.pool_fen, 0) <> COALESCE(sold.pool_fen, 0)
"""

_FORGET_SHARES: Final = """
DELETE FROM allocation_share USING allocation a, changed_pool c
WHERE allocation_share.allocation_id = a.id AND a.roster_version_id = c.roster_version_id AND a.month = :month
"""

_FORGET_POOLS: Final = """
DELETE FROM allocation a USING changed_pool c
WHERE a.roster_version_id = c.roster_version_id AND a.month = :month AND c.pool_fen = 0
"""

_KEEP_POOLS: Final = """
INSERT INTO allocation (roster_version_id, month, pool_fen, allocated_at)
SELECT roster_version_id, :month, pool_fen, :now FROM changed_pool WHERE pool_fen <> 0 ORDER BY roster_version_id
ON CONFLICT (roster_version_id, month) DO UPDATE SET pool_fen = excluded.pool_fen, allocated_at = excluded.allocated_at
"""

_KEEP_SHARES: Final = """
INSERT INTO allocation_share (allocation_id, household_id, amount_fen)
WITH part AS MATERIALIZED (
    SELECT c.roster_version_id, c.pool_fen, m.household_id, h.household_number,
           CAST(abs(c.pool_fen) AS numeric) * m.weight AS weighted,
           sum(m.weight) OVER (PARTITION BY c.roster_version_id) AS whole
    FROM changed_pool c
    JOIN roster_member m ON m.roster_version_id = c.roster_version_id
    JOIN household h ON h.id = m.household_id
    WHERE c.pool_fen <> 0
), placed AS MATERIALIZED (
    SELECT roster_version_id, household_id, pool_fen, div(weighted, whole) AS given,
           abs(pool_fen) - sum(div(weighted, whole)) OVER (PARTITION BY roster_version_id) AS left_over,
           row_number() OVER (
               PARTITION BY roster_version_id ORDER BY mod(weighted, whole) DESC, household_number COLLATE "C"
           ) AS place
    FROM part
)
SELECT a.id, placed.household_id,
       sign(placed.pool_fen) * (placed.given + CASE WHEN placed.place <= placed.left_over THEN 1 ELSE 0 END)
FROM placed JOIN allocation a ON a.roster_version_id = placed.roster_version_id AND a.month = :month
"""
"""The order by code point, not by a language, so that every recount breaks ties alike."""

_SUMMARY: Final = """
SELECT count(*) AS pools, COALESCE(sum(before_fen), 0) AS before_fen, COALESCE(sum(pool_fen), 0) AS after_fen
FROM changed_pool
"""


def allocate(*, region_code: str, month: Month, actor: Actor, now: datetime) -> Allocated:
    """Allocate the pools of a month of the suppliers of a region; the same facts again change nothing.

    :raises NotFound: if the region is outside the caller's.
    """
    code = canonical_code(region_code)
    actor.require_over(P.BENEFITS_ALLOCATE, RegionOutside(region_code=code), region_codes=[code])
    facts = {
        "prefix": prefix_of(code),
        "month": month,
        "first_on": month.first_on,
        "end_on": month.end_on,
        "now": now,
    }
    for statement in (_LOCK, _CREATE, "TRUNCATE changed_pool"):
        db.session.execute(text(statement))
    db.session.execute(text(_CHANGED), facts)
    db.session.execute(text("ANALYZE changed_pool"))  # else the parts are planned for a handful of households
    for statement in (_FORGET_SHARES, _FORGET_POOLS, _KEEP_POOLS):
        db.session.execute(text(statement), facts)
    written = db.session.execute(text(_KEEP_SHARES), facts)
    row = db.session.execute(text(_SUMMARY)).one()
    shares = int(written.rowcount)  # type: ignore[attr-defined]  # every DML result has it
    allocated = Allocated(row.pools, shares, int(row.before_fen), int(row.after_fen))
    if allocated.pools:
        audit.record(
            "benefits.allocated",
            subject="allocation",
            subject_id=f"{code} {month}",
            actor=actor,
            now=now,
            before={"pool_fen": allocated.before_fen},
            after={"pool_fen": allocated.after_fen, "pools": allocated.pools, "shares": shares},
            region_code=code,
        )
    return allocated
