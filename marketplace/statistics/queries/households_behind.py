"""From a figure to its households: who stands behind it, with what of each pool, and who was not reached.

A household's amount is its share of the slice's pools, so the rows sum to the figure. Heads are masked.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.households.queries.masking import masked_name
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.statistics.errors import NotMadeOfRows
from marketplace.statistics.queries.shares import POOLS, SHARES, SHARES_OF_PAGE
from marketplace.statistics.queries.slices import parameters, pools_in, sales_of
from marketplace.statistics.rules import Slice

_WHO: Final[Mapping[str, str]] = {
    "households.v1": "version.is_positive",
    "persons.v1": "version.is_positive",
    "household_times.v1": "version.months > 0",
    "income.attributed.v1": "true",
}
"""On which versions the households behind a measure stand; pools that were taken back count as income too."""

_LIST: Final = f"""
WITH {POOLS}, page AS MATERIALIZED (
    SELECT m.household_id, CAST(sum(version.months) AS bigint) AS household_times,
           bool_or(version.is_positive) AS is_benefited,
           array_agg(m.roster_version_id ORDER BY m.roster_version_id) AS roster_version_ids
    FROM version
    JOIN roster_member m ON m.roster_version_id = version.roster_version_id
    JOIN household h ON h.id = m.household_id
    WHERE m.household_id > :after AND {{scope}}
    GROUP BY m.household_id
    HAVING bool_or({{who}})
    ORDER BY m.household_id
    LIMIT :limit
), touched AS (
    SELECT unnest(roster_version_ids) AS roster_version_id FROM page
), {SHARES_OF_PAGE}
SELECT h.id AS household_id, h.household_number, h.head_name, h.village_code, status.category, status.persons,
       h.registered_on <= :last_on AND (h.cleared_on IS NULL OR :last_on < h.cleared_on) AS is_registered,
       share.share_fen AS attributed_fen, page.household_times, page.is_benefited, page.roster_version_ids
FROM page
JOIN household h ON h.id = page.household_id
JOIN share ON share.household_id = page.household_id
LEFT JOIN LATERAL (
    SELECT category, persons FROM household_status st
    WHERE st.household_id = h.id ORDER BY st.from_on <= :last_on DESC, abs(st.from_on - :last_on) LIMIT 1
) status ON true
ORDER BY h.id
"""  # noqa: S608  constants of this area

_OUTSIDE: Final = f"""
WITH {POOLS}, outside AS MATERIALIZED (
    SELECT m.household_id, CAST(sum(version.months) AS bigint) AS household_times,
           array_agg(m.roster_version_id) AS roster_version_ids
    FROM version
    JOIN roster_member m ON m.roster_version_id = version.roster_version_id
    JOIN household h ON h.id = m.household_id
    WHERE NOT {{scope}}
    GROUP BY m.household_id
    HAVING bool_or({{who}})
), touched AS (
    SELECT DISTINCT unnest(roster_version_ids) AS roster_version_id FROM outside
), {SHARES}
SELECT count(*) AS households, COALESCE(sum(status.persons), 0) AS persons,
       COALESCE(sum(share.share_fen), 0) AS attributed_fen, COALESCE(sum(outside.household_times), 0) AS household_times
FROM outside
JOIN share ON share.household_id = outside.household_id
LEFT JOIN LATERAL (
    SELECT persons FROM household_status st
    WHERE st.household_id = outside.household_id
    ORDER BY st.from_on <= :last_on DESC, abs(st.from_on - :last_on) LIMIT 1
) status ON true
"""  # noqa: S608  constants of this area

_IN_SCOPE: Final = (
    "EXISTS (SELECT FROM unnest(CAST(:scopes AS text[])) AS scope WHERE starts_with(h.village_code, scope))"
)

_UNCOVERED: Final = """
WITH benefit AS MATERIALIZED (
    SELECT s.roster_version_id
    {pools}
    GROUP BY s.roster_version_id
    HAVING sum(s.pool_fen) > 0
)
SELECT h.id AS household_id, h.household_number, h.head_name, h.village_code, status.category, status.persons,
       h.registered_on
FROM household h
LEFT JOIN LATERAL (
    SELECT category, persons FROM household_status st
    WHERE st.household_id = h.id AND st.from_on <= :last_on ORDER BY st.from_on DESC LIMIT 1
) status ON true
WHERE h.id > :after AND starts_with(h.village_code, :prefix) AND h.registered_on <= :last_on
  AND (h.cleared_on IS NULL OR :last_on < h.cleared_on)
  AND NOT EXISTS (
      SELECT FROM roster_member m
      WHERE m.household_id = h.id AND m.roster_version_id IN (SELECT roster_version_id FROM benefit)
  )
ORDER BY h.id
LIMIT :limit
"""


def list_households_behind(
    asked: Slice, *, measure: str, actor: Actor, after: int = 0, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List the households behind a measure of a slice that the caller may read, by id, from after an id on.

    :raises NotFound: if the region is outside the caller's scope.
    :raises NotMadeOfRows: for a measure that does not lead to households.
    """
    return [_masked(row) for row in _read(_LIST, asked, measure, actor, {"after": after, "limit": limit})]


def count_households_outside(asked: Slice, *, measure: str, actor: Actor) -> Mapping[str, int]:
    """Sum up the households behind a measure whose villages lie outside the caller's scope, so that all rows add up.

    :raises NotFound: if the region is outside the caller's scope.
    :raises NotMadeOfRows: for a measure that does not lead to households.
    """
    return {name: int(value) for name, value in _read(_OUTSIDE, asked, measure, actor, {})[0].items()}


def list_uncovered(asked: Slice, *, actor: Actor, after: int = 0, limit: int = 24) -> Sequence[Mapping[str, Any]]:
    """List the households registered in the region on the slice's last day that no positive pool reached.

    :raises NotFound: if the region is outside the caller's scope.
    """
    actor.require_over(
        P.HOUSEHOLDS_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code]
    )
    facts = parameters(asked) | {"after": after, "limit": limit}
    rows = db.session.execute(text(_UNCOVERED.format(pools=pools_in(asked))), facts)
    return [_masked(dict(row)) for row in rows.mappings()]


def _masked(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "head_name": masked_name(row["household_number"], row["head_name"])}


def _read(sql: str, asked: Slice, measure: str, actor: Actor, facts: dict[str, object]) -> list[dict[str, Any]]:
    actor.require_over(
        P.HOUSEHOLDS_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code]
    )
    if measure not in _WHO:
        raise NotMadeOfRows(measure=measure, known=", ".join(_WHO))
    statement = text(sql.format(sales=sales_of(asked), who=_WHO[measure], scope=_IN_SCOPE))
    scopes = {"scopes": actor.region_prefixes(P.HOUSEHOLDS_READ)}
    return [dict(row) for row in db.session.execute(statement, parameters(asked) | scopes | facts).mappings()]
