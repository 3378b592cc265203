"""Every check of a slice's region and months: figures against one another, stored facts against the laws, anomalies.

Figures are recounted from the other end: from the register and the roster versions, not from groups of sales.
"""

from datetime import date
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.statistics.queries.counts import count_covered_households, count_things
from marketplace.statistics.queries.figures import count
from marketplace.statistics.queries.rule_files import find_broken, list_rule_files
from marketplace.statistics.queries.slices import parameters, sales_of
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.checks import Finding, Kind, Told, check_figures
from marketplace.statistics.rules.comparison import Compare
from marketplace.statistics.rules.units import rate_bp

_PARTITIONS: Final = tuple(by for by in By if by.is_partition)

_RECOUNT: Final = """
WITH paid_out AS MATERIALIZED (
    SELECT v.id, v.members_count, net.pool_fen, net.months
    FROM roster_version v
    CROSS JOIN LATERAL (
        SELECT sum(of_month.pool_fen) AS pool_fen, count(*) FILTER (WHERE of_month.pool_fen > 0) AS months
        FROM (
            SELECT sum(s.pool_fen) AS pool_fen
            {sales} AND s.roster_version_id = v.id
            GROUP BY to_char(s.sold_on, 'YYYY-MM')
        ) of_month
    ) net
), reached AS (
    SELECT h.id, (
        SELECT st.persons FROM household_status st
        WHERE st.household_id = h.id ORDER BY st.from_on <= :last_on DESC, abs(st.from_on - :last_on) LIMIT 1
    ) AS persons
    FROM household h
    WHERE h.id IN (
        SELECT m.household_id FROM roster_member m
        WHERE m.roster_version_id IN (SELECT id FROM paid_out WHERE pool_fen > 0)
    )
)
SELECT (SELECT count(*) FROM reached) AS households,
       (SELECT COALESCE(sum(persons), 0) FROM reached) AS persons,
       (SELECT COALESCE(sum(members_count * months), 0) FROM paid_out) AS household_times
"""


def check(asked: Slice, *, today: date, actor: Actor) -> list[Finding]:
    """Check a slice's region and months as of a day, at the latest the slice's last.

    :raises NotFound: if the region is outside the caller's scope.
    """
    actor.require_over(
        P.STATISTICS_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code]
    )
    facts = parameters(asked) | {"today": min(today, asked.last_on)}
    rules = [*list_rule_files(Kind.INVARIANT), *list_rule_files(Kind.ANOMALY)]
    return [*check_figures(tell(asked)), *(find_broken(rule, facts) for rule in rules)]


def tell(asked: Slice, *, mode: Compare = Compare.YEAR, on: date | None = None) -> Told:
    """Count what a report of a slice tells, and what its self-checks need beside it: a fixed number of statements.

    Who is covered and registered is told of the slice's last day, or of an earlier day `on`.
    """
    covered, registered = count_covered_households(asked, on=on), count_things(asked, on=on).registered_households
    again = db.session.execute(text(_RECOUNT.format(sales=sales_of(asked))), parameters(asked)).mappings().one()
    return Told(
        whole=count(asked)[0],
        base=count(mode.base_of(asked))[0],
        parts={by: count(asked, by=by) for by in _PARTITIONS},
        covered=covered,
        registered=registered,
        coverage_bp=rate_bp(covered, registered),
        recounted={name: int(value) for name, value in again.items()},
    )
