"""The catalogue as the public reads it, made anew from the listed versions: words to find it by, card, sort keys."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import orjson
from sqlalchemy import text

from marketplace.catalogue.rules import CATEGORY_NAMES, PRICED_PER, BaseUnit, ProductCategory, price_per_measure_fen
from marketplace.db import db
from marketplace.gateways import words
from marketplace.kernel.money import format_yuan

_LISTED: Final = """
SELECT product.id AS product_id, product.product_number, product.category, version.id AS listing_version_id,
       version.name, version.delivery_days, version.origin_code, version.reviewed_at AS listed_at, supplier.county_code,
       supplier.id AS supplier_id, organisation.name AS supplier_name, county.name AS county_name, packs.packs
FROM product
JOIN listing_version version ON version.product_id = product.id AND version.state = 'listed'
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN LATERAL (
    SELECT name FROM region WHERE region.code = supplier.county_code ORDER BY from_on DESC LIMIT 1
) county ON true
JOIN LATERAL (
    SELECT json_agg(json_build_object(
        'specification', sku.specification, 'unit', sku.unit, 'base_quantity', sku.base_quantity,
        'base_unit', sku.base_unit, 'min_quantity', tier.min_quantity, 'price_fen', tier.unit_price_fen
    ) ORDER BY tier.unit_price_fen, sku.id) AS packs
    FROM price_tier tier JOIN sku ON sku.id = tier.sku_id
    WHERE tier.listing_version_id = version.id
) packs ON packs.packs IS NOT NULL
WHERE product.id = ANY(CAST(:product_ids AS bigint[]))
"""

_WRITE: Final = """
INSERT INTO catalogue_entry (
    product_id, listing_version_id, supplier_id, category, county_code, price_fen, price_per_kg_fen, delivery_days,
    words, card, listed_at
)
SELECT product_id, listing_version_id, supplier_id, category, county_code, price_fen, price_per_kg_fen, delivery_days,
       array_to_tsvector(string_to_array(words, ' ')), card, listed_at
FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS made (
    product_id bigint, listing_version_id bigint, supplier_id bigint, category text, county_code text,
    price_fen bigint, price_per_kg_fen bigint, delivery_days bigint, words text, card jsonb, listed_at timestamptz
)
ORDER BY product_id
ON CONFLICT (product_id) DO UPDATE SET
    listing_version_id = excluded.listing_version_id, supplier_id = excluded.supplier_id, category = excluded.category,
    county_code = excluded.county_code, price_fen = excluded.price_fen, price_per_kg_fen = excluded.price_per_kg_fen,
    delivery_days = excluded.delivery_days, words = excluded.words, card = excluded.card,
    listed_at = excluded.listed_at
"""

_DROP: Final = """
DELETE FROM catalogue_entry
WHERE product_id = ANY(CAST(:product_ids AS bigint[])) AND NOT product_id = ANY(CAST(:listed_ids AS bigint[]))
"""


def refresh(product_ids: Collection[int]) -> None:
    """Make the entries of products anew, and drop those of products that are not on sale: three statements."""
    ids = sorted(set(product_ids))
    if not ids:
        return
    db.session.flush()  # what is read below may have been written through the session
    rows = db.session.execute(text(_LISTED), {"product_ids": ids}).mappings().all()
    entries = orjson.dumps([_entry(row) for row in rows]).decode()
    db.session.execute(text(_WRITE), {"entries": entries})
    listed_ids = [row["product_id"] for row in rows]
    db.session.execute(text(_DROP), {"product_ids": ids, "listed_ids": listed_ids})


def _entry(row: Mapping[Any, Any]) -> dict[str, Any]:
    cheapest = row["packs"][0]
    per_kg = [
        price_per_measure_fen(pack["price_fen"], pack["base_quantity"], BaseUnit.GRAM)
        for pack in row["packs"]
        if pack["base_unit"] == BaseUnit.GRAM
    ]
    category = ProductCategory(row["category"])
    found_by = [row["name"], row["supplier_name"], row["county_name"] or "", CATEGORY_NAMES[category]]
    names = ("product_id", "listing_version_id", "supplier_id", "category", "county_code", "delivery_days", "listed_at")
    return {
        **{name: row[name] for name in names},
        "price_fen": cheapest["price_fen"],
        "price_per_kg_fen": min(per_kg, default=None),
        "words": " ".join(sorted(words.lexemes(found_by) | {row["product_number"].lower().replace(" ", "")})),
        "card": _card(row, cheapest),
    }


def _card(row: Mapping[Any, Any], cheapest: Mapping[str, Any]) -> dict[str, Any]:
    unit = BaseUnit(cheapest["base_unit"])
    per, _ = PRICED_PER[unit]
    compared = price_per_measure_fen(cheapest["price_fen"], cheapest["base_quantity"], unit)
    return {
        "product_number": row["product_number"],
        "name": row["name"],
        "category": row["category"],
        "origin_code": row["origin_code"],
        "supplier": {
            "name": row["supplier_name"],
            "county_code": row["county_code"],
            "county_name": row["county_name"],
        },
        "specification": cheapest["specification"],
        "unit": cheapest["unit"],
        "price": {"amount": format_yuan(cheapest["price_fen"]), "currency": "CNY"},
        "price_per": {"measure": per, "amount": format_yuan(compared), "currency": "CNY"},
        "min_quantity": min(pack["min_quantity"] for pack in row["packs"]),
        "delivery_days": row["delivery_days"],
    }
