"""End prepaid orders that were not paid in time: their stock is free and nothing is owed."""

from datetime import datetime

from marketplace.catalogue.service import stock
from marketplace.kernel.actor import Actor, system
from marketplace.payments.queries.charges import lock_charges
from marketplace.payments.rules import ChargeState
from marketplace.payments.service import charges
from marketplace.purchasing.queries.heads import lock_orders_to_expire
from marketplace.purchasing.rules import ORDER_MOVES, OrderState
from marketplace.purchasing.service import settlements


def run(*, now: datetime, actor: Actor | None = None) -> int:
    """Expire what is due by now, in a constant number of statements, and tell how many orders ended."""
    actor = actor or system()
    orders = lock_orders_to_expire(now=now)
    if not orders:
        return 0
    # An order found as due may have been paid while we waited for it; then it is no longer.
    locked = lock_charges([order.charge_id for order in orders])
    paid = {charge.id for charge in locked if charge.state is ChargeState.PAID}
    due = [order for order in orders if order.charge_id not in paid and OrderState.EXPIRED in ORDER_MOVES[order.state]]
    stock.expire(actor=actor, now=now)
    charges.cancel([order.charge_id for order in due])
    return len(settlements.expire(due, actor=actor, now=now))
