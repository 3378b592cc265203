"""End orders before anything shipped: by their buyer or their supplier. The stock is free and nothing is owed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from marketplace.catalogue.service import stock
from marketplace.kernel.actor import Actor
from marketplace.payments.queries.charges import lock_charges
from marketplace.payments.rules import ChargeState
from marketplace.payments.service import charges
from marketplace.purchasing.errors import OrderPaid
from marketplace.purchasing.queries.heads import OrderHead
from marketplace.purchasing.service import decisions


def cancel(order_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take an order back as its buyer.

    :raises OrderUnknown: if it is not the caller's to place.
    :raises MoveRefused: if something shipped or the order has ended.
    :raises OrderPaid: if it is paid; the cashier takes the payment back first.
    """
    cancel_all([order_id], reason=reason, actor=actor, now=now)


def cancel_all(order_ids: Collection[int], *, reason: str, actor: Actor, now: datetime) -> None:
    """Take orders back as their buyer, all or none, in a constant number of statements.

    :raises OrderUnknown: if one of them is not the caller's to place.
    :raises MoveRefused: if something of one shipped or it has ended.
    :raises OrderPaid: if one is paid; the cashier takes the payment back first.
    """
    _free(decisions.cancel(order_ids, reason=reason, actor=actor, now=now), reason=reason, actor=actor, now=now)


def decline(order_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Decline an order as its supplier.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if something shipped or the order has ended.
    :raises OrderPaid: if it is paid; the cashier takes the payment back first.
    """
    _free([decisions.decline(order_id, reason=reason, actor=actor, now=now)], reason=reason, actor=actor, now=now)


def _free(orders: Sequence[OrderHead], *, reason: str, actor: Actor, now: datetime) -> None:
    order_numbers = {order.charge_id: order.order_number for order in orders}
    for charge in lock_charges(list(order_numbers)):
        if charge.state is ChargeState.PAID:
            raise OrderPaid(order_number=order_numbers[charge.id])
    stock.release_all(holders=[order.holder for order in orders], actor=actor, now=now, reason=reason)
    charges.cancel(list(order_numbers))
