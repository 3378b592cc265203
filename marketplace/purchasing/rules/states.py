"""The states of an order and the moves between them."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final


class PaymentTerms(StrEnum):
    """When an order is paid."""

    ON_ACCOUNT = "on_account"
    """Goods first: what was accepted is paid afterwards."""
    PREPAID = "prepaid"
    """Payment first: nothing ships before; unpaid reservations expire."""


class OrderState(StrEnum):
    """Where an order stands."""

    AWAITING_APPROVAL = "awaiting_approval"
    """A second person of the buyer must approve."""
    PLACED = "placed"
    """With the supplier, to be confirmed."""
    CONFIRMED = "confirmed"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    """Everything that will come has been shipped."""
    RECEIVED = "received"
    """Every shipped piece was accepted or rejected."""
    SETTLED = "settled"
    """Received and paid: its accepted lines count as sales. Also received with nothing accepted: nothing counts."""
    REFUSED = "refused"
    """The approver said no."""
    DECLINED = "declined"
    """The supplier said no."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Prepaid, but not paid in time."""


ORDER_MOVES: Final[Mapping[OrderState, frozenset[OrderState]]] = {
    OrderState.AWAITING_APPROVAL: frozenset(
        {OrderState.PLACED, OrderState.REFUSED, OrderState.CANCELLED, OrderState.EXPIRED}
    ),
    OrderState.PLACED: frozenset({OrderState.CONFIRMED, OrderState.DECLINED, OrderState.CANCELLED, OrderState.EXPIRED}),
    OrderState.CONFIRMED: frozenset(
        {
            OrderState.PARTLY_SHIPPED,
            OrderState.SHIPPED,
            OrderState.DECLINED,
            OrderState.CANCELLED,
            OrderState.EXPIRED,
        }
    ),
    OrderState.PARTLY_SHIPPED: frozenset({OrderState.SHIPPED}),
    OrderState.SHIPPED: frozenset({OrderState.RECEIVED}),
    OrderState.RECEIVED: frozenset({OrderState.SETTLED}),
    OrderState.SETTLED: frozenset({OrderState.RECEIVED}),
    OrderState.REFUSED: frozenset(),
    OrderState.DECLINED: frozenset(),
    OrderState.CANCELLED: frozenset(),
    OrderState.EXPIRED: frozenset(),
}


class RejectReason(StrEnum):
    """Why a delivered piece was not accepted."""

    QUALITY = "quality"
    SPOILED = "spoiled"
    DAMAGED = "damaged"
    WRONG_PRODUCT = "wrong_product"
    SHORT_WEIGHT = "short_weight"
    LATE = "late"
    OTHER = "other"


ENDED: Final = frozenset({OrderState.REFUSED, OrderState.DECLINED, OrderState.CANCELLED, OrderState.EXPIRED})
"""Nothing was delivered and nothing will be."""


class GroupState(StrEnum):
    """How far an order group is: told by its orders, never stored."""

    AWAITING_APPROVAL = "awaiting_approval"
    """At least one order waits for the buyer's second person."""
    RUNNING = "running"
    """At least one order is still to be delivered, accepted or paid."""
    SETTLED = "settled"
    """Every order that did not end before delivery is settled."""
    ENDED = "ended"
    """Nothing was delivered and nothing will be."""


def state_of_group(states: Collection[OrderState]) -> GroupState:
    """Tell the state of a group from the states of its orders."""
    if OrderState.AWAITING_APPROVAL in states:
        return GroupState.AWAITING_APPROVAL
    delivered = set(states) - ENDED
    if not delivered:
        return GroupState.ENDED
    return GroupState.SETTLED if delivered == {OrderState.SETTLED} else GroupState.RUNNING
