"""A certification as staff tells it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One product to certify in a batch; both days count, no last day leaves it open."""

    product_number: str
    from_on: date
    last_on: date | None = None
    ceiling_fen: int | None = None
    """Highest unit price at which a sale counts as certified; `None` has none."""
    certified_quantity: int | None = None
    """How many packs a year are certified."""
    benefit_terms: str | None = None
