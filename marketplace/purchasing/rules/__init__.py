"""States of an order, prices at placement, what may be done next, and as what an order counts."""

from marketplace.purchasing.rules.actions import OrderAction, next_actions
from marketplace.purchasing.rules.placing import (
    MOST_LINES,
    MOST_QUANTITY,
    Background,
    LineProblem,
    PricedLine,
    Pricing,
    WantedLine,
    needs_approval,
    price_lines,
)
from marketplace.purchasing.rules.receiving import RECEIPT_MOVES, ReceiptState, first_state, needs_dual_inspection
from marketplace.purchasing.rules.recognition import SOURCE, channel_of, recognised_on
from marketplace.purchasing.rules.states import (
    ENDED,
    ORDER_MOVES,
    GroupState,
    OrderState,
    PaymentTerms,
    RejectReason,
    state_of_group,
)

__all__ = [
    "ENDED",
    "MOST_LINES",
    "MOST_QUANTITY",
    "ORDER_MOVES",
    "RECEIPT_MOVES",
    "SOURCE",
    "Background",
    "GroupState",
    "LineProblem",
    "OrderAction",
    "OrderState",
    "PaymentTerms",
    "PricedLine",
    "Pricing",
    "ReceiptState",
    "RejectReason",
    "WantedLine",
    "channel_of",
    "first_state",
    "needs_approval",
    "needs_dual_inspection",
    "next_actions",
    "price_lines",
    "recognised_on",
    "state_of_group",
]
