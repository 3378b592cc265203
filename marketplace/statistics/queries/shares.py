"""The SQL of what each household has of a slice's pools.

Its share of one roster version and month is pool × weight ÷ Σ weights, largest remainder, ties by household number; a
pool that was taken back is shared as its mirror image. The shares of all households sum to the pools.
"""

from typing import Final

POOLS: Final = """
pool AS MATERIALIZED (
    SELECT s.roster_version_id, date_trunc('month', CAST(s.sold_on AS timestamp)) AS month, sum(s.pool_fen) AS pool_fen
    {sales} AND s.roster_version_id IS NOT NULL
    GROUP BY 1, 2
), version AS MATERIALIZED (
    SELECT roster_version_id, sum(pool_fen) > 0 AS is_positive, count(*) FILTER (WHERE pool_fen > 0) AS months
    FROM pool
    GROUP BY roster_version_id
)
"""

_STANDING: Final = """
standing AS MATERIALIZED (
    SELECT m.roster_version_id, m.household_id, m.weight, v.weight_total, h.household_number
    FROM roster_member m
    JOIN roster_version v ON v.id = m.roster_version_id
    JOIN household h ON h.id = m.household_id
    WHERE m.roster_version_id IN (SELECT roster_version_id FROM touched)
)
"""

SHARES_OF_PAGE: Final = f"""
{_STANDING}, place AS MATERIALIZED (
    SELECT own.roster_version_id, own.household_id, own.weight AS own_weight, own.weight_total, other.weight,
           count(*) AS size,
           count(*) FILTER (WHERE other.household_number < own.household_number COLLATE "C") AS earlier
    FROM standing own
    JOIN standing other ON other.roster_version_id = own.roster_version_id
    WHERE own.household_id IN (SELECT household_id FROM page)
    GROUP BY 1, 2, 3, 4, 5
), part AS (
    SELECT pool.pool_fen, place.household_id,
           div(abs(pool.pool_fen) * place.own_weight, place.weight_total) AS part_fen,
           abs(pool.pool_fen)
               - sum(place.size * div(abs(pool.pool_fen) * place.weight, place.weight_total)) AS left_fen,
           sum(CASE sign(mod(abs(pool.pool_fen) * place.weight, place.weight_total)
                         - mod(abs(pool.pool_fen) * place.own_weight, place.weight_total))
               WHEN 1 THEN place.size WHEN 0 THEN place.earlier ELSE 0 END) AS before
    FROM pool JOIN place ON place.roster_version_id = pool.roster_version_id
    GROUP BY pool.roster_version_id, pool.month, pool.pool_fen, place.household_id, place.own_weight, place.weight_total
), share AS (
    SELECT household_id,
           CAST(sum(sign(pool_fen) * (part_fen + CASE WHEN before < left_fen THEN 1 ELSE 0 END)) AS bigint) AS share_fen
    FROM part
    GROUP BY household_id
)
"""  # noqa: S608  a constant of this module
"""The amounts of few households: those before one are counted by weight, since equal weights have equal remainders."""

SHARES: Final = f"""
{_STANDING}, part AS (
    SELECT pool.pool_fen, standing.household_id,
           div(abs(pool.pool_fen) * standing.weight, standing.weight_total) AS part_fen,
           row_number() OVER (
               PARTITION BY pool.roster_version_id, pool.month
               ORDER BY mod(abs(pool.pool_fen) * standing.weight, standing.weight_total) DESC,
                        standing.household_number COLLATE "C"
           ) AS nth,
           abs(pool.pool_fen) - sum(div(abs(pool.pool_fen) * standing.weight, standing.weight_total)) OVER (
               PARTITION BY pool.roster_version_id, pool.month
           ) AS left_fen
    FROM pool JOIN standing ON standing.roster_version_id = pool.roster_version_id
), share AS (
    SELECT household_id,
           CAST(sum(sign(pool_fen) * (part_fen + CASE WHEN nth <= left_fen THEN 1 ELSE 0 END)) AS bigint) AS share_fen
    FROM part
    GROUP BY household_id
)
"""  # noqa: S608  a constant of this module
"""The amounts of all households of the versions."""
