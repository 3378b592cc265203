"""Figures by the plainest SQL there is, straight from the facts: the second way of counting households and persons."""

from sqlalchemy import text

from marketplace.statistics.queries.slices import VALUES, parameters, sales_of
from marketplace.statistics.rules import By

COUNTED = ("sales_fen", "certified_fen", "benefiting_fen", "unattributed_fen", "attributed_fen")
REACHED = ("households", "persons", "household_times")

MONTH = "to_char(s.sold_on, 'YYYY-MM')"
VALUE_OF = {**VALUES, By.MONTH: MONTH, By.SUPPLIER: "seller.uscc"}

PLAIN = """
WITH fact AS (
    SELECT {value} AS value, {month} AS month, s.* {sales}
), reached AS (
    SELECT DISTINCT benefit.value, m.household_id, {last_on} AS last_on
    FROM (
        SELECT value, roster_version_id FROM fact GROUP BY 1, 2 HAVING sum(pool_fen) > 0
    ) benefit JOIN roster_member m USING (roster_version_id)
), person AS (
    SELECT value, household_id, (
        SELECT st.persons FROM household_status st WHERE st.household_id = reached.household_id
        ORDER BY st.from_on <= reached.last_on DESC, abs(st.from_on - reached.last_on) LIMIT 1
    ) AS persons
    FROM reached
), times AS (
    SELECT pool.value, sum((SELECT count(*) FROM roster_member m WHERE m.roster_version_id = pool.roster_version_id))
    FROM (SELECT value, month, roster_version_id FROM fact GROUP BY 1, 2, 3 HAVING sum(pool_fen) > 0) pool
    GROUP BY 1
)
SELECT value, sum(amount_fen), COALESCE(sum(amount_fen) FILTER (WHERE product_certification_id IS NOT NULL), 0),
       COALESCE(sum(amount_fen) FILTER (WHERE is_benefiting), 0),
       COALESCE(sum(amount_fen) FILTER (WHERE roster_version_id IS NULL), 0), sum(pool_fen),
       (SELECT count(*) FROM person WHERE person.value IS NOT DISTINCT FROM fact.value),
       (SELECT COALESCE(sum(persons), 0) FROM person WHERE person.value IS NOT DISTINCT FROM fact.value),
       COALESCE((SELECT sum FROM times WHERE times.value IS NOT DISTINCT FROM fact.value), 0)
FROM fact
GROUP BY value
HAVING sum(CASE kind WHEN 'correction' THEN -1 ELSE 1 END) > 0
"""


def count_plainly(session, asked, by=None) -> dict:
    """The measures over sales of each value that has a live sale."""
    last_of_month = "CAST(to_date(benefit.value, 'YYYY-MM') + interval '1 month' - interval '1 day' AS date)"
    sql = PLAIN.format(
        value=VALUE_OF[by],
        month=MONTH,
        sales=sales_of(asked, by),
        last_on=last_of_month if by is By.MONTH else "CAST(:last_on AS date)",
    )
    return {
        value: dict(zip(COUNTED + REACHED, map(int, measures), strict=True))
        for value, *measures in session.execute(text(sql), parameters(asked))
    }
