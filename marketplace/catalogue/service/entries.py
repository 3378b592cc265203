"""The catalogue as the public reads it, made anew from the listed versions: words to find it by, card, sort keys.

A card shows one pack: the one that costs least in its smallest order, at the price of that order. Products are sorted
and narrowed by these prices, so that the order agrees with what is shown.
"""

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
       supplier.id AS supplier_id, organisation.uscc, organisation.name AS supplier_name, county.name AS county_name,
       photo.sha256 AS photo, photo.width AS photo_width, photo.height AS photo_height, pack.sku, pack.specification,
       pack.unit, pack.base_quantity, pack.base_unit, pack.min_quantity, pack.price_fen
FROM product
JOIN listing_version version ON version.product_id = product.id AND version.state = 'listed'
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN LATERAL (
    SELECT name FROM region WHERE region.code = supplier.county_code ORDER BY from_on DESC LIMIT 1
) county ON true
JOIN LATERAL (
    SELECT sku.code AS sku, sku.specification, sku.unit, sku.base_quantity, sku.base_unit, tier.min_quantity,
           tier.unit_price_fen AS price_fen
    FROM (
        SELECT DISTINCT ON (sku_id) sku_id, min_quantity, unit_price_fen FROM price_tier
        WHERE listing_version_id = version.id ORDER BY sku_id, min_quantity
    ) tier JOIN sku ON sku.id = tier.sku_id
    ORDER BY tier.unit_price_fen, sku.id LIMIT 1
) pack ON true
LEFT JOIN LATERAL (
    SELECT file.sha256, file.width, file.height
    FROM listing_photo shown JOIN stored_file file ON file.id = shown.stored_file_id
    WHERE shown.listing_version_id = version.id ORDER BY shown.position LIMIT 1
) photo ON true
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
    unit = BaseUnit(row["base_unit"])
    compared_fen = price_per_measure_fen(row["price_fen"], row["base_quantity"], unit)
    category = ProductCategory(row["category"])
    found_by = [row["name"], row["supplier_name"], row["county_name"] or "", CATEGORY_NAMES[category]]
    names = (
        "product_id", "listing_version_id", "supplier_id", "category", "county_code", "price_fen", "delivery_days",
        "listed_at",
    )  # fmt: skip
    return {
        **{name: row[name] for name in names},
        "price_per_kg_fen": compared_fen if unit is BaseUnit.GRAM else None,
        "words": " ".join(sorted(words.lexemes(found_by) | {row["product_number"].lower().replace(" ", "")})),
        "card": _card(row, PRICED_PER[unit][0], compared_fen),
    }


def _card(row: Mapping[Any, Any], measure: str, compared_fen: int) -> dict[str, Any]:
    return {
        "product_number": row["product_number"],
        "name": row["name"],
        "category": row["category"],
        "origin_code": row["origin_code"],
        "supplier": row["uscc"],
        "supplier_name": row["supplier_name"],
        "county_code": row["county_code"],
        "county_name": row["county_name"],
        "sku": row["sku"],
        "specification": row["specification"],
        "unit": row["unit"],
        "price": {"amount": format_yuan(row["price_fen"]), "currency": "CNY"},
        "price_per": {"measure": measure, "amount": format_yuan(compared_fen), "currency": "CNY"},
        "min_quantity": row["min_quantity"],
        "delivery_days": row["delivery_days"],
        **({"photo": _photo(row)} if row["photo"] else {}),
    }


def _photo(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {"sha256": row["photo"], "width": row["photo_width"], "height": row["photo_height"]}
