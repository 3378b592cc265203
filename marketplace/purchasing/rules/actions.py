"""What a caller may do next with an order: the state allows it and they hold the permission over it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.rules.states import OrderState as S


class OrderAction(StrEnum):
    """A verb on an order, as its route is named."""

    APPROVE = "approve"
    REFUSE = "refuse"
    CONFIRM = "confirm"
    DECLINE = "decline"
    SHIP = "ship"
    CLOSE = "close"
    """Say that no more will come."""
    RECEIVE = "receive"
    COUNTERSIGN = "countersign"
    """Confirm, as the second receiver, what the first recorded."""
    SEND_BACK = "send_back"
    """Have the first receiver's record made anew."""
    CANCEL = "cancel"


_COUNTERSIGNING: Final = frozenset({OrderAction.COUNTERSIGN, OrderAction.SEND_BACK})
_RECEIVING: Final = dict.fromkeys({OrderAction.RECEIVE, *_COUNTERSIGNING}, P.ORDERS_RECEIVE)

_BUYER: Final[Mapping[S, Mapping[OrderAction, P]]] = {
    S.AWAITING_APPROVAL: {
        OrderAction.APPROVE: P.ORDERS_APPROVE,
        OrderAction.REFUSE: P.ORDERS_APPROVE,
        OrderAction.CANCEL: P.ORDERS_PLACE,
    },
    S.PLACED: {OrderAction.CANCEL: P.ORDERS_PLACE},
    S.CONFIRMED: {OrderAction.CANCEL: P.ORDERS_PLACE},
    S.PARTLY_SHIPPED: _RECEIVING,
    S.SHIPPED: _RECEIVING,
}

_SUPPLIER: Final[Mapping[S, frozenset[OrderAction]]] = {
    S.PLACED: frozenset({OrderAction.CONFIRM, OrderAction.DECLINE}),
    S.CONFIRMED: frozenset({OrderAction.SHIP, OrderAction.DECLINE}),
    S.PARTLY_SHIPPED: frozenset({OrderAction.SHIP, OrderAction.CLOSE}),
}


def next_actions(
    state: S,
    *,
    as_buyer: frozenset[P],
    as_supplier: bool,
    is_own: bool,
    is_prepaid: bool,
    is_paid: bool,
    is_shipment_open: bool,
    is_receipt_waiting: bool,
) -> list[OrderAction]:
    """List what may be done: with the permissions held over the buyer, and over the supplier's side or not.

    Who placed an order (`is_own`) does not decide on it; a prepaid order ships once it is paid, and a paid one is ended
    only after the cashier took the payment back; only a shipment that is still open is received, and only a receipt
    that waits for somebody else than who recorded it (`is_receipt_waiting`) is countersigned or sent back.
    """
    actions = {action for action, permission in _BUYER.get(state, {}).items() if permission in as_buyer}
    if is_own:
        actions -= {OrderAction.APPROVE, OrderAction.REFUSE}
    if not is_shipment_open:
        actions.discard(OrderAction.RECEIVE)
    if not is_receipt_waiting:
        actions -= _COUNTERSIGNING
    if as_supplier:
        actions |= _SUPPLIER.get(state, frozenset())
        if is_prepaid and not is_paid:
            actions.discard(OrderAction.SHIP)
    if is_paid:
        actions -= {OrderAction.CANCEL, OrderAction.DECLINE}
    return sorted(actions)
