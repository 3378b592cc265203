"""SKUs and price tiers of a listing: known packs are looked up and never change, new ones are written with it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from marketplace.catalogue.errors import NumberTaken, PackChanged, PackIncomplete
from marketplace.catalogue.models import ListingVersion, PriceTier, Product, Sku
from marketplace.catalogue.rules import PackOffer, PriceStep
from marketplace.db import db
from marketplace.kernel.errors import DomainError, Invalid

Offered = Mapping[str, Sequence[PriceStep]]
"""Tiers by quantity ascending, by SKU code."""


def read_offered(version: ListingVersion) -> Offered:
    """Read what a version offers."""
    rows = db.session.execute(
        select(Sku.code, PriceTier.min_quantity, PriceTier.unit_price_fen)
        .join(Sku, Sku.id == PriceTier.sku_id)
        .where(PriceTier.listing_version_id == version.id)
        .order_by(Sku.code, PriceTier.min_quantity)
    )
    offered: dict[str, list[PriceStep]] = {}
    for code, *step in rows:
        offered.setdefault(code, []).append(PriceStep(*step))
    return offered


def told_offer(packs: Sequence[PackOffer]) -> Offered:
    """Tell what a submitted listing offers of SKUs that have a code."""
    return {pack.code: _ascending(pack) for pack in packs if pack.code is not None}


def write_skus(product: Product, packs: Sequence[PackOffer]) -> list[Sku]:
    """Find or write the SKU of each pack, in the given order.

    :raises PackChanged: if a known SKU is said to be another pack.
    :raises PackIncomplete: if a new one does not say what its pack is.
    :raises NumberTaken: if another product has a SKU with a code.
    """
    known = {sku.code: sku for sku in db.session.scalars(select(Sku).where(Sku.product_id == product.id))}
    new = [(i, pack) for i, pack in enumerate(packs) if pack.code not in known]
    for pack in packs:
        sku = known.get(pack.code or "")
        if sku is not None and any(said not in {None, is_} for said, is_ in zip(pack.pack, _pack(sku), strict=True)):
            raise PackChanged(sku=sku.code)
    if unsaid := [i for i, pack in new if None in pack.pack]:
        problems: dict[str, list[DomainError]] = {f"skus.{i}": [PackIncomplete()] for i in unsaid}
        raise Invalid(fields=problems)
    _refuse_taken([pack.code for _, pack in new if pack.code is not None])
    codes = _draw_codes(product, taken={*known, *(pack.code for pack in packs if pack.code)}, wanted=len(new))
    made = {
        i: Sku(
            product_id=product.id,
            code=pack.code or codes.pop(0),
            specification=pack.specification,
            unit=pack.unit,
            base_quantity=pack.base_quantity,
            base_unit=pack.base_unit,
        )
        for i, pack in new
    }
    db.session.add_all(made.values())
    db.session.flush()  # prices and stock name them
    return [made[i] if i in made else known[pack.code or ""] for i, pack in enumerate(packs)]


def write_tiers(version: ListingVersion, skus: Sequence[Sku], packs: Sequence[PackOffer]) -> None:
    """Write the prices of a version."""
    db.session.add_all(
        PriceTier(
            listing_version_id=version.id,
            sku_id=sku.id,
            min_quantity=step.min_quantity,
            unit_price_fen=step.unit_price_fen,
        )
        for sku, pack in zip(skus, packs, strict=True)
        for step in _ascending(pack)
    )


def _ascending(pack: PackOffer) -> list[PriceStep]:
    return sorted(pack.tiers, key=lambda step: step.min_quantity)


def _pack(sku: Sku) -> tuple[object, ...]:
    return sku.specification, sku.unit, sku.base_quantity, sku.base_unit


def _refuse_taken(codes: Sequence[str]) -> None:
    taken = db.session.scalars(select(Sku.code).where(Sku.code.in_(codes)).order_by(Sku.code)).first()
    if taken is not None:
        raise NumberTaken(value=taken)


def _draw_codes(product: Product, *, taken: set[str], wanted: int) -> list[str]:
    """Draw codes from the product's number: its own for the first SKU, then with -2, -3 and so on."""
    drawn: list[str] = []
    first, at_once = 1, wanted + len(taken)
    while len(drawn) < wanted:
        names = [
            product.product_number if n == 1 else f"{product.product_number}-{n}" for n in range(first, first + at_once)
        ]
        used = taken.union(db.session.scalars(select(Sku.code).where(Sku.code.in_(names))))
        drawn += [name for name in names if name not in used]
        first += at_once
    return drawn
