"""Orders as their buyers, their suppliers and staff see them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.payments.rules import ChargeState
from marketplace.purchasing.errors import OrderUnknown
from marketplace.purchasing.queries.deliveries import list_shipments
from marketplace.purchasing.queries.scope import orders_in_scope, scope_of
from marketplace.purchasing.rules import OrderAction, OrderState, PaymentTerms, ReceiptState, next_actions

_COLUMNS: Final = """
    o.id, o.order_number, o.order_group_id, o.state, g.payment_terms, buyer.uscc AS buyer, buyer.name AS buyer_name,
    seller.uscc AS supplier, seller.name AS supplier_name, o.amount_fen, o.accepted_fen, o.needs_approval,
    o.needs_dual_inspection, g.placed_at, o.approved_at, o.confirmed_at, o.shipped_at, o.received_at, o.settled_on,
    o.cancelled_at
"""
_JOINS: Final = """
    JOIN order_group g ON g.id = o.order_group_id
    JOIN organisation buyer ON buyer.id = o.buyer_id
    JOIN supplier ON supplier.id = o.supplier_id
    JOIN organisation seller ON seller.id = supplier.organisation_id
"""

_LIST: Final = f"""
SELECT {_COLUMNS}
FROM purchase_order o {_JOINS}
WHERE {{scope}}
  AND (CAST(:state AS text) IS NULL OR o.state = :state)
  AND (CAST(:order_number AS text) IS NULL OR o.order_number = :order_number)
  AND (CAST(:before AS bigint) IS NULL OR o.id < :before)
ORDER BY o.id DESC
LIMIT :limit
"""  # noqa: S608  constants of this module

_OF_GROUP: Final = f"""
SELECT {_COLUMNS}
FROM purchase_order o {_JOINS}
WHERE o.order_group_id = :order_group_id AND {{scope}}
ORDER BY o.id
"""  # noqa: S608  as above

_GET: Final = f"""
SELECT {_COLUMNS}, g.note, g.placed_by_id, o.buyer_id, supplier.organisation_id, charge.remittance_code,
       charge.state AS charge_state, charge.amount_fen AS charge_fen, charge.due_on, charge.paid_on
FROM purchase_order o {_JOINS}
JOIN charge ON charge.id = o.charge_id
WHERE o.id = :id AND {{scope}}
"""  # noqa: S608  as above

_LINES: Final = """
SELECT line.number, sku.code AS sku, product.product_number, offered.name, sku.specification, sku.unit, line.quantity,
       line.unit_price_fen, line.amount_fen, line.shipped, line.accepted, line.rejected,
       line.accepted * line.unit_price_fen AS accepted_fen, lot.lot_number, line.deliver_to, line.deliver_on, line.note
FROM order_line line
JOIN sku ON sku.id = line.sku_id
JOIN product ON product.id = line.product_id
JOIN listing_version offered ON offered.id = line.listing_version_id
LEFT JOIN lot ON lot.id = line.lot_id
WHERE line.order_id = :id
ORDER BY line.number
"""

_EVENTS: Final = """
SELECT event.at, person.name AS by_name, event.from_state, event.to_state, event.reason
FROM order_event event LEFT JOIN user_account person ON person.id = event.user_id
WHERE event.order_id = :id
ORDER BY event.id
"""

_CHARGE: Final = ("remittance_code", "due_on", "paid_on")


def list_orders(
    *,
    actor: Actor,
    state: OrderState | None = None,
    order_number: str | None = None,
    before: int | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List orders in scope, newest first, from before an id on."""
    actor.require(P.ORDERS_READ)
    facts = {
        "state": state and state.value,
        "order_number": order_number,
        "before": before,
        "limit": limit,
    }
    rows = db.session.execute(text(_LIST.format(scope=orders_in_scope(actor))), facts | scope_of(actor))
    return [dict(row) for row in rows.mappings()]


def list_orders_of(order_group_id: int, *, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """List the orders of a group in scope, as they were placed."""
    actor.require(P.ORDERS_READ)
    facts = {"order_group_id": order_group_id} | scope_of(actor)
    rows = db.session.execute(text(_OF_GROUP.format(scope=orders_in_scope(actor))), facts)
    return [dict(row) for row in rows.mappings()]


def get_order(order_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get an order with its lines, shipments, events, its charge and what the caller may do next: five statements.

    :raises OrderUnknown: outside the caller's scope.
    """
    actor.require(P.ORDERS_READ)
    facts = {"id": order_id}
    found = db.session.execute(text(_GET.format(scope=orders_in_scope(actor))), facts | scope_of(actor))
    row = found.mappings().one_or_none()
    if row is None:
        raise OrderUnknown
    shipments = list_shipments(order_id)
    return {
        **row,
        "charge": {
            **{name: row[name] for name in _CHARGE},
            "state": row["charge_state"],
            "amount_fen": row["charge_fen"],
        },
        "lines": [dict(line) for line in db.session.execute(text(_LINES), facts).mappings()],
        "shipments": shipments,
        "events": [dict(event) for event in db.session.execute(text(_EVENTS), facts).mappings()],
        "next_actions": _next_actions(row, shipments, actor),
    }


def _next_actions(
    row: Mapping[Any, Any], shipments: Sequence[Mapping[str, Any]], actor: Actor
) -> Sequence[OrderAction]:
    receipts = [shipment["receipt"] for shipment in shipments]
    asked = (P.ORDERS_PLACE, P.ORDERS_APPROVE, P.ORDERS_RECEIVE)
    return next_actions(
        OrderState(row["state"]),
        as_buyer=frozenset(p for p in asked if actor.covers(p, organisation_ids=[row["buyer_id"]])),
        as_supplier=actor.covers(P.ORDERS_SUPPLY, organisation_ids=[row["organisation_id"]]),
        is_own=actor.user_id is None or row["placed_by_id"] == actor.user_id,
        is_prepaid=row["payment_terms"] == PaymentTerms.PREPAID.value,
        is_paid=row["charge_state"] == ChargeState.PAID.value,
        is_shipment_open=None in receipts,
        is_receipt_waiting=any(_waits_for(actor, receipt) for receipt in receipts if receipt),
    )


def _waits_for(actor: Actor, receipt: Mapping[str, Any]) -> bool:
    is_waiting = receipt["state"] == ReceiptState.AWAITING_COUNTERSIGNATURE.value
    return is_waiting and actor.user_id not in {None, receipt["received_by_id"]}
