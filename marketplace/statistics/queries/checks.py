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
from marketplace.statistics.queries.slices import parameters
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.checks import Finding, Kind, Told, check_figures
from marketplace.statistics.rules.units import rate_bp

_PARTITIONS: Final = (By.CHANNEL, By.MONTH, By.REGION, By.SUPPLIER, By.CATEGORY, By.BUYER_KIND)

_RECOUNT: Final = """
WITH paid_out AS MATERIALIZED (
    SELECT v.id, v.members_count, net.pool_fen, net.months
    FROM roster_version v
    CROSS JOIN LATERAL (
        SELECT sum(of_month.pool_fen) AS pool_fen, count(*) FILTER (WHERE of_month.pool_fen > 0) AS months
        FROM (
            SELECT sum(s.pool_fen) AS pool_fen
            FROM sale s
            WHERE s.roster_version_id = v.id AND s.sold_on >= :from_on AND s.sold_on < :end_on
              AND starts_with(s.origin_code, :prefix)
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
    return [*check_figures(_told(asked)), *(find_broken(rule, facts) for rule in rules)]


def _told(asked: Slice) -> Told:
    covered, registered = count_covered_households(asked), count_things(asked).registered_households
    again = db.session.execute(text(_RECOUNT), parameters(asked)).mappings().one()
    return Told(
        whole=count(asked)[0],
        base=count(asked.year_before())[0],
        parts={by: count(asked, by=by) for by in _PARTITIONS},
        covered=covered,
        registered=registered,
        coverage_bp=rate_bp(covered, registered),
        recounted={name: int(value) for name, value in again.items()},
    )
