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


CATEGORY_NAMES: Final[Mapping[ProductCategory, str]] = {
    ProductCategory.FRUIT: "水果",
    ProductCategory.VEGETABLE: "蔬菜",
    ProductCategory.GRAIN_OIL: "粮油",
    ProductCategory.MEAT: "肉类",
    ProductCategory.EGG_DAIRY: "禽蛋奶",
    ProductCategory.TEA: "茶叶",
    ProductCategory.MEDICINAL: "中药材",
    ProductCategory.NUTS: "干果",
    ProductCategory.PROCESSED: "加工食品",
    ProductCategory.CRAFT: "手工艺品",
    ProductCategory.SERVICE: "服务",
    ProductCategory.OTHER: "其他",
}
"""As people search for them."""

PRICED_PER: Final[Mapping[BaseUnit, tuple[str, int]]] = {
    BaseUnit.GRAM: ("kg", 1000),
    BaseUnit.MILLILITRE: ("l", 1000),
    BaseUnit.PIECE: ("piece", 1),
}
"""The measure goods are compared by, and how many base units it has."""


def price_per_measure_fen(unit_price_fen: int, base_quantity: int, base_unit: BaseUnit) -> int:
    """Tell the price of a kg, a litre or a piece from that of a pack, half up to the fen."""
    _, size = PRICED_PER[base_unit]
    return (unit_price_fen * size * 2 + base_quantity) // (base_quantity * 2)


def bucket_of(available: int) -> int:
    """Tell the public how many packs there are, roughly: exactly to 10, then 10, 50, 100, 500 … "or more"."""
    if available <= 10:  # noqa: PLR2004  so few are told exactly
        return max(available, 0)
    size = int("1".ljust(len(str(available)), "0"))
    return 5 * size if available >= 5 * size else size
