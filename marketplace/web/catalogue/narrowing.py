"""What narrows the catalogue, as it stands in the address; what cannot be read narrows nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from marketplace.catalogue.rules import Narrowed, ProductCategory, Sort
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import parse_yuan
from marketplace.kernel.text import has_control_characters
from marketplace.regions.rules import canonical_code, prefix_of

_LONGEST: Final = 100
_MOST: Final = 2**63 - 1
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for."""

    q: str
    category: ProductCategory | None
    region: str
    price_to: str
    kg_to: str
    days: str
    is_certified: bool
    is_in_stock: bool
    sort: Sort

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read it from an address."""
        given = {name: "" if has_control_characters(text) else text.strip()[:_LONGEST] for name, text in sent.items()}
        category, sort = given.get("category", ""), given.get("sort", "")
        return cls(
            q=given.get("q", ""),
            category=ProductCategory(category) if category in list(ProductCategory) else None,
            region=given.get("region", ""),
            price_to=given.get("price_to", ""),
            kg_to=given.get("kg_to", ""),
            days=given.get("days", ""),
            is_certified=bool(given.get("certified")),
            is_in_stock=bool(given.get("in_stock")),
            sort=Sort(sort) if sort in list(Sort) else Sort.NEWEST,
        )

    def narrowed(self) -> Narrowed:
        """Tell what narrows the list."""
        return Narrowed(
            q=self.q or None,
            category=self.category,
            region_prefix=_prefix(self.region),
            is_certified=self.is_certified or None,
            is_in_stock=self.is_in_stock or None,
            price_to_fen=_fen(self.price_to),
            price_per_kg_to_fen=_fen(self.kg_to),
            delivery_days=_number(self.days),
        )


def position_of(after: str | None, sort: Sort) -> tuple[object, int] | None:
    """Read where a page begins, as the one before wrote it; what is none begins at the first."""
    key, _, number = (after or "").partition("~")
    product_id = _number(number)
    if product_id is None:
        return None
    if sort is not Sort.NEWEST:
        value = _number(key)
        return None if value is None else (value, product_id)
    try:
        return datetime.fromisoformat(key), product_id
    except ValueError:
        return None


def _prefix(region: str) -> str | None:
    try:
        return prefix_of(canonical_code(region)) or None if region else None
    except DomainError:
        return None


def _fen(typed: str) -> int | None:
    try:
        return min(parse_yuan(typed), _MOST) if typed else None
    except DomainError:
        return None


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS else None
