"""The buyer's second person lets orders go to their suppliers, or refuses them and frees the stock."""

from collections.abc import Collection
from datetime import datetime

from marketplace.catalogue.service import stock
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.payments.service import charges
from marketplace.purchasing.errors import NothingWaits, OrderGroupUnknown
from marketplace.purchasing.queries.heads import get_buyer_of_group, list_waiting_in_group
from marketplace.purchasing.service import decisions


def approve(order_ids: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Approve orders; prepaid ones can be paid from now on.

    :raises OrderUnknown: if one of them is not the caller's to approve.
    :raises ApproverPlaced: if the caller placed one of them.
    :raises MoveRefused: if one of them does not wait for approval.
    :raises SuppliersLapsed: if the certification of a supplier ended while they waited.
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


def approve_group(order_group_id: int, *, actor: Actor, now: datetime) -> None:
    """Approve every order of a group that waits: all of them or none.

    :raises OrderGroupUnknown: if it is not the caller's to approve.
    :raises NothingWaits: if none of its orders waits.
    :raises ApproverPlaced: if the caller placed it.
    :raises SuppliersLapsed: if the certification of a supplier ended while it waited; orders that the purchaser
        cancels wait no more.
    """
    approve(_waiting_of(order_group_id, actor), actor=actor, now=now)


def refuse_group(order_group_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Refuse every order of a group that waits, with a reason.

    :raises OrderGroupUnknown: if it is not the caller's to approve.
    :raises NothingWaits: if none of its orders waits.
    :raises ApproverPlaced: if the caller placed it.
    """
    refuse(_waiting_of(order_group_id, actor), reason=reason, actor=actor, now=now)


def _waiting_of(order_group_id: int, actor: Actor) -> list[int]:
    actor.require(P.ORDERS_APPROVE)
    if not actor.covers(P.ORDERS_APPROVE, organisation_ids=[get_buyer_of_group(order_group_id)]):
        raise OrderGroupUnknown
    waiting = list_waiting_in_group(order_group_id)
    if not waiting:
        raise NothingWaits
    return waiting
