"""What buyers and suppliers decide on an order before anything ships: approve, refuse, confirm, decline, cancel."""

from collections.abc import Collection, Sequence
from datetime import datetime

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.errors import ApproverPlaced, OrderUnknown, ReasonMissing, SuppliersLapsed
from marketplace.purchasing.queries.heads import OrderHead, lock_order, lock_orders
from marketplace.purchasing.rules import OrderState
from marketplace.purchasing.service.moves import move, record
from marketplace.suppliers.queries.certified import certified_on, hold_certified
from marketplace.suppliers.queries.names import names_by_id


def approve(order_ids: Collection[int], *, actor: Actor, now: datetime) -> list[OrderHead]:
    """Let orders go to their suppliers, as a second person of the buyer.

    :raises OrderUnknown: if one of them is not the caller's to approve.
    :raises ApproverPlaced: if the caller placed one of them, or is nobody.
    :raises MoveRefused: if one of them does not wait for approval.
    :raises SuppliersLapsed: if the certification of a supplier ended or was suspended while they waited.
    """
    orders = _lock_for_second_person(order_ids, actor)
    _refuse_lapsed({order.supplier_id for order in orders if order.state is OrderState.AWAITING_APPROVAL}, now=now)
    for order in orders:
        record("order.approved", order, actor=actor, now=now, after={"state": OrderState.PLACED.value})
    return move(orders, OrderState.PLACED, actor=actor, now=now)


def refuse(order_ids: Collection[int], *, reason: str, actor: Actor, now: datetime) -> list[OrderHead]:
    """Say no to orders, as a second person of the buyer.

    :raises OrderUnknown: if one of them is not the caller's to approve.
    :raises ApproverPlaced: if the caller placed one of them, or is nobody.
    :raises MoveRefused: if one of them does not wait for approval.
    :raises ReasonMissing: without a reason.
    """
    orders = _lock_for_second_person(order_ids, actor)
    return _end(orders, OrderState.REFUSED, "order.refused", reason=reason, actor=actor, now=now)


def confirm(order_id: int, *, actor: Actor, now: datetime) -> OrderHead:
    """Promise to deliver an order, as its supplier.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if it is not waiting for the supplier.
    """
    order = lock_as_supplier(order_id, actor)
    [confirmed] = move([order], OrderState.CONFIRMED, actor=actor, now=now)
    record("order.confirmed", order, actor=actor, now=now, after={"state": OrderState.CONFIRMED.value})
    return confirmed


def decline(order_id: int, *, reason: str, actor: Actor, now: datetime) -> OrderHead:
    """Say that an order will not be delivered, as its supplier, before anything shipped.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if something shipped or the order has ended.
    :raises ReasonMissing: without a reason.
    """
    order = lock_as_supplier(order_id, actor)
    return _end([order], OrderState.DECLINED, "order.declined", reason=reason, actor=actor, now=now)[0]


def cancel(order_ids: Collection[int], *, reason: str, actor: Actor, now: datetime) -> list[OrderHead]:
    """Take orders back, as their buyer, before anything shipped.

    :raises OrderUnknown: if one of them is not the caller's to place.
    :raises MoveRefused: if something of one shipped or it has ended.
    :raises ReasonMissing: without a reason.
    """
    orders = _lock_as_buyer(order_ids, P.ORDERS_PLACE, actor)
    return _end(orders, OrderState.CANCELLED, "order.cancelled", reason=reason, actor=actor, now=now)


def lock_as_supplier(order_id: int, actor: Actor) -> OrderHead:
    """Hold an order that the caller supplies.

    :raises OrderUnknown: if it is not.
    """
    actor.require(P.ORDERS_SUPPLY)
    order = lock_order(order_id)
    if not actor.covers(P.ORDERS_SUPPLY, organisation_ids=[order.supplier_organisation_id]):
        raise OrderUnknown
    return order


def _lock_as_buyer(order_ids: Collection[int], permission: P, actor: Actor) -> list[OrderHead]:
    actor.require(permission)
    orders = lock_orders(order_ids)
    if len(orders) < len(set(order_ids)):
        raise OrderUnknown
    if not all(actor.covers(permission, organisation_ids=[order.buyer_id]) for order in orders):
        raise OrderUnknown
    return orders


def _lock_for_second_person(order_ids: Collection[int], actor: Actor) -> list[OrderHead]:
    orders = _lock_as_buyer(order_ids, P.ORDERS_APPROVE, actor)
    if any(actor.user_id is None or actor.user_id == order.placed_by_id for order in orders):
        raise ApproverPlaced
    return orders


def _refuse_lapsed(supplier_ids: Collection[int], *, now: datetime) -> None:
    hold_certified(supplier_ids)
    lapsed = set(supplier_ids) - certified_on(supplier_ids, day_of(now))
    if lapsed:
        raise SuppliersLapsed(suppliers=list(names_by_id(lapsed).values()))


def _end(
    orders: Sequence[OrderHead], wanted: OrderState, action: str, *, reason: str, actor: Actor, now: datetime
) -> list[OrderHead]:
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    for order in orders:
        record(action, order, actor=actor, now=now, after={"state": wanted.value}, reason=reason)
    return move(orders, wanted, actor=actor, now=now, reason=reason)
