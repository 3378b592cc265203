"""Categories, units, the states of a listing version and the kinds of stock movement."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ProductCategory(StrEnum):
    """What a product is, for browsing and statistics."""

    FRUIT = "fruit"
    VEGETABLE = "vegetable"
    GRAIN_OIL = "grain_oil"
    MEAT = "meat"
    EGG_DAIRY = "egg_dairy"
    TEA = "tea"
    MEDICINAL = "medicinal"
    NUTS = "nuts"
    PROCESSED = "processed"
    CRAFT = "craft"
    SERVICE = "service"
    OTHER = "other"


class BaseUnit(StrEnum):
    """What a pack's content is measured in."""

    GRAM = "g"
    MILLILITRE = "ml"
    PIECE = "piece"


class ListingState(StrEnum):
    """Where a listing version stands; what it offers never changes, only this."""

    IN_REVIEW = "in_review"
    LISTED = "listed"
    """On sale: at most one version of a product."""
    SENT_BACK = "sent_back"
    SUPERSEDED = "superseded"
    """A later version is listed or in review in its place."""
    WITHDRAWN = "withdrawn"


LISTING_MOVES: Final[Mapping[ListingState, frozenset[ListingState]]] = {
    ListingState.IN_REVIEW: frozenset({ListingState.LISTED, ListingState.SENT_BACK, ListingState.SUPERSEDED}),
    ListingState.LISTED: frozenset({ListingState.SUPERSEDED, ListingState.WITHDRAWN}),
    ListingState.SENT_BACK: frozenset({ListingState.SUPERSEDED}),
    ListingState.SUPERSEDED: frozenset(),
    ListingState.WITHDRAWN: frozenset({ListingState.LISTED, ListingState.SUPERSEDED}),
}


class MovementKind(StrEnum):
    """Why stock changed."""

    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"
    """A reservation ended without a shipment: cancelled or expired."""
    SHIPPED = "shipped"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    """Counted anew; needs a reason."""


class ReservationState(StrEnum):
    """Whether a reservation still holds goods back."""

    LIVE = "live"
    SHIPPED = "shipped"
    RELEASED = "released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PriceStep:
    """The unit price from a quantity on."""

    min_quantity: int
    unit_price_fen: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A SKU as it is on sale: the listing version an order points at, and its price tiers by quantity ascending."""

    sku_id: int
    sku_code: str
    product_id: int
    product_number: str
    supplier_id: int
    listing_version_id: int
    name: str
    specification: str
    unit: str
    delivery_days: int | None
    tiers: tuple[PriceStep, ...]

    @property
    def min_quantity(self) -> int:
        """The minimum order: the lowest tier."""
        return self.tiers[0].min_quantity

    def find_unit_price_fen(self, quantity: int) -> int | None:
        """Find the unit price of so many packs; below the minimum order there is none."""
        reached = [step for step in self.tiers if step.min_quantity <= quantity]
        return reached[-1].unit_price_fen if reached else None
