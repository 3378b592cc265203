"""The receipt of a shipment: by one receiver, or by two where the buyer's rule says so."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class ReceiptState(StrEnum):
    """Where the receipt of a shipment stands."""

    AWAITING_COUNTERSIGNATURE = "awaiting_countersignature"
    """Recorded by the first receiver; nothing of it counts before a second one confirms it."""
    COUNTED = "counted"
    """What it accepts and rejects counts."""
    SENT_BACK = "sent_back"
    """The second receiver found otherwise; the shipment is to be received anew."""


RECEIPT_MOVES: Final[Mapping[ReceiptState, frozenset[ReceiptState]]] = {
    ReceiptState.AWAITING_COUNTERSIGNATURE: frozenset({ReceiptState.COUNTED, ReceiptState.SENT_BACK}),
    ReceiptState.COUNTED: frozenset(),
    ReceiptState.SENT_BACK: frozenset(),
}


def needs_dual_inspection(amount_fen: int, *, from_fen: int | None) -> bool:
    """Tell whether deliveries of an order of this amount need two receivers; the buyer's rule of its placement holds.

    It is asked of each order and not of the group: a receiver stands before the goods of one supplier.
    """
    return from_fen is not None and amount_fen >= from_fen


def first_state(*, is_dual: bool) -> ReceiptState:
    """Tell in which state a receipt begins."""
    return ReceiptState.AWAITING_COUNTERSIGNATURE if is_dual else ReceiptState.COUNTED
