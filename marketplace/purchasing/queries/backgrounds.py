"""What a placement must know besides the offers: who buys, what is left, whose it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.purchasing.errors import BuyerUnknown
from marketplace.purchasing.rules import Background
from marketplace.suppliers.queries.certified import CERTIFIED

_BACKGROUNDS: Final = f"""
SELECT sku.id, COALESCE(stock.on_hand - stock.reserved, 0) AS left_over, supplier.organisation_id, organisation.uscc,
       organisation.name, supplier.id IN ({CERTIFIED}) AS is_certified
FROM sku
JOIN product ON product.id = sku.product_id
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN stock ON stock.sku_id = sku.id
WHERE sku.id = ANY(CAST(:sku_ids AS bigint[]))
"""  # noqa: S608  a constant


@dataclass(frozen=True, slots=True)
class Buyer:
    """An organisation that orders."""

    id: int
    region_code: str
    order_approval_fen: int | None
    dual_inspection_from_fen: int | None


def get_buyer(buyer_id: int) -> Buyer:
    """Get a buyer that is not closed.

    :raises BuyerUnknown: if there is none.
    """
    row = db.session.execute(
        text(
            "SELECT id, region_code, order_approval_fen, dual_inspection_from_fen FROM organisation "
            "WHERE id = :id AND closed_at IS NULL"
        ),
        {"id": buyer_id},
    ).one_or_none()
    if row is None:
        raise BuyerUnknown
    return Buyer(*row)


def list_backgrounds(sku_ids: Collection[int], *, day: date) -> dict[int, Background]:
    """Read what is left of SKUs and whether their suppliers were certified on a day: one statement, by SKU id."""
    rows = db.session.execute(text(_BACKGROUNDS), {"sku_ids": list(sku_ids), "day": day})
    return {
        row.id: Background(
            left=row.left_over,
            supplier_organisation_id=row.organisation_id,
            supplier_uscc=row.uscc,
            supplier_name=row.name,
            is_certified=row.is_certified,
        )
        for row in rows
    }
