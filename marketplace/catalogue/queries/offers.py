"""What is on sale now, for whoever places an order."""

from collections.abc import Collection

from sqlalchemy import text

from marketplace.catalogue.rules import Offer, PriceStep
from marketplace.db import db


def get_offers(sku_codes: Collection[str]) -> list[Offer]:
    """Read the offers of SKUs by code, in id order: one statement; a SKU that is not on sale is missing.

    Whether its supplier may take orders today is asked of `suppliers.queries.certified_on`.
    """
    rows = db.session.execute(
        text(
            """
            SELECT sku.id AS sku_id, sku.code AS sku_code, sku.product_id, product.product_number, product.supplier_id,
                   listing_version.id AS listing_version_id, listing_version.name, sku.specification, sku.unit,
                   listing_version.delivery_days, tiers.steps AS tiers
            FROM sku
            JOIN product ON product.id = sku.product_id
            JOIN listing_version ON listing_version.product_id = product.id AND listing_version.state = 'listed'
            CROSS JOIN LATERAL (
                SELECT array_agg(ARRAY[min_quantity, unit_price_fen] ORDER BY min_quantity) AS steps
                FROM price_tier
                WHERE price_tier.listing_version_id = listing_version.id AND price_tier.sku_id = sku.id
            ) tiers
            WHERE sku.code = ANY(CAST(:codes AS text[])) AND tiers.steps IS NOT NULL
            ORDER BY sku.id
            """
        ),
        {"codes": list(sku_codes)},
    )
    *names, _ = rows.keys()
    return [
        Offer(**dict(zip(names, facts, strict=True)), tiers=tuple(PriceStep(*step) for step in tiers))
        for *facts, tiers in rows
    ]
