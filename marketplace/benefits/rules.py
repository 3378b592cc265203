"""The states of a payment to a household, a payment as it is told, and who may ask what of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from marketplace.households.rules import Mechanism


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

STAFF_ACTIONS: Final[Mapping[PaymentState, Sequence[str]]] = {
    PaymentState.ENTERED: ("verify", "send_back"),
    PaymentState.VERIFIED: ("reverse",),
}
"""What staff of the household's region may ask of a payment."""

SUPPLIER_ACTIONS: Final[Mapping[PaymentState, Sequence[str]]] = {PaymentState.SENT_BACK: ("mend",)}
"""What its supplier may ask of a payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPayment:
    """What a supplier says of a payment: proved by a voucher number, an evidence file, or both."""

    paid_on: date
    mechanism: Mechanism
    amount_fen: int
    voucher_number: str | None = None
    evidence_file_id: int | None = None
