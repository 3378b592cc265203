"""The balances of SKUs, locked before anything changes."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import text

from marketplace.catalogue.errors import QuantityWrong
from marketplace.db import db

_LOCK: Final = text(
    """
SELECT stock.sku_id, sku.code, stock.on_hand - stock.reserved AS left_over
FROM stock JOIN sku ON sku.id = stock.sku_id
WHERE stock.sku_id = ANY(CAST(:sku_ids AS bigint[]))
ORDER BY stock.sku_id
FOR UPDATE OF stock
"""
)


def lock(sku_ids: Collection[int]) -> dict[int, Any]:
    """Lock balances in id order, the one order everywhere; rows with `code` and `left_over` by SKU id."""
    rows = db.session.execute(_LOCK, {"sku_ids": sorted(sku_ids)})
    return {row.sku_id: row for row in rows}


def check_quantities(quantities: Iterable[int]) -> None:
    """Refuse quantities that are not positive.

    :raises QuantityWrong: if any is not.
    """
    if any(n < 1 for n in quantities):
        raise QuantityWrong
