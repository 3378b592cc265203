"""End an order before anything shipped: by its buyer or its supplier. The stock is free and nothing is owed."""

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
    _free(decisions.cancel(order_id, reason=reason, actor=actor, now=now), reason=reason, actor=actor, now=now)


def decline(order_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Decline an order as its supplier.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if something shipped or the order has ended.
    :raises OrderPaid: if it is paid; the cashier takes the payment back first.
    """
    _free(decisions.decline(order_id, reason=reason, actor=actor, now=now), reason=reason, actor=actor, now=now)


def _free(order: OrderHead, *, reason: str, actor: Actor, now: datetime) -> None:
    [charge] = lock_charges([order.charge_id])
    if charge.state is ChargeState.PAID:
        raise OrderPaid(order_number=order.order_number)
    stock.release(holder=order.holder, actor=actor, now=now, reason=reason)
    charges.cancel([order.charge_id])
