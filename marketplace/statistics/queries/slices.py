"""How a slice becomes SQL: which sales, and under which value of a breakdown."""

from collections.abc import Mapping
from typing import Final

from marketplace.regions.rules import COUNTY_LEVEL, canonical_code, prefix_of
from marketplace.statistics.rules import By, Slice

VALUES: Final[Mapping[By | None, str]] = {
    None: "CAST(NULL AS text)",
    By.CHANNEL: "s.channel",
    By.TAG: "tagged.tag",
    By.REGION: "rpad(left(s.origin_code, :child_digits), 6, '0')",
    By.CATEGORY: "product.category",
    By.BUYER_KIND: "s.buyer_kind",
    By.BUYER_REGION: "rpad(left(s.buyer_code, 2), 6, '0')",
}
"""The value of a sale under the breakdowns that are grouped by it, as SQL over `sale s` and the joins below."""

_JOINS: Final[Mapping[By, str]] = {
    By.TAG: "CROSS JOIN LATERAL unnest(s.tags) AS tagged (tag)",
    By.SUPPLIER: (
        "JOIN supplier ON supplier.id = s.supplier_id JOIN organisation seller ON seller.id = supplier.organisation_id"
    ),
    By.CATEGORY: "LEFT JOIN product ON product.id = s.product_id",
}


_COLUMNS: Final[Mapping[By, str]] = {
    By.CATEGORY: "product.category",
    By.BUYER_KIND: "s.buyer_kind",
    By.BUYER_REGION: "s.buyer_code",
}
"""What may be lacking."""

_KEPT: Final = frozenset({By.CHANNEL, By.MONTH, By.REGION, By.SUPPLIER})
"""By what the sums of `sale_rollup` can be told apart."""


def within(column: str, asked: Slice) -> str:
    """Write that a county or village lies in the slice's region; a county by equality, so that any plan uses an index.

    A plan made for any prefix cannot know its length; without an index it would read all sales for one county.
    """
    if not asked.prefix:
        return "true"
    if len(asked.prefix) == COUNTY_LEVEL and not column.endswith("village_code"):
        return f"{column} = :prefix"
    return f"starts_with({column}, :prefix)"


def sales_of(asked: Slice, by: By | None = None) -> str:
    """Write `FROM sale s … WHERE …` of a slice with the joins of a breakdown."""
    return _from("sale", "sold_on", asked, by)


def sums_of(asked: Slice, by: By | None = None) -> str:
    """Write `FROM sale_rollup s … WHERE …` of a slice whose sums are kept; see `are_kept`."""
    return _from("sale_rollup", "month", asked, by)


def are_kept(asked: Slice, by: By | None = None) -> bool:
    """Tell whether the sums of a slice and breakdown are kept: those by region, month, channel and supplier are."""
    return asked.narrowings <= _KEPT and (by is None or by in _KEPT)


def pools_in(asked: Slice) -> str:
    """Write `FROM … s WHERE …` of whatever tells the roster versions and pools of a slice in the fewest rows."""
    return sums_of(asked) if are_kept(asked) else sales_of(asked)


def _from(table: str, day: str, asked: Slice, by: By | None) -> str:
    joins = {_JOINS[by]} if by is not None and by in _JOINS else set()
    where = [within("s.origin_code", asked), f"s.{day} >= :from_on", f"s.{day} < :end_on"]
    if asked.channel:
        where.append("s.channel = :channel")
    if asked.tag:
        where.append("s.tags @> ARRAY[CAST(:tag AS text)]")
    if asked.supplier:
        joins.add(_JOINS[By.SUPPLIER])
        where.append("seller.uscc = :supplier")
    if asked.category:
        joins.add(_JOINS[By.CATEGORY])
        where.append("product.category = :category")
    if asked.buyer_kind:
        where.append("s.buyer_kind = :buyer_kind")
    if asked.buyer_region:
        where.append("starts_with(s.buyer_code, :buyer_prefix)")
    for by_lacking in sorted(asked.without):
        joins |= {_JOINS[by_lacking]} if by_lacking in _JOINS else set()
        where.append(f"{_COLUMNS[by_lacking]} IS NULL")
    return f"FROM {table} s {' '.join(sorted(joins))} WHERE {' AND '.join(where)}"


def payments_of(asked: Slice) -> str:
    """Write `FROM household_payment p … WHERE …` of the payments that count as evidenced income of a slice."""
    return f"""
FROM household_payment p
JOIN supplier seller ON seller.id = p.supplier_id
JOIN organisation ON organisation.id = seller.organisation_id
JOIN household ON household.id = p.household_id
WHERE {within("seller.county_code", asked)} AND p.paid_on >= :from_on AND p.paid_on < :end_on
  AND p.state = 'verified'
  AND household.registered_on <= p.paid_on AND (household.cleared_on IS NULL OR p.paid_on < household.cleared_on)
  AND (CAST(:supplier AS text) IS NULL OR organisation.uscc = :supplier)
"""


def parameters(asked: Slice) -> dict[str, object]:
    """Tell the values that the SQL of a slice names."""
    return {
        "region_code": canonical_code(asked.region_code),
        "prefix": asked.prefix,
        "child_digits": min(len(asked.prefix) + 2, 6),
        "from_on": asked.from_on,
        "end_on": asked.end_on,
        "last_on": asked.last_on,
        "channel": asked.channel and asked.channel.value,
        "tag": asked.tag,
        "supplier": asked.supplier,
        "category": asked.category and asked.category.value,
        "buyer_kind": asked.buyer_kind and asked.buyer_kind.value,
        "buyer_prefix": asked.buyer_region and prefix_of(canonical_code(asked.buyer_region)),
    }
