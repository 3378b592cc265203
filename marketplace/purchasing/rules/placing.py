"""What is wanted, what it costs, and everything that is wrong with it at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from marketplace.catalogue.rules import Offer
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import MAX_FEN
from marketplace.purchasing import errors

MOST_LINES: Final = 2_000
MOST_QUANTITY: Final = 1_000_000
"""Packs of one SKU in one order; beyond it a quantity is a typing error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLine:
    """A line as the buyer wants it."""

    sku_code: str
    quantity: int
    deliver_to: str | None = None
    deliver_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What else decides whether a SKU can be had: what is left, whose it is, whether they may sell today."""

    left: int
    supplier_organisation_id: int
    supplier_uscc: str
    supplier_name: str
    is_certified: bool


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A wanted line with the offer and the unit price that its quantity reaches."""

    index: int
    wanted: WantedLine
    offer: Offer
    background: Background
    unit_price_fen: int

    @property
    def amount_fen(self) -> int:
        """Quantity × unit price."""
        return self.wanted.quantity * self.unit_price_fen


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with the line at `index` (from 0): `field` is one of the wanted line's."""

    index: int
    field: str
    error: DomainError


@dataclass(frozen=True, slots=True)
class Pricing:
    """Lines that can be ordered as they stand, and every problem of the others."""

    lines: Sequence[PricedLine]
    problems: Sequence[LineProblem]
    offers: Mapping[str, Offer] = field(default_factory=dict)
    """What is on sale of all that is wanted, by SKU code."""

    @property
    def amount_fen(self) -> int:
        """The sum of the lines that can be ordered."""
        return sum(line.amount_fen for line in self.lines)


def price_lines(
    lines: Sequence[WantedLine],
    *,
    offers: Mapping[str, Offer],
    backgrounds: Mapping[int, Background],
    buyer_id: int,
    today: date,
) -> Pricing:
    """Price wanted lines by the offers (by SKU code) and their backgrounds (by SKU id), and find all that is wrong."""
    priced: list[PricedLine] = []
    problems: list[LineProblem] = []
    first_with: dict[str, int] = {}
    for index, wanted in enumerate(lines):
        found = len(problems)
        first = first_with.setdefault(wanted.sku_code, index)
        if first != index:
            problems.append(LineProblem(index, "sku", errors.SkuRepeated(sku=wanted.sku_code, first_line=first + 1)))
        if wanted.deliver_on and wanted.deliver_on < today:
            problems.append(LineProblem(index, "deliver_on", errors.DeliveryInThePast(today=today.isoformat())))
        offer = offers.get(wanted.sku_code)
        if offer is None:
            problems.append(LineProblem(index, "sku", errors.NotOnSale(sku=wanted.sku_code)))
            continue
        background = backgrounds[offer.sku_id]
        wrong = [("sku", error) for error in _refuse_supplier(background, buyer_id)]
        wrong += [("quantity", error) for error in _refuse_quantity(wanted.quantity, offer, background)]
        problems.extend(LineProblem(index, field, error) for field, error in wrong)
        price = offer.find_unit_price_fen(wanted.quantity)
        if price is not None and len(problems) == found:
            priced.append(PricedLine(index, wanted, offer, background, price))
    if sum(line.amount_fen for line in priced) > MAX_FEN:
        problems.append(LineProblem(0, "quantity", errors.AmountTooLarge()))
    return Pricing(priced, problems, offers)


def _refuse_supplier(background: Background, buyer_id: int) -> Collection[DomainError]:
    if not background.is_certified:
        return [errors.SupplierNotCertified(supplier=background.supplier_name)]
    return [errors.OwnGoods()] if background.supplier_organisation_id == buyer_id else []


def _refuse_quantity(quantity: int, offer: Offer, background: Background) -> Collection[DomainError]:
    if not 1 <= quantity <= MOST_QUANTITY:
        return [errors.QuantityOutOfRange(most=MOST_QUANTITY)]
    if quantity < offer.min_quantity:
        return [errors.BelowMinimum(min_quantity=offer.min_quantity)]
    return [errors.StockShort(wanted=quantity, left=background.left)] if quantity > background.left else []


def needs_approval(amount_fen: int, *, order_approval_fen: int) -> bool:
    """Tell whether a second person must approve: asked of the whole group, or splitting by supplier would avoid it."""
    return amount_fen >= order_approval_fen
