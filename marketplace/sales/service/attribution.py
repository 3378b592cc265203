"""Which certification and which roster version a sale has: the roster of its lot, else product, else supplier.

Within one roster the approved version with the latest declared first day not after the sale's day decides, if that day
is not past its declared end; the segment of it that holds the day is the version the sale names.
"""

from typing import Final

IN_FORCE: Final = """
segment AS MATERIALIZED (
    SELECT r.supplier_id, r.product_id, r.lot_id, v.id, v.from_on,
           LEAST(v.until_on, v.declared_until_on, later.superseded_on) AS until_on
    FROM roster r
    JOIN roster_version v ON v.roster_id = r.id AND v.state = 'approved'
    CROSS JOIN LATERAL (
        SELECT min(n.declared_from_on) AS superseded_on
        FROM roster_version n
        WHERE n.roster_id = r.id AND n.state = 'approved' AND n.declared_from_on > v.declared_from_on
    ) later
    WHERE r.supplier_id IN (SELECT supplier_id FROM placed)
),
in_force AS (
    SELECT p.key, COALESCE(of_lot.id, of_product.id, of_supplier.id) AS roster_version_id
    FROM placed p
    LEFT JOIN segment of_lot
           ON of_lot.lot_id = p.lot_id
          AND of_lot.from_on <= p.sold_on AND (of_lot.until_on IS NULL OR p.sold_on < of_lot.until_on)
    LEFT JOIN segment of_product
           ON of_product.product_id = p.product_id AND of_product.lot_id IS NULL
          AND of_product.from_on <= p.sold_on AND (of_product.until_on IS NULL OR p.sold_on < of_product.until_on)
    LEFT JOIN segment of_supplier
           ON of_supplier.supplier_id = p.supplier_id AND of_supplier.product_id IS NULL
          AND of_supplier.from_on <= p.sold_on AND (of_supplier.until_on IS NULL OR p.sold_on < of_supplier.until_on)
)
"""
"""CTEs to put after a CTE `placed (key, supplier_id, product_id, lot_id, sold_on)`."""

CERTIFIED: Final = """
certified AS (
    SELECT DISTINCT ON (p.key) p.key, c.id AS product_certification_id
    FROM placed p
    JOIN product_certification c ON c.product_id = p.product_id
     AND c.from_on <= p.sold_on AND (c.until_on IS NULL OR p.sold_on < c.until_on)
    ORDER BY p.key, c.from_on DESC, c.id DESC
)
"""
"""A CTE to put after `placed`: of the certifications that hold that day the latest."""


def pool_of(amount: str, version: str) -> str:
    """Write the SQL of a pool: amount × share of the version, half up, sign kept; an empty version gives none."""
    magnitude = f"CAST(div(abs({amount}) * CAST({version}.household_share_bp AS numeric) + 5000, 10000) AS bigint)"
    signed = f"CASE WHEN {amount} < 0 THEN -{magnitude} ELSE {magnitude} END"
    return f"CASE WHEN {version}.members_count > 0 THEN {signed} ELSE 0 END"


def lock_suppliers(column: str, source: str) -> str:
    """Write the SQL that locks the suppliers of some rows in id order.

    Whoever writes sales of a supplier holds this lock, so what is left of a sale, which invoice is taken and what looks
    alike cannot change between look and write. It does not stand in the way of foreign keys.
    """
    return (
        f"SELECT id FROM supplier WHERE id IN (SELECT {column} FROM {source}) "  # noqa: S608  names from this area
        "ORDER BY id FOR NO KEY UPDATE"
    )
