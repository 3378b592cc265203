"""Order groups as their buyers and staff see them; what a group is like is told by its orders."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.purchasing.errors import OrderGroupUnknown
from marketplace.purchasing.queries.orders import list_orders_of
from marketplace.purchasing.queries.scope import groups_in_scope, orders_in_scope, scope_of
from marketplace.purchasing.rules import (
    ENDED,
    GroupState,
    OrderAction,
    OrderState,
    next_actions,
    state_of_group,
)

_COLUMNS: Final = """
    g.id, buyer.uscc AS buyer, buyer.name AS buyer_name, g.payment_terms, g.note, g.placed_at,
    person.name AS placed_by, g.placed_by_id, g.buyer_id, g.amount_fen, g.lines_count, told.accepted_fen, told.states
"""
_FROM: Final = """
FROM order_group g
JOIN organisation buyer ON buyer.id = g.buyer_id
LEFT JOIN user_account person ON person.id = g.placed_by_id
CROSS JOIN LATERAL (
    SELECT array_agg(CAST(o.state AS text)) AS states, CAST(sum(o.accepted_fen) AS bigint) AS accepted_fen
    FROM purchase_order o WHERE o.order_group_id = g.id
) told
"""

_STATE: Final = """
    CASE WHEN 'awaiting_approval' = ANY(told.states) THEN 'awaiting_approval'
         WHEN told.states <@ CAST(:ended AS text[]) THEN 'ended'
         WHEN told.states <@ (CAST(:ended AS text[]) || ARRAY['settled']) THEN 'settled'
         ELSE 'running' END
"""
"""The state of a group, as `state_of_group` tells it."""

_LIST: Final = f"""
SELECT {_COLUMNS} {_FROM}
WHERE {{scope}}
  AND (CAST(:state AS text) IS NULL OR :state = {_STATE})
  AND (CAST(:order_state AS text) IS NULL OR :order_state = ANY(told.states))
"""

_LINES: Final = """
SELECT line.order_id, line.number, sku.code AS sku, offered.name, sku.specification, sku.unit, line.quantity,
       line.unit_price_fen, line.amount_fen, line.deliver_to, line.deliver_on, line.note
FROM purchase_order o
JOIN order_line line ON line.order_id = o.id
JOIN sku ON sku.id = line.sku_id
JOIN listing_version offered ON offered.id = line.listing_version_id
WHERE o.order_group_id = :order_group_id AND {scope}
ORDER BY line.order_id, line.number
"""

_GET: Final = f"SELECT {_COLUMNS} {_FROM} WHERE g.id = :id AND {{scope}}"


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "placed": SortKey("listed.placed_at", KeyType.MOMENT),
    "amount": SortKey("listed.amount_fen", KeyType.NUMBER),
}
"""What these rows may be sorted by."""


def list_groups(
    *,
    actor: Actor,
    state: GroupState | None = None,
    order_state: OrderState | None = None,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List order groups in scope, in an order or newest first; with an order's state those with one in it."""
    actor.require(P.ORDERS_READ)
    sorting = sorting or newest(before)
    facts = {
        "state": state and state.value,
        "order_state": order_state and order_state.value,
        "ended": sorted(state.value for state in ENDED),
        **sorting.facts,
        "limit": limit,
    }
    rows = db.session.execute(text(sorting.over(_LIST.format(scope=groups_in_scope(actor)))), facts | scope_of(actor))
    return [_told(row) for row in rows.mappings()]


def get_group(order_group_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get an order group with its orders and what the caller may decide on it: two statements.

    :raises OrderGroupUnknown: outside the caller's scope.
    """
    actor.require(P.ORDERS_READ)
    found = db.session.execute(
        text(_GET.format(scope=groups_in_scope(actor))), {"id": order_group_id} | scope_of(actor)
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise OrderGroupUnknown
    orders = list_orders_of(order_group_id, actor=actor)
    return {**_told(row), "orders": orders, "next_actions": _next_actions(row, actor)}


def list_lines(order_group_id: int, *, actor: Actor) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """List what is ordered in a group, by order: one statement; nothing of orders outside the caller's scope."""
    actor.require(P.ORDERS_READ)
    facts = {"order_group_id": order_group_id} | scope_of(actor)
    rows = db.session.execute(text(_LINES.format(scope=orders_in_scope(actor))), facts).mappings()
    return {order_id: [dict(line) for line in own] for order_id, own in groupby(rows, key=itemgetter("order_id"))}


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    states = [OrderState(state) for state in row["states"]]
    counted = sorted(Counter(states).items())
    return {
        **row,
        "state": state_of_group(states).value,
        "states": [{"state": state.value, "orders": orders} for state, orders in counted],
    }


def _next_actions(row: Mapping[Any, Any], actor: Actor) -> Sequence[OrderAction]:
    """Tell whether the caller may decide on what waits: of a group nothing else is decided as a whole."""
    if OrderState.AWAITING_APPROVAL.value not in row["states"]:
        return []
    may_approve = actor.covers(P.ORDERS_APPROVE, organisation_ids=[row["buyer_id"]])
    return next_actions(
        OrderState.AWAITING_APPROVAL,
        as_buyer=frozenset({P.ORDERS_APPROVE} if may_approve else ()),
        as_supplier=False,
        is_own=actor.user_id is None or row["placed_by_id"] == actor.user_id,
        is_prepaid=False,
        is_paid=False,
        is_shipment_open=False,
        is_receipt_waiting=False,
    )
