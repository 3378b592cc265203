"""Recognition: what was accepted and is paid counts as sold, once, without freight, on the later of the two days.

An order of which nothing was accepted settles at once, without a sale. A payment that was wrong takes the sales back;
paid again, they are stated anew.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.payments.queries.charges import lock_charges
from marketplace.payments.rules import ChargeState
from marketplace.payments.service import charges
from marketplace.purchasing.queries.heads import OrderHead
from marketplace.purchasing.queries.lines import has_goods_on_the_way, list_accepted
from marketplace.purchasing.rules import SOURCE, OrderState, channel_of, recognised_on
from marketplace.purchasing.service import settlements
from marketplace.sales.rules import NewSale
from marketplace.sales.service import corrections, recording


def conclude(order: OrderHead, *, actor: Actor, now: datetime) -> None:
    """Receive a held order as a whole if nothing is to come and nothing on the way; then ask for the money or settle.

    It is part of the verb that received or closed, which asked for the permission.
    """
    if order.state is not OrderState.SHIPPED or has_goods_on_the_way(order.id):
        return
    received = settlements.complete(order, actor=actor, now=now)
    if not received.accepted_fen:
        charges.cancel([received.charge_id])
        settlements.settle([received], {received.id: day_of(now)}, actor=actor, now=now)
    elif received.is_prepaid:
        settle([received], actor=actor, now=now)
    else:
        charges.open_charges({received.charge_id: received.accepted_fen})


def settle(orders: Sequence[OrderHead], *, actor: Actor, now: datetime) -> None:
    """Settle those of the held orders that are received and paid, and record their sales: constant statements."""
    paid_on = {
        charge.id: charge.paid_on
        for charge in lock_charges([order.charge_id for order in orders])
        if charge.state is ChargeState.PAID and charge.paid_on
    }
    ready = [order for order in orders if order.state is OrderState.RECEIVED and order.charge_id in paid_on]
    if not ready:
        return
    days = {
        order.id: recognised_on(received_on=day_of(order.received_at), paid_on=paid_on[order.charge_id])
        for order in ready
        if order.received_at
    }
    settled = settlements.settle(ready, days, actor=actor, now=now)
    recording.record(_sales_of(settled), actor=actor, now=now)


def take_back(order: OrderHead, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take the sales of a held order back, as it is not paid after all; where nothing was accepted nothing is owed."""
    if order.state is not OrderState.SETTLED:
        return
    if not order.accepted_fen:
        charges.cancel([order.charge_id])
        return
    corrections.take_back(source=SOURCE, source_numbers=[order.order_number], reason=reason, actor=actor, now=now)
    settlements.unsettle(order, reason=reason, actor=actor, now=now)


def _sales_of(orders: Sequence[OrderHead]) -> list[NewSale]:
    by_id = {order.id: order for order in orders}
    return [
        NewSale(
            sold_on=order.settled_on,
            channel=channel_of(order.buyer_kind),
            supplier_id=order.supplier_id,
            product_id=line.product_id,
            lot_id=line.lot_id,
            quantity=Decimal(line.accepted),
            amount_fen=line.accepted * line.unit_price_fen,
            buyer_name=order.buyer_name,
            buyer_organisation_id=order.buyer_id,
            buyer_kind=order.buyer_kind,
            buyer_code=order.buyer_region,
            source=SOURCE,
            source_number=order.order_number,
            line=line.number,
        )
        for line in list_accepted(by_id)
        if (order := by_id[line.order_id]).settled_on
    ]
