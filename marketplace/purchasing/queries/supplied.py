"""Orders as their supplier works through them: what is to be confirmed and shipped, by when, and from which lots."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.purchasing.rules import OrderState

_OWN: Final = """
    o.supplier_id = ANY(ARRAY(
        SELECT id FROM supplier WHERE organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
    ))
"""

_LIST: Final = f"""
SELECT o.id, o.order_number, o.state, g.payment_terms, charge.state AS charge_state, buyer.name AS buyer_name,
       seller.name AS supplier_name, g.placed_at, o.amount_fen, o.accepted_fen, line.lines_count, line.packs_left,
       line.deliver_on
FROM purchase_order o
JOIN order_group g ON g.id = o.order_group_id
JOIN organisation buyer ON buyer.id = o.buyer_id
JOIN supplier ON supplier.id = o.supplier_id
JOIN organisation seller ON seller.id = supplier.organisation_id
JOIN charge ON charge.id = o.charge_id
CROSS JOIN LATERAL (
    SELECT count(*) AS lines_count, sum(quantity - shipped) AS packs_left,
           min(deliver_on) FILTER (WHERE shipped < quantity) AS deliver_on
    FROM order_line WHERE order_line.order_id = o.id
) line
WHERE {_OWN}
  AND (CAST(:state AS text) IS NULL OR o.state = :state)
  AND (CAST(:order_number AS text) IS NULL OR o.order_number = :order_number)
"""  # noqa: S608  a constant of this module

_COUNT: Final = f"SELECT o.state, count(*) FROM purchase_order o WHERE {_OWN} GROUP BY o.state"  # noqa: S608  as above

_LOTS: Final = f"""
SELECT line.number, known.lot_number, known.expires_on
FROM purchase_order o
JOIN order_line line ON line.order_id = o.id AND line.shipped < line.quantity
CROSS JOIN LATERAL (
    SELECT lot.lot_number, lot.expires_on FROM lot
    WHERE lot.product_id = line.product_id AND (line.shipped = 0 OR lot.id = line.lot_id)
    ORDER BY lot.id DESC
    LIMIT :most
) known
WHERE o.id = :id AND {_OWN}
ORDER BY line.number
"""  # noqa: S608  as above

_MOST_LOTS: Final = 50
"""Of each product the latest lots: older ones have left the house."""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "placed": SortKey("listed.placed_at", KeyType.MOMENT),
    "amount": SortKey("listed.amount_fen", KeyType.NUMBER),
    "wanted": SortKey("COALESCE(listed.deliver_on, DATE '9999-12-31')", KeyType.DAY),
}
"""What these rows may be sorted by."""


def list_supplied(
    *,
    actor: Actor,
    state: OrderState | None = None,
    order_number: str | None = None,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List the orders one supplies, newest first or in another order, with what is left to ship and when it is wanted.

    :raises Forbidden: if the caller supplies for nobody.
    """
    sorting = sorting or newest(before)
    facts = {"state": state and state.value, "order_number": order_number, "limit": limit, **sorting.facts}
    return [dict(row) for row in db.session.execute(text(sorting.over(_LIST)), facts | _scope(actor)).mappings()]


def count_supplied(*, actor: Actor) -> Mapping[OrderState, int]:
    """Count the orders one supplies by their state; states in which there is none are left out.

    :raises Forbidden: if the caller supplies for nobody.
    """
    return {OrderState(state): count for state, count in db.session.execute(text(_COUNT), _scope(actor))}


def list_lots_to_ship(order_id: int, *, actor: Actor) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """List from which lots each line that is not shipped whole may ship, by line number: once begun from one only.

    :raises Forbidden: if the caller supplies for nobody.
    """
    found: dict[int, list[Mapping[str, Any]]] = {}
    facts = {"id": order_id, "most": _MOST_LOTS, **_scope(actor)}
    for row in db.session.execute(text(_LOTS), facts).mappings():
        found.setdefault(row["number"], []).append(dict(row))
    return found


def _scope(actor: Actor) -> dict[str, object]:
    actor.require(P.ORDERS_SUPPLY)
    return {"organisation_ids": actor.organisation_ids(P.ORDERS_SUPPLY)}
