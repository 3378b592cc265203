"""How the public narrows and sorts the catalogue."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.catalogue.rules.goods import ProductCategory


class Sort(StrEnum):
    """The order in which the catalogue is shown."""

    NEWEST = "newest"
    PRICE = "price"
    """Cheapest pack first, at the price of its smallest order, as the card shows it."""
    PRICE_PER_KG = "price_per_kg"
    """Cheapest kilogram first, of the pack that the card shows; what is not sold by weight comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What narrows the catalogue; all that is given must hold, bounds included."""

    q: str | None = None
    """Words, pinyin or initials of name, supplier, category and county; or the beginning of a product number."""
    category: ProductCategory | None = None
    region_prefix: str | None = None
    """Beginning of the supplier's county code."""
    is_certified: bool | None = None
    """Whether a certification of the product holds today."""
    is_in_stock: bool | None = None
    """Whether at least the minimum order of one SKU is left."""
    price_from_fen: int | None = None
    price_to_fen: int | None = None
    price_per_kg_from_fen: int | None = None
    price_per_kg_to_fen: int | None = None
    delivery_days: int | None = None
    """Delivered within so many days."""
