"""A bank line pays an order: its reserved goods stay, and if they were accepted already, it is sold.

Orders are held first, in id order, then charges, then bank lines; so two matches of one line, or a match and a receipt,
wait for each other and the second sees what the first did.
"""

from collections.abc import Sequence
from datetime import datetime

from marketplace.catalogue.service import stock
from marketplace.kernel.actor import Actor
from marketplace.payments.queries.bank_lines import get_matched_charge_id
from marketplace.payments.queries.charges import get_charge_id, lock_charges
from marketplace.payments.rules import clean_code
from marketplace.payments.service import matching
from marketplace.purchasing.queries.heads import OrderHead, lock_orders_of_charges
from marketplace.purchasing.rules import OrderState
from marketplace.workflows import settle_order

_BEFORE_SHIPMENT = frozenset({OrderState.AWAITING_APPROVAL, OrderState.PLACED, OrderState.CONFIRMED})


def match_queue(*, actor: Actor, now: datetime) -> int:
    """Match every queued line of the caller's regions by code and exact amount; tell how many charges are paid now."""
    charge_ids = matching.find_payable(actor=actor)
    if not charge_ids:
        return 0
    orders = lock_orders_of_charges(charge_ids)
    paid = set(matching.match_queue(charge_ids, actor=actor, now=now))
    _receive_money([order for order in orders if order.charge_id in paid], actor=actor, now=now)
    return len(paid)


def match(line_id: int, remittance_code: str, *, actor: Actor, now: datetime) -> None:
    """Say that a queued bank line pays the charge with this code.

    :raises BankLineUnknown: outside the caller's regions.
    :raises ChargeUnknown: outside the caller's regions.
    :raises MoveRefused: if the line is not queued or the charge is not open.
    :raises AmountDiffers: if the amounts are not the same.
    """
    charge_id = get_charge_id(clean_code(remittance_code))
    orders = lock_orders_of_charges([charge_id])
    matching.match(line_id, charge_id, actor=actor, now=now)
    _receive_money(orders, actor=actor, now=now)


def undo(line_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a wrong match back: the line is queued, the charge open, and what was sold by it is not.

    :raises BankLineUnknown: outside the caller's regions.
    :raises MoveRefused: if the line is not matched.
    """
    charge_id = get_matched_charge_id(line_id, actor=actor)
    orders = lock_orders_of_charges([charge_id])
    matching.undo(line_id, charge_id, reason=reason, actor=actor, now=now)
    for order in orders:
        settle_order.take_back(order, reason=reason, actor=actor, now=now)
        if order.is_prepaid and order.state in _BEFORE_SHIPMENT:
            [charge] = lock_charges([charge_id])
            days = (charge.due_on or charge.created_on) - charge.created_on
            stock.keep(holders=[order.holder], until=now + days)


def _receive_money(orders: Sequence[OrderHead], *, actor: Actor, now: datetime) -> None:
    waiting = [order.holder for order in orders if order.state in _BEFORE_SHIPMENT]
    if waiting:
        stock.keep(holders=waiting)
    settle_order.settle(orders, actor=actor, now=now)
