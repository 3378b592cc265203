"""States of a listing version, prices by quantity, and a listing as a supplier submits it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from marketplace.catalogue.errors import (
    PhotosTooMany,
    PriceMissing,
    PriceNotPositive,
    QuantityWrong,
    SkuRepeated,
    TiersWrong,
)
from marketplace.catalogue.rules.goods import BaseUnit
from marketplace.kernel.errors import DomainError


class ListingState(StrEnum):
    """Where a listing version stands; what it offers never changes, only this."""

    IN_REVIEW = "in_review"
    LISTED = "listed"
    """On sale: at most one version of a product."""
    SENT_BACK = "sent_back"
    SUPERSEDED = "superseded"
    """Another version stands in its place, or its supplier took it back before it was reviewed."""
    WITHDRAWN = "withdrawn"


LISTING_MOVES: Final[Mapping[ListingState, frozenset[ListingState]]] = {
    ListingState.IN_REVIEW: frozenset({ListingState.LISTED, ListingState.SENT_BACK, ListingState.SUPERSEDED}),
    ListingState.LISTED: frozenset({ListingState.SUPERSEDED, ListingState.WITHDRAWN}),
    ListingState.SENT_BACK: frozenset({ListingState.SUPERSEDED}),
    ListingState.SUPERSEDED: frozenset(),
    ListingState.WITHDRAWN: frozenset({ListingState.LISTED, ListingState.SUPERSEDED}),
}


MOST_PHOTOS: Final = 6
"""Of one listing version."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOffer:
    """A SKU in a listing that is submitted; a known one is named by its code, a new one says what its pack is."""

    tiers: tuple[PriceStep, ...]
    code: str | None = None
    specification: str | None = None
    unit: str | None = None
    base_quantity: int | None = None
    base_unit: BaseUnit | None = None

    @property
    def pack(self) -> tuple[str | None, str | None, int | None, BaseUnit | None]:
        """What one pack is; `None` where it is not said."""
        return self.specification, self.unit, self.base_quantity, self.base_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything a version of a listing says; a SKU it does not name is no longer offered."""

    name: str
    packs: tuple[PackOffer, ...]
    description: str = ""
    origin_code: str | None = None
    """Where it grows or is made; the supplier's county unless said otherwise."""
    delivery_days: int | None = None
    photos: tuple[int, ...] | None = None
    """Stored photographs in their order; `None` takes over those of the version before."""


def find_problems(listing: Listing) -> dict[str, list[DomainError]]:
    """Find what a listing says wrong, by path: repeated SKUs and quantities, no tier, prices that are zero or rise."""
    problems: dict[str, list[DomainError]] = {}
    if not listing.packs:
        problems["skus"] = [PriceMissing()]
    if len(listing.photos or ()) > MOST_PHOTOS:
        problems["photos"] = [PhotosTooMany(most=MOST_PHOTOS)]
    codes = [pack.code for pack in listing.packs]
    for i, pack in enumerate(listing.packs):
        if pack.code is not None and pack.code in codes[:i]:
            problems[f"skus.{i}.sku"] = [SkuRepeated()]
        if found := _find_problem(pack.tiers):
            problems[f"skus.{i}.tiers"] = [found]
    return problems


def _find_problem(tiers: Sequence[PriceStep]) -> DomainError | None:
    ascending = sorted(tiers, key=lambda step: step.min_quantity)
    pairs = list(pairwise(ascending))
    if not tiers:
        return PriceMissing()
    if ascending[0].min_quantity < 1:
        return QuantityWrong()
    if any(step.unit_price_fen <= 0 for step in tiers):
        return PriceNotPositive()
    if any(lower.min_quantity == upper.min_quantity for lower, upper in pairs):
        return SkuRepeated()
    if any(lower.unit_price_fen < upper.unit_price_fen for lower, upper in pairs):
        return TiersWrong()
    return None


def next_actions(states: Collection[ListingState]) -> list[str]:
    """Tell what the supplier may do next with a product whose versions stand in these states."""
    found = {"edit"}
    if not {ListingState.LISTED, ListingState.IN_REVIEW}.isdisjoint(states):
        found.add("withdraw")
    if ListingState.WITHDRAWN in states:
        found.add("relist")
    return sorted(found)
