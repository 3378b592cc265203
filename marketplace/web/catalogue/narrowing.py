"""What narrows the catalogue, as it stands in the address; what cannot be read narrows nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from marketplace.catalogue.rules import Narrowed, ProductCategory, Sort
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import parse_yuan
from marketplace.regions.rules import canonical_code, prefix_of
from marketplace.web.pages import asked_choice, asked_text

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
    def of(cls) -> Self:
        """Read it from an address."""
        return cls(
            q=_text("q"),
            category=asked_choice("category", ProductCategory),
            region=_text("region"),
            price_to=_text("price_to"),
            kg_to=_text("kg_to"),
            days=_text("days"),
            is_certified=bool(_text("certified")),
            is_in_stock=bool(_text("in_stock")),
            sort=asked_choice("sort", Sort, Sort.NEWEST),
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


def _text(name: str) -> str:
    return asked_text(name, _LONGEST) or ""


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
