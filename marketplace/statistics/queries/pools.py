"""The SQL of figures, pools first.

The sales are summed per value, roster version and month: a few thousand rows whatever the number of sales, and fewer
sales still are read where their sums are kept. What comes back for each value are its amounts and the versions whose
net pool under it is positive; whose households these are, see `reached`.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from marketplace.statistics.queries.slices import VALUES, are_kept, sales_of, sums_of
from marketplace.statistics.rules import By, Slice

_POOLS: Final = """
WITH summed AS (
    SELECT {key} AS key, s.roster_version_id, {sums}
    {sales}
    GROUP BY 1, 2, 3
), by_version AS (
    SELECT {value} AS value, summed.roster_version_id, sum(sales_fen) AS sales_fen, sum(certified_fen) AS certified_fen,
           sum(benefiting_fen) AS benefiting_fen, sum(pool_fen) AS pool_fen, sum(live_rows) AS live_rows,
           count(*) FILTER (WHERE pool_fen > 0) AS months
    FROM summed {named}
    GROUP BY 1, 2
)
SELECT value, sum(sales_fen) AS sales_fen, sum(certified_fen) AS certified_fen, sum(benefiting_fen) AS benefiting_fen,
       sum(pool_fen) AS attributed_fen, sum(sales_fen) FILTER (WHERE roster_version_id IS NULL) AS unattributed_fen,
       sum(months * version.members_count) AS household_times,
       COALESCE(array_agg(version.id) FILTER (WHERE pool_fen > 0), '{{}}') AS version_ids,
       CAST(CAST('roster_member' AS regclass) AS bigint) AS members_table
FROM by_version
LEFT JOIN roster_version version ON version.id = by_version.roster_version_id
GROUP BY value
HAVING sum(live_rows) > 0
"""

_SUMS_OF_SALES: Final = """
           CAST(date_trunc('month', CAST(s.sold_on AS timestamp)) AS date) AS month,
           CAST(sum(s.amount_fen) AS bigint) AS sales_fen,
           CAST(sum(s.amount_fen) FILTER (WHERE s.product_certification_id IS NOT NULL) AS bigint) AS certified_fen,
           CAST(sum(s.amount_fen) FILTER (WHERE s.is_benefiting) AS bigint) AS benefiting_fen,
           CAST(sum(s.pool_fen) AS bigint) AS pool_fen,
           sum(CASE s.kind WHEN 'correction' THEN -1 ELSE 1 END) AS live_rows
"""

_SUMS_KEPT: Final = """
           s.month,
           CAST(sum(s.sales_fen) AS bigint) AS sales_fen,
           CAST(sum(s.certified_fen) AS bigint) AS certified_fen,
           CAST(sum(s.benefiting_fen) AS bigint) AS benefiting_fen,
           CAST(sum(s.pool_fen) AS bigint) AS pool_fen,
           CAST(sum(s.live_rows) AS bigint) AS live_rows
"""


class _Late(NamedTuple):
    """A value that is written out after grouping: doing so for every sale is slow."""

    key: str
    value: str
    join: str = ""


_LATE: Final[Mapping[By | None, _Late]] = {
    By.MONTH: _Late("CAST(NULL AS text)", "to_char(month, 'YYYY-MM')"),
    By.SUPPLIER: _Late(
        "s.supplier_id",
        "seller.uscc",
        "JOIN supplier ON supplier.id = summed.key JOIN organisation seller ON seller.id = supplier.organisation_id",
    ),
}


def pools_of(asked: Slice, by: By | None, *, is_per_county: bool = False) -> str:
    """Write the statement that sums a slice under each value of a breakdown that has a live sale.

    Per county, a value is followed by the code of a county.
    """
    late = _LATE.get(by)
    key, value = (late.key, late.value) if late else (VALUES[by], "key")
    if is_per_county:
        key = f"concat_ws(' ', {key}, s.origin_code)"
        value = f"concat_ws(' ', {value}, key)" if late else value
    kept = are_kept(asked, by)
    return _POOLS.format(
        key=key,
        value=value,
        named=late.join if late else "",
        sums=_SUMS_KEPT if kept else _SUMS_OF_SALES,
        sales=(sums_of if kept else sales_of)(asked, None if late else by),
    )
