"""Channels, kinds of sale rows, a sale as it is told, and what makes two sales look alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Self

from marketplace.accounts.rules import BuyerKind

REPORT_SOURCE: Final = "report"
"""The source of sales that an office reports."""


class Channel(StrEnum):
    """Through which a sale was made; exclusive, so channels add up."""

    GOVERNMENT_PURCHASE = "government_purchase"
    SCHOOL_PURCHASE = "school_purchase"
    ENTERPRISE_PURCHASE = "enterprise_purchase"
    UNION_PURCHASE = "union_purchase"
    HELPER_PURCHASE = "helper_purchase"
    """By helper units and cadres."""
    EAST_WEST = "east_west"
    """East-West cooperation."""
    ONLINE_RETAIL = "online_retail"
    OUTLET = "outlet"
    EVENT = "event"
    LIVESTREAM = "livestream"
    OTHER = "other"


class SaleKind(StrEnum):
    """What a row of sales is."""

    SALE = "sale"
    RETURN = "return"
    """Takes back part or all of a sale; its own day, its own source key."""
    CORRECTION = "correction"
    """Negates a row in full because it was stated wrongly; the day of the row it negates."""


class LookAlikeState(StrEnum):
    """What a person decided of a sale that looks like another."""

    WAITING = "waiting"
    COUNTED = "counted"
    """It is a sale of its own."""
    REFUSED = "refused"
    """It is the same sale told twice."""


LOOK_ALIKE_MOVES: Final[Mapping[LookAlikeState, frozenset[LookAlikeState]]] = {
    LookAlikeState.WAITING: frozenset({LookAlikeState.COUNTED, LookAlikeState.REFUSED}),
    LookAlikeState.COUNTED: frozenset(),
    LookAlikeState.REFUSED: frozenset(),
}

LOOK_ALIKE_DAYS: Final = 3
"""Same supplier, buyer, product and amount within so many days from different sources look alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSale:
    """A sale or return as a source tells it, before the program finds what follows from it.

    A return has a negative amount and names by `reverses` the `source_number` of a sale of the same source; of a number
    with several lines it takes back the one with its own `line`.
    """

    sold_on: date
    channel: Channel
    tags: Sequence[str] = ()
    supplier_id: int
    product_id: int | None = None
    lot_id: int | None = None
    quantity: Decimal | None = None
    amount_fen: int
    buyer_name: str | None = None
    buyer_organisation_id: int | None = None
    buyer_kind: BuyerKind | None = None
    buyer_code: str | None = None
    source: str
    source_number: str
    line: int = 1
    invoice_number: str | None = None
    reverses: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read a sale as it was kept in JSON."""
        return cls(
            **{
                **row,
                "sold_on": date.fromisoformat(row["sold_on"]),
                "channel": Channel(row["channel"]),
                "quantity": None if row["quantity"] is None else Decimal(str(row["quantity"])),
                "buyer_kind": row["buyer_kind"] and BuyerKind(row["buyer_kind"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the rows: written as facts, known before, waiting because they look like another sale."""

    written: int
    unchanged: int
    waiting: int
