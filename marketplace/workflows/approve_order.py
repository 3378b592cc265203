"""The buyer's second person lets orders go to their suppliers, or refuses them and frees the stock."""

from collections.abc import Collection
from datetime import datetime

from marketplace.catalogue.service import stock
from marketplace.kernel.actor import Actor
from marketplace.payments.service import charges
from marketplace.purchasing.errors import OrderGroupUnknown
from marketplace.purchasing.queries.heads import list_waiting_in_group
from marketplace.purchasing.service import decisions


def approve(order_ids: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Approve orders; prepaid ones can be paid from now on.

    :raises OrderUnknown: if one of them is not the caller's to approve.
    :raises ApproverPlaced: if the caller placed one of them.
    :raises MoveRefused: if one of them does not wait for approval.
    """
    orders = decisions.approve(order_ids, actor=actor, now=now)
    prepaid = {order.charge_id: order.amount_fen for order in orders if order.is_prepaid}
    if prepaid:
        charges.open_charges(prepaid)


def refuse(order_ids: Collection[int], *, reason: str, actor: Actor, now: datetime) -> None:
    """Refuse orders with a reason: their stock is free and nothing is owed.

    :raises OrderUnknown: if one of them is not the caller's to approve.
    :raises ApproverPlaced: if the caller placed one of them.
    :raises MoveRefused: if one of them does not wait for approval.
    """
    orders = decisions.refuse(order_ids, reason=reason, actor=actor, now=now)
    stock.release_all(holders=[order.holder for order in orders], actor=actor, now=now, reason=reason)
    charges.cancel([order.charge_id for order in orders])


def list_group(order_group_id: int) -> list[int]:
    """List the orders of a group that wait for approval, to decide on them together.

    :raises OrderGroupUnknown: if there is none.
    """
    waiting = list_waiting_in_group(order_group_id)
    if not waiting:
        raise OrderGroupUnknown
    return waiting
