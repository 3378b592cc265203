"""The SQL of figures, pools first.

The sales are summed per value, roster version and month: a few thousand rows whatever the number of sales. Only the
versions whose net pool under a value is positive are then opened. Where a breakdown has few values, each version knows
them as bits, a household is the union of the bits of its versions, and households with equal bits are counted
together; so a household is touched once however many months or channels it stands under. A supplier has versions of
its own, and there are too many suppliers for bits: there the pairs of value and household are made distinct.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from marketplace.statistics.queries.slices import VALUES, sales_of
from marketplace.statistics.rules import By, Slice

_BY_VERSION: Final = """
WITH summed AS (
    SELECT {key} AS key, s.roster_version_id, date_trunc('month', CAST(s.sold_on AS timestamp)) AS month,
           sum(s.amount_fen) AS sales_fen,
           sum(s.amount_fen) FILTER (WHERE s.product_certification_id IS NOT NULL) AS certified_fen,
           sum(s.amount_fen) FILTER (WHERE s.is_benefiting) AS benefiting_fen,
           sum(s.pool_fen) AS pool_fen,
           sum(CASE s.kind WHEN 'correction' THEN -1 ELSE 1 END) AS live_rows
    {sales}
    GROUP BY 1, 2, 3
), by_version AS MATERIALIZED (
    SELECT summed.*, {value} AS value, CAST(dense_rank() OVER (ORDER BY {value}) AS int) - 1 AS position
    FROM summed {named}
), amount AS (
    SELECT position, value, sum(sales_fen) AS sales_fen, sum(certified_fen) AS certified_fen,
           sum(benefiting_fen) AS benefiting_fen, sum(pool_fen) AS attributed_fen,
           sum(sales_fen) FILTER (WHERE roster_version_id IS NULL) AS unattributed_fen
    FROM by_version
    GROUP BY position, value
    HAVING sum(live_rows) > 0
), benefit AS (
    SELECT position, roster_version_id FROM by_version GROUP BY position, roster_version_id HAVING sum(pool_fen) > 0
), times AS (
    SELECT b.position, sum(v.members_count) AS household_times
    FROM by_version b JOIN roster_version v ON v.id = b.roster_version_id
    WHERE b.pool_fen > 0
    GROUP BY b.position
), {reached}
SELECT amount.*, reached.households, reached.persons, times.household_times
FROM amount
LEFT JOIN reached ON reached.position = amount.position
LEFT JOIN times ON times.position = amount.position
"""

_STATUS: Final = """
status AS (
    SELECT household_id, persons,
           CASE WHEN row_number() OVER earlier > 1 THEN from_on END AS from_on,
           lead(from_on) OVER earlier AS next_on
    FROM household_status
    WHERE household_id IN (SELECT household_id FROM member)
    WINDOW earlier AS (PARTITION BY household_id ORDER BY from_on)
)
"""
"""From when until when a household has so many persons; its first status holds since ever."""

_BY_BITS: Final = f"""
version AS (
    SELECT roster_version_id,
           bit_or(set_bit(CAST(repeat('0', positions) AS bit varying), position, 1)) AS bits
    FROM benefit CROSS JOIN (SELECT max(position) + 1 AS positions FROM by_version) counted
    GROUP BY roster_version_id
), member AS MATERIALIZED (
    SELECT m.household_id, bit_or(version.bits) AS bits
    FROM version JOIN roster_member m ON m.roster_version_id = version.roster_version_id
    GROUP BY m.household_id
), {_STATUS}, pattern AS (
    SELECT member.bits, CASE WHEN status.from_on > :first_last_on THEN status.from_on END AS from_on,
           CASE WHEN status.next_on <= :last_on THEN status.next_on END AS next_on,
           count(*) AS households, sum(status.persons) AS persons
    FROM member
    LEFT JOIN status ON status.household_id = member.household_id
          AND (status.from_on IS NULL OR status.from_on <= :last_on)
          AND (status.next_on IS NULL OR status.next_on > :first_last_on)
    GROUP BY 1, 2, 3
), reached AS (
    SELECT counted.position, sum(pattern.households) AS households, sum(pattern.persons) AS persons
    FROM (SELECT position, {{last_on}} AS last_on FROM amount) counted
    JOIN pattern ON get_bit(pattern.bits, counted.position) = 1
     AND (pattern.from_on IS NULL OR pattern.from_on <= counted.last_on)
     AND (pattern.next_on IS NULL OR counted.last_on < pattern.next_on)
    GROUP BY counted.position
)
"""  # noqa: S608  constants of this module

_BY_PAIRS: Final = f"""
member AS MATERIALIZED (
    SELECT DISTINCT b.position, m.household_id
    FROM benefit b JOIN roster_member m ON m.roster_version_id = b.roster_version_id
), {_STATUS}, reached AS (
    SELECT member.position, count(*) AS households, sum(status.persons) AS persons
    FROM member
    LEFT JOIN status ON status.household_id = member.household_id
          AND (status.from_on IS NULL OR status.from_on <= :last_on)
          AND (status.next_on IS NULL OR :last_on < status.next_on)
    GROUP BY member.position
)
"""  # noqa: S608  constants of this module


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

_LAST_OF_MONTH: Final = "CAST(to_date(left(value, 7), 'YYYY-MM') + interval '1 month' - interval '1 day' AS date)"


def figures_of(asked: Slice, by: By | None, *, is_per_county: bool = False) -> str:
    """Write the statement that counts a slice under each value of a breakdown that has a live sale.

    Per county, a value is followed by the code of a county.
    """
    late = _LATE.get(by)
    key, value = (late.key, late.value) if late else (VALUES[by], "key")
    if is_per_county:
        key = f"concat_ws(' ', {key}, s.origin_code)"
        value = f"concat_ws(' ', {value}, key)" if late else value
    last_on = _LAST_OF_MONTH if by is By.MONTH else "CAST(:last_on AS date)"
    return _BY_VERSION.format(
        key=key,
        value=value,
        named=late.join if late else "",
        sales=sales_of(asked, None if late else by),
        reached=_BY_PAIRS if by is By.SUPPLIER else _BY_BITS.format(last_on=last_on),
    )


def days_of(asked: Slice, by: By | None) -> Mapping[str, object]:
    """Tell the first of the days on which persons are counted: a month's own, else the slice's last."""
    return {"first_last_on": asked.month_from.last_on if by is By.MONTH else asked.last_on}
