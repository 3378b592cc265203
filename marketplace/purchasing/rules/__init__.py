"""States of an order, prices at placement, what may be done next, and as what an order counts."""

from marketplace.purchasing.rules.states import ORDER_MOVES, OrderState, PaymentTerms, RejectReason

__all__ = ["ORDER_MOVES", "OrderState", "PaymentTerms", "RejectReason"]
