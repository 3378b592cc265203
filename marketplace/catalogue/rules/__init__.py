"""Rules of the catalogue, by noun."""

from marketplace.catalogue.rules.browsing import Narrowed, Sort
from marketplace.catalogue.rules.certificates import Certificate
from marketplace.catalogue.rules.goods import (
    CATEGORY_NAMES,
    PRICED_PER,
    BaseUnit,
    ProductCategory,
    price_per_measure_fen,
)
from marketplace.catalogue.rules.listings import (
    LISTING_MOVES,
    MOST_PHOTOS,
    Listing,
    ListingState,
    Offer,
    PackOffer,
    PriceStep,
    find_problems,
    next_actions,
)
from marketplace.catalogue.rules.stock import MovementKind, ReservationState, bucket_of

__all__ = [
    "CATEGORY_NAMES",
    "LISTING_MOVES",
    "MOST_PHOTOS",
    "PRICED_PER",
    "BaseUnit",
    "Certificate",
    "Listing",
    "ListingState",
    "MovementKind",
    "Narrowed",
    "Offer",
    "PackOffer",
    "PriceStep",
    "ProductCategory",
    "ReservationState",
    "Sort",
    "bucket_of",
    "find_problems",
    "next_actions",
    "price_per_measure_fen",
]
