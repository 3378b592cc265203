"""The end of an order: received, settled, settlement taken back, expired."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from marketplace.kernel.actor import Actor
from marketplace.purchasing.queries.heads import OrderHead
from marketplace.purchasing.rules import OrderState
from marketplace.purchasing.service.moves import move, record


def complete(order: OrderHead, *, actor: Actor, now: datetime) -> OrderHead:
    """Say that a held order has come whole: nothing more will ship and nothing is on the way.

    It is part of the verb that received or closed, which asked for the permission and wrote the audit line.
    """
    return move([order], OrderState.RECEIVED, actor=actor, now=now)[0]


def settle(orders: Sequence[OrderHead], days: Mapping[int, date], *, actor: Actor, now: datetime) -> list[OrderHead]:
    """Say of held orders that nothing is open any more, each as of its day by order id."""
    for order in orders:
        after = {"state": OrderState.SETTLED.value, "settled_on": days[order.id].isoformat()}
        record("order.settled", order, actor=actor, now=now, after={**after, "accepted_fen": order.accepted_fen})
    return move(orders, OrderState.SETTLED, actor=actor, now=now, settled_on=days)


def unsettle(order: OrderHead, *, reason: str, actor: Actor, now: datetime) -> OrderHead:
    """Say that a settled order is not paid after all."""
    record("order.unsettled", order, actor=actor, now=now, after={"state": OrderState.RECEIVED.value}, reason=reason)
    return move([order], OrderState.RECEIVED, actor=actor, now=now, reason=reason)[0]


def expire(orders: Sequence[OrderHead], *, actor: Actor, now: datetime) -> list[OrderHead]:
    """Say of held prepaid orders that they were not paid in time."""
    for order in orders:
        record("order.expired", order, actor=actor, now=now, after={"state": OrderState.EXPIRED.value})
    return move(orders, OrderState.EXPIRED, actor=actor, now=now)
