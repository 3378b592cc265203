"""How a slice becomes SQL: which sales, and under which value of a breakdown."""

from collections.abc import Mapping
from typing import Final

from marketplace.regions.rules import canonical_code, prefix_of
from marketplace.statistics.rules import By, Slice

VALUES: Final[Mapping[By | None, str]] = {
    None: "CAST(NULL AS text)",
    By.CHANNEL: "s.channel",
    By.TAG: "tagged.tag",
    By.MONTH: "to_char(s.sold_on, 'YYYY-MM')",
    By.REGION: "rpad(left(s.origin_code, :child_digits), 6, '0')",
    By.SUPPLIER: "seller.uscc",
    By.CATEGORY: "product.category",
    By.BUYER_KIND: "s.buyer_kind",
    By.BUYER_REGION: "rpad(left(s.buyer_code, 2), 6, '0')",
}
"""The value of a sale under each breakdown, as SQL over `sale s` and the joins below."""

_JOINS: Final[Mapping[By, str]] = {
    By.TAG: "CROSS JOIN LATERAL unnest(s.tags) AS tagged (tag)",
    By.SUPPLIER: (
        "JOIN supplier ON supplier.id = s.supplier_id JOIN organisation seller ON seller.id = supplier.organisation_id"
    ),
    By.CATEGORY: "LEFT JOIN product ON product.id = s.product_id",
}


def sales_of(asked: Slice, by: By | None = None) -> str:
    """Write `FROM sale s … WHERE …` of a slice with the joins of a breakdown."""
    joins = {_JOINS[by]} if by is not None and by in _JOINS else set()
    where = ["starts_with(s.origin_code, :prefix)", "s.sold_on >= :from_on", "s.sold_on < :end_on"]
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
    return f"FROM sale s {' '.join(sorted(joins))} WHERE {' AND '.join(where)}"


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
