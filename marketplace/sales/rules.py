"""Channels, kinds of sale rows, and what makes two sales look alike."""

from enum import StrEnum
from typing import Final


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


LOOK_ALIKE_DAYS: Final = 3
"""Same supplier, buyer, product and amount within so many days from different sources look alike."""
