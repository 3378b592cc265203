"""What the demo's supplier hands in for review: a new product, and an edit that was sent back."""

from typing import Any, Final

from marketplace.catalogue.queries.products import get_own_product, list_own_products
from marketplace.catalogue.rules import BaseUnit, Listing, ListingState, PackOffer, PriceStep, ProductCategory
from marketplace.catalogue.service import listings
from marketplace.workflows.demo.waiting.desk import Desk

_NEW: Final = Listing(
    name="环县荞麦挂面",
    description="山地荞麦石磨制粉，低温晾干。",
    delivery_days=5,
    packs=(
        PackOffer(
            specification="1kg/袋",
            unit="袋",
            base_quantity=1_000,
            base_unit=BaseUnit.GRAM,
            tiers=(PriceStep(1, 1_680), PriceStep(100, 1_580)),
        ),
    ),
)


def lay_out(desk: Desk) -> None:
    """Leave a version to be reviewed and one to be mended."""
    supplier = desk.actor("supplier")
    [known, *_] = list_own_products(actor=supplier, state=ListingState.LISTED, before=None, limit=1)
    product = get_own_product(known["product_number"], actor=supplier)
    edited = listings.edit(
        product_number=known["product_number"], listing=_promising(product), actor=supplier, now=desk.now
    )
    listings.send_back(
        version_id=edited.id,
        reason="“全国销量第一”没有依据，请删去或附上证明后再提交",
        actor=desk.actor("city"),
        now=desk.now,
    )
    listings.create(category=ProductCategory.GRAIN_OIL, listing=_NEW, actor=supplier, now=desk.now)


def _promising(product: Any) -> Listing:
    """Say of a product what it says, and a promise that nobody can keep."""
    [on_sale] = [version for version in product["versions"] if version["state"] == ListingState.LISTED]
    return Listing(
        name=on_sale["name"],
        description=f"{on_sale['description'] or ''}全国销量第一。",
        origin_code=on_sale["origin_code"],
        delivery_days=on_sale["delivery_days"],
        packs=tuple(
            PackOffer(
                code=sku["code"],
                tiers=tuple(PriceStep(tier["min_quantity"], tier["unit_price_fen"]) for tier in sku["tiers"]),
            )
            for sku in on_sale["skus"]
        ),
    )
