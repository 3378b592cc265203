"""Balances and movements of one's own SKUs."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.catalogue.errors import SkuUnknown
from marketplace.catalogue.queries.scope import IN_SCOPE, LATEST, scope_of
from marketplace.catalogue.queries.skus import get_own_sku
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, oldest

LOW_STOCK_ORDERS: Final = 10
"""Stock is low where it is not enough for so many of the smallest orders."""

_BALANCES: Final = f"""
SELECT sku.id, sku.code, product.product_number, latest.name, sku.specification, sku.unit,
       coalesce(stock.on_hand, 0) AS on_hand, coalesce(stock.reserved, 0) AS reserved,
       coalesce(stock.on_hand - stock.reserved, 0) AS available, offered.min_quantity,
       coalesce(stock.on_hand - stock.reserved, 0) < {LOW_STOCK_ORDERS} * offered.min_quantity AS is_low
FROM sku
JOIN product ON product.id = sku.product_id
JOIN supplier ON supplier.id = product.supplier_id
LEFT JOIN stock ON stock.sku_id = sku.id
{LATEST}
LEFT JOIN LATERAL (
    SELECT min(tier.min_quantity) AS min_quantity
    FROM listing_version version JOIN price_tier tier ON tier.listing_version_id = version.id
    WHERE version.product_id = product.id AND version.state = 'listed' AND tier.sku_id = sku.id
) offered ON true
WHERE {IN_SCOPE} AND (CAST(:sku_code AS text) IS NULL OR sku.code = :sku_code)
  AND (CAST(:q AS text) IS NULL OR strpos(lower(latest.name), lower(:q)) > 0
       OR strpos(lower(sku.code), lower(:q)) > 0)
  AND (NOT :is_low OR coalesce(stock.on_hand - stock.reserved, 0) < {LOW_STOCK_ORDERS} * offered.min_quantity)
"""  # noqa: S608  constants of this area

_MOVEMENTS: Final = """
SELECT movement.id, movement.kind, movement.on_hand_change, movement.reserved_change, lot.lot_number, movement.holder,
       movement.reason, movement.at
FROM stock_movement movement
LEFT JOIN lot ON lot.id = movement.lot_id
WHERE movement.sku_id = :sku_id AND (CAST(:before AS bigint) IS NULL OR movement.id < :before)
ORDER BY movement.id DESC
LIMIT :limit
"""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "name": SortKey("COALESCE(listed.name, '')", KeyType.TEXT),
    "left": SortKey("listed.available", KeyType.NUMBER),
}
"""What balances may be sorted by."""


def list_balances(
    *,
    actor: Actor,
    after: int = 0,
    sorting: Sorting | None = None,
    limit: int,
    sku_code: str | None = None,
    q: str | None = None,
    is_low: bool = False,
) -> Sequence[Mapping[str, Any]]:
    """List what is on hand, reserved and available of the caller's SKUs, in an order or by id from after one on.

    `q` is a part of the product's name or of the SKU's code; `is_low` leaves only what is on sale and nearly sold out.
    """
    sorting = sorting or oldest(after)
    facts = {
        **sorting.facts,
        "limit": limit,
        "sku_code": sku_code,
        "q": q,
        "is_low": is_low,
        **scope_of(actor, P.STOCK_MANAGE),
    }
    return [dict(row) for row in db.session.execute(text(sorting.over(_BALANCES)), facts).mappings()]


def get_balance(sku_code: str, *, actor: Actor) -> Mapping[str, Any]:
    """Get the balance of one of the caller's SKUs.

    :raises SkuUnknown: if it is not the caller's.
    """
    rows = list_balances(actor=actor, limit=1, sku_code=sku_code)
    if not rows:
        raise SkuUnknown(sku=sku_code)
    return rows[0]


def list_movements(sku_code: str, *, actor: Actor, before: int | None, limit: int) -> Sequence[Mapping[str, Any]]:
    """List the movements of a SKU, newest first.

    :raises SkuUnknown: if it is not the caller's.
    """
    owner = get_own_sku(sku_code, actor=actor)
    facts = {"sku_id": owner.sku_id, "before": before, "limit": limit}
    return [dict(row) for row in db.session.execute(text(_MOVEMENTS), facts).mappings()]
