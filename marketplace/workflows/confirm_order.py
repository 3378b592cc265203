"""The supplier promises to deliver an order; that it declines one stands in `cancel_order`."""

from datetime import datetime

from marketplace.kernel.actor import Actor
from marketplace.purchasing.service import decisions


def confirm(order_id: int, *, actor: Actor, now: datetime) -> None:
    """Confirm an order as its supplier.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if it is not waiting for the supplier.
    """
    decisions.confirm(order_id, actor=actor, now=now)
