"""The states of a charge and of a bank line; how a remittance code is found in a remark."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from marketplace.kernel.text import fold_width


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


BANK_LINE_MOVES: Final[Mapping[BankLineState, frozenset[BankLineState]]] = {
    BankLineState.QUEUED: frozenset({BankLineState.MATCHED, BankLineState.SET_ASIDE}),
    BankLineState.MATCHED: frozenset({BankLineState.QUEUED}),
    BankLineState.SET_ASIDE: frozenset({BankLineState.QUEUED}),
}

BANK_LINE_ACTIONS: Final[Mapping[BankLineState, Sequence[str]]] = {
    BankLineState.QUEUED: ("match", "set_aside"),
    BankLineState.MATCHED: ("undo",),
    BankLineState.SET_ASIDE: ("queue",),
}
"""What a cashier may ask of a bank line."""

_BETWEEN: Final = re.compile(r"[\s\-_.·,/]+")
_CODE: Final = re.compile(r"(?=(BF[2-9A-HJ-NP-Z]{8}))")
"""Looks ahead, so that a code is found even where something before it begins like one."""


def codes_in(remark: str) -> list[str]:
    """Find the remittance codes of a remark, in whatever width and case and with whatever spaces they were typed."""
    return sorted(set(_CODE.findall(_BETWEEN.sub("", fold_width(remark)).upper())))


def clean_code(typed: str) -> str:
    """Write a remittance code that a person typed as the program does; what is none stays what it is."""
    found = codes_in(typed)
    return found[0] if len(found) == 1 else typed.strip()
