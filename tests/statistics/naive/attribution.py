"""Which roster version stands behind each sale, and how much of the sale it gives to households."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.statistics.naive.files import Product, Sale, Version, Year


@dataclass(frozen=True)
class Segment:
    """A roster version between two clearings: told from its neighbours by who is in it. It may hold nobody."""

    uscc: str
    product: str
    lot: str
    valid_from: date
    members: tuple[tuple[str, int], ...]
    share_bp: int

    @property
    def households(self) -> list[str]:
        """The numbers of its households."""
        return [household for household, _ in self.members]


@dataclass(frozen=True)
class Attributed:
    """One sale with all that follows from its files."""

    sale: Sale
    county: str
    category: str | None
    is_certified: bool
    segment: Segment | None
    pool_fen: int


def version_in_force(versions: list[Version], uscc: str, product: str, lot: str, day: date) -> Version | None:
    """Find the roster version of a day: of the lot, else of the product, else of the supplier."""
    levels = []
    if lot:
        levels.append((product, lot))
    if product:
        levels.append((product, ""))
    levels.append(("", ""))
    for level in levels:
        latest = None
        for version in versions:
            if (version.uscc, version.product, version.lot) != (uscc, *level) or version.valid_from > day:
                continue
            if latest is None or version.valid_from > latest.valid_from:
                latest = version
        if latest is not None and (latest.valid_until is None or day <= latest.valid_until):
            return latest
    return None


def segment_of(version: Version, day: date, year: Year) -> Segment:
    """Keep who is left of a version on the day; each clearing leaves other members, and so another segment."""
    members = []
    for number in sorted(version.weights):
        household = year.households[number]
        assert household.is_registered(version.valid_from), f"{number} was not registered when its roster began"
        if household.is_registered(day):
            members.append((number, version.weights[number]))
    return Segment(version.uscc, version.product, version.lot, version.valid_from, tuple(members), version.share_bp)


def pool(amount_fen: int, share_bp: int) -> int:
    """Round share × amount half up to the fen, the same for a return with the opposite sign."""
    exact = Decimal(abs(amount_fen)) * share_bp / 10000
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return rounded if amount_fen >= 0 else -rounded


def original_of(sale: Sale, sales: list[Sale]) -> Sale:
    """Find the one sale that a return takes back (a sale that takes nothing back is its own original)."""
    if not sale.reverses:
        return sale
    (original,) = [other for other in sales if (other.source, other.number) == (sale.source, sale.reverses)]
    return original


def attribute(year: Year) -> list[Attributed]:
    """Tell for every sale its county, category, certification, roster segment and pool.

    A return stands where its original stood: it takes back from the same segment, and out of the certified sales
    what the original put in.
    """
    attributed = []
    for sale in year.sales:
        original = original_of(sale, year.sales)
        product: Product | None = year.products[original.product] if original.product else None
        version = version_in_force(year.versions, original.uscc, original.product, "", original.sold_on)
        segment = segment_of(version, original.sold_on, year) if version else None
        has_households = segment is not None and bool(segment.members)
        attributed.append(
            Attributed(
                sale=sale,
                county=year.counties[sale.uscc],
                category=product.category if product else None,
                is_certified=product is not None and product.is_certified(original.sold_on),
                segment=segment,
                pool_fen=pool(sale.amount_fen, segment.share_bp) if segment and has_households else 0,
            )
        )
    return attributed
