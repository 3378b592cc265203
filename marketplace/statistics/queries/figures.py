"""The figures of a slice or of each value of a breakdown.

Pools first: the sales are summed per value, roster version and month, a few thousand rows whatever the number of
sales; only the versions whose net pool in the slice is positive are then opened, and each household in them is counted
once. Two statements for any slice.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.statistics.queries.slices import VALUES, parameters, sales_of
from marketplace.statistics.rules import FIGURE_DEFINITIONS, By, Slice

Row = Mapping[str, Any]

_LAST_DAY: Final = (
    "CASE WHEN :is_by_month "
    "THEN CAST(to_date(value, 'YYYY-MM') + interval '1 month' - interval '1 day' AS date) ELSE :last_on END"
)

_SALES: Final = """
WITH by_version AS MATERIALIZED (
    SELECT {value} AS value, s.roster_version_id, date_trunc('month', s.sold_on) AS month,
           sum(s.amount_fen) AS sales_fen,
           sum(s.amount_fen) FILTER (WHERE s.product_certification_id IS NOT NULL) AS certified_fen,
           sum(s.amount_fen) FILTER (WHERE s.is_benefiting) AS benefiting_fen,
           sum(s.pool_fen) AS pool_fen,
           sum(CASE s.kind WHEN 'correction' THEN -1 ELSE 1 END) AS live_rows
    {sales}
    GROUP BY 1, 2, 3
), amount AS (
    SELECT value, sum(sales_fen) AS sales_fen, sum(certified_fen) AS certified_fen,
           sum(benefiting_fen) AS benefiting_fen, sum(pool_fen) AS attributed_fen,
           sum(sales_fen) FILTER (WHERE roster_version_id IS NULL) AS unattributed_fen
    FROM by_version
    GROUP BY value
    HAVING sum(live_rows) > 0
), benefit AS (
    SELECT value, roster_version_id FROM by_version GROUP BY value, roster_version_id HAVING sum(pool_fen) > 0
), times AS (
    SELECT b.value, sum(v.members_count) AS household_times
    FROM by_version b JOIN roster_version v ON v.id = b.roster_version_id
    WHERE b.pool_fen > 0
    GROUP BY b.value
), member AS MATERIALIZED (
    SELECT DISTINCT b.value, m.household_id
    FROM benefit b JOIN roster_member m ON m.roster_version_id = b.roster_version_id
), status AS (
    SELECT household_id, from_on, persons,
           lead(from_on) OVER (PARTITION BY household_id ORDER BY from_on) AS next_on
    FROM household_status
    WHERE household_id IN (SELECT household_id FROM member)
), reached AS (
    SELECT m.value, count(*) AS households, sum(status.persons) AS persons
    FROM (SELECT value, household_id, {last_day} AS last_on FROM member) m
    LEFT JOIN status ON status.household_id = m.household_id
          AND status.from_on <= m.last_on AND (status.next_on IS NULL OR m.last_on < status.next_on)
    GROUP BY m.value
)
SELECT amount.*, reached.households, reached.persons, times.household_times
FROM amount
LEFT JOIN reached ON reached.value IS NOT DISTINCT FROM amount.value
LEFT JOIN times ON times.value IS NOT DISTINCT FROM amount.value
"""

_PAYMENT_VALUES: Final[Mapping[By | None, str]] = {
    None: "CAST(NULL AS text)",
    By.MONTH: "to_char(p.paid_on, 'YYYY-MM')",
    By.REGION: "rpad(left(seller.county_code, :child_digits), 6, '0')",
    By.SUPPLIER: "organisation.uscc",
}

_PAYMENTS: Final = """
SELECT {value} AS value, sum(p.amount_fen) AS evidenced_fen, count(DISTINCT p.household_id) AS households
FROM household_payment p
JOIN supplier seller ON seller.id = p.supplier_id
JOIN organisation ON organisation.id = seller.organisation_id
JOIN household ON household.id = p.household_id
WHERE starts_with(seller.county_code, :prefix) AND p.paid_on >= :from_on AND p.paid_on < :end_on
  AND p.state = 'verified'
  AND household.registered_on <= p.paid_on AND (household.cleared_on IS NULL OR p.paid_on < household.cleared_on)
  AND (CAST(:supplier AS text) IS NULL OR organisation.uscc = :supplier)
GROUP BY 1
"""


def figures(asked: Slice, *, by: By | None = None, actor: Actor) -> list[Row]:
    """Count a slice: one row per value that has a sale or a payment, without `by` exactly one.

    Rows stand in the order of their values by code point, the row without a value last. `evidenced_fen` is null where
    payments cannot be told apart as asked.

    :raises NotFound: if the region is outside the caller's scope.
    """
    actor.require_over(P.STATISTICS_READ, thing="region", region_codes=[asked.region_code])
    return count(asked, by=by)


def count(asked: Slice, *, by: By | None = None) -> list[Row]:
    """Count a slice for whoever may see it; see `figures`."""
    sold = _sales_by_value(asked, by)
    knows_payments = asked.knows_payments and (by is None or by.knows_payments)
    paid = _payments_by_value(asked, by) if knows_payments else {}
    values = sold.keys() | paid.keys() if by else {None}
    ordered = sorted(values, key=lambda value: (value is None, value or ""))
    return [
        _row(value, by, sold.get(value, {}), paid.get(value, {}), knows_payments=knows_payments) for value in ordered
    ]


def count_evidenced_households(asked: Slice) -> int:
    """Count the distinct registered households with a verified payment in the slice."""
    return int(_payments_by_value(asked, None).get(None, {}).get("households") or 0)


def _sales_by_value(asked: Slice, by: By | None) -> Mapping[str | None, Row]:
    sql = _SALES.format(value=VALUES[by], sales=sales_of(asked, by), last_day=_LAST_DAY)
    rows = db.session.execute(text(sql), {**parameters(asked), "is_by_month": by is By.MONTH})
    return {row["value"]: dict(row) for row in rows.mappings()}


def _payments_by_value(asked: Slice, by: By | None) -> Mapping[str | None, Row]:
    rows = db.session.execute(text(_PAYMENTS.format(value=_PAYMENT_VALUES[by])), parameters(asked))
    return {row["value"]: dict(row) for row in rows.mappings()}


def _row(value: str | None, by: By | None, sold: Row, paid: Row, *, knows_payments: bool) -> Row:
    def number(name: str) -> int:
        return int(sold.get(name) or 0)

    return {
        "slice": {by.key: value} if by else {},
        "sales_fen": number("sales_fen"),
        "certified_fen": number("certified_fen"),
        "benefiting_fen": number("benefiting_fen"),
        "unattributed_fen": number("unattributed_fen"),
        "attributed_fen": number("attributed_fen"),
        "evidenced_fen": int(paid.get("evidenced_fen") or 0) if knows_payments else None,
        "households": number("households"),
        "persons": number("persons"),
        "household_times": number("household_times"),
        "definitions": list(FIGURE_DEFINITIONS),
    }
