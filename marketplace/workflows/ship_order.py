"""The supplier ships an order in parts, out of the stock reserved for it, or says that no more will come."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.catalogue.service import stock
from marketplace.kernel.actor import Actor
from marketplace.payments.queries.charges import lock_charges
from marketplace.payments.rules import ChargeState
from marketplace.purchasing.errors import OrderNotPaid
from marketplace.purchasing.service import shipments
from marketplace.purchasing.service.decisions import lock_as_supplier
from marketplace.purchasing.service.shipments import Part
from marketplace.workflows import settle_order


def ship(
    order_id: int,
    parts: Sequence[Part],
    *,
    carrier: str | None = None,
    tracking_number: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Ship parts of an order and tell the number of the shipment.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if the order does not ship now.
    :raises OrderNotPaid: if it is prepaid and not paid.
    :raises Invalid: naming every part that is wrong.
    """
    order = lock_as_supplier(order_id, actor)
    shipments.check_ships(order)
    if order.is_prepaid:
        [charge] = lock_charges([order.charge_id])
        if charge.state is not ChargeState.PAID:
            raise OrderNotPaid(order_number=order.order_number)
    shipped = shipments.ship(order, parts, carrier=carrier, tracking_number=tracking_number, actor=actor, now=now)
    stock.ship(holder=order.holder, quantities=shipped.quantities, lots=shipped.lots, actor=actor, now=now)
    return shipped.number


def close(order_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Ship the rest of an order short: its stock is free, and what came is what will be owed.

    :raises OrderUnknown: if it is not the caller's to supply.
    :raises MoveRefused: if it is not partly shipped.
    """
    order = shipments.close(order_id, reason=reason, actor=actor, now=now)
    stock.release(holder=order.holder, actor=actor, now=now, reason=reason)
    settle_order.conclude(order, actor=actor, now=now)
