"""The states of a charge and of a bank line."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class ChargeState(StrEnum):
    """What became of a charge."""

    PENDING = "pending"
    """The amount is not final yet; nothing may be paid."""
    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"


CHARGE_MOVES: Final[Mapping[ChargeState, frozenset[ChargeState]]] = {
    ChargeState.PENDING: frozenset({ChargeState.OPEN, ChargeState.PAID, ChargeState.CANCELLED}),
    ChargeState.OPEN: frozenset({ChargeState.PAID, ChargeState.CANCELLED}),
    ChargeState.PAID: frozenset({ChargeState.OPEN}),
    ChargeState.CANCELLED: frozenset(),
}


class BankLineState(StrEnum):
    """What became of a line of a bank statement."""

    QUEUED = "queued"
    """No charge has its code and exact amount; a person looks."""
    MATCHED = "matched"
    SET_ASIDE = "set_aside"
    """Has nothing to do with an order."""
