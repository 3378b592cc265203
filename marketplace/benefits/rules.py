"""The states of a payment to a household."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class PaymentState(StrEnum):
    """Whether a payment to a household has been checked; only a verified one is evidenced income."""

    ENTERED = "entered"
    VERIFIED = "verified"
    SENT_BACK = "sent_back"
    REVERSED = "reversed"


PAYMENT_MOVES: Final[Mapping[PaymentState, frozenset[PaymentState]]] = {
    PaymentState.ENTERED: frozenset({PaymentState.VERIFIED, PaymentState.SENT_BACK}),
    PaymentState.VERIFIED: frozenset({PaymentState.REVERSED}),
    PaymentState.SENT_BACK: frozenset({PaymentState.ENTERED}),
    PaymentState.REVERSED: frozenset(),
}
