"""The supplier promises to deliver an order, or declines it."""

from datetime import datetime

from marketplace.kernel.actor import Actor
from marketplace.purchasing.service import decisions
from marketplace.workflows import cancel_order


def confirm(order_id: int, *, actor: Actor, now: datetime) -> None:
    """Confirm an order as its supplier.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if it is not waiting for the supplier.
    """
    decisions.confirm(order_id, actor=actor, now=now)


def decline(order_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Decline an order as its supplier: the stock is free and nothing is owed.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if something shipped or the order has ended.
    :raises OrderPaid: if it is paid; the cashier takes the payment back first.
    """
    cancel_order.decline(order_id, reason=reason, actor=actor, now=now)
