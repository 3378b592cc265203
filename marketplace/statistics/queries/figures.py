"""The figures of a slice or of each value of a breakdown.

One statement over sales, pools first (see `pools`), and one over payments to households. The households behind the
pools are united in memory (see `reached`): up to three more statements, whatever the slice, for what is not remembered.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.statistics.queries.pools import pools_of
from marketplace.statistics.queries.reached import with_reached
from marketplace.statistics.queries.slices import parameters, payments_of
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.rows import PAID_HOUSEHOLDS, Row, figure_row

_PAYMENT_VALUES: Final[Mapping[By | None, str]] = {
    None: "CAST(NULL AS text)",
    By.MONTH: "to_char(p.paid_on, 'YYYY-MM')",
    By.REGION: "rpad(left(seller.county_code, :child_digits), 6, '0')",
    By.SUPPLIER: "organisation.uscc",
}

_PAYMENTS: Final = """
SELECT {value} AS value, sum(p.amount_fen) AS evidenced_fen, count(DISTINCT p.household_id) AS households
{payments}
GROUP BY 1
"""


def figures(asked: Slice, *, by: By | None = None, actor: Actor) -> list[Row]:
    """Count a slice: one row per value that has a sale or a payment, without `by` exactly one.

    Rows stand in the order of their values by code point, the row without a value last. `evidenced_fen` is null where
    payments cannot be told apart as asked.

    :raises NotFound: if the region is outside the caller's scope.
    """
    actor.require_over(
        P.STATISTICS_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code]
    )
    return count(asked, by=by)


def count(asked: Slice, *, by: By | None = None) -> list[Row]:
    """Count a slice for whoever may see it; see `figures`."""
    return [{name: row[name] for name in row if name != PAID_HOUSEHOLDS} for row in count_with_paid(asked, by=by)]


def count_with_paid(asked: Slice, *, by: By | None = None, is_per_county: bool = False) -> list[Row]:
    """Count a slice with, beside its figures, how many households were paid in it.

    Per county, rows stand under every value together with every county, by month or by channel.
    """
    sold = _sales_by_value(asked, by, is_per_county=is_per_county)
    knows_payments = asked.knows_payments and (by is None or by.knows_payments)
    paid = _payments_by_value(asked, by, is_per_county=is_per_county) if knows_payments else {}
    values = sold.keys() | paid.keys() if by else {None}
    ordered = sorted(values, key=lambda value: (value is None, value or ""))
    return [
        figure_row(value, by, sold.get(value, {}), paid.get(value, {}), knows_payments=knows_payments)
        for value in ordered
    ]


def count_evidenced_households(asked: Slice) -> int:
    """Count the distinct registered households with a verified payment in the slice."""
    return int(_payments_by_value(asked, None).get(None, {}).get("households") or 0)


def _sales_by_value(asked: Slice, by: By | None, *, is_per_county: bool = False) -> Mapping[str | None, Row]:
    sql = pools_of(asked, by, is_per_county=is_per_county)
    rows = db.session.execute(text(sql), parameters(asked)).mappings()
    return {row["value"]: row for row in with_reached([dict(row) for row in rows], asked, by)}


def _payments_by_value(asked: Slice, by: By | None, *, is_per_county: bool = False) -> Mapping[str | None, Row]:
    value = f"concat_ws(' ', {_PAYMENT_VALUES[by]}, seller.county_code)" if is_per_county else _PAYMENT_VALUES[by]
    sql = _PAYMENTS.format(value=value, payments=payments_of(asked))
    rows = db.session.execute(text(sql), parameters(asked))
    return {row["value"]: dict(row) for row in rows.mappings()}
