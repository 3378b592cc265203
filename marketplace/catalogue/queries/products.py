"""One product as the public sees it, and products as their supplier does, with every version and its review."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from marketplace.catalogue.errors import ProductUnknown
from marketplace.catalogue.queries.browse import CERTIFICATION_TODAY
from marketplace.catalogue.queries.scope import IN_SCOPE, scope_of
from marketplace.catalogue.rules import (
    PRICED_PER,
    BaseUnit,
    ListingState,
    bucket_of,
    next_actions,
    price_per_measure_fen,
)
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.suppliers.queries.certified import CERTIFIED

OFFERED: Final = """
    SELECT json_agg(json_build_object(
        'code', sku.code, 'specification', sku.specification, 'unit', sku.unit, 'base_quantity', sku.base_quantity,
        'base_unit', sku.base_unit, 'left', coalesce(stock.on_hand - stock.reserved, 0), 'tiers', priced.tiers
    ) ORDER BY sku.id) AS skus
    FROM (
        SELECT tier.sku_id, json_agg(json_build_object(
            'min_quantity', tier.min_quantity, 'unit_price_fen', tier.unit_price_fen) ORDER BY tier.min_quantity
        ) AS tiers
        FROM price_tier tier WHERE tier.listing_version_id = version.id GROUP BY tier.sku_id
    ) priced
    JOIN sku ON sku.id = priced.sku_id
    LEFT JOIN stock ON stock.sku_id = sku.id
"""
"""Selects what `version` offers: its SKUs with their tiers by quantity ascending, and how many packs are left."""

PHOTOS: Final = """
    SELECT coalesce(json_agg(json_build_object(
        'file_id', file.id, 'sha256', file.sha256, 'width', file.width, 'height', file.height
    ) ORDER BY photo.position), '[]') AS photos
    FROM listing_photo photo JOIN stored_file file ON file.id = photo.stored_file_id
    WHERE photo.listing_version_id = version.id
"""
"""Selects the photographs of `version` in their order."""

_PUBLIC: Final = f"""
SELECT entry.product_id, entry.supplier_id, product.product_number, product.category, version.number AS version,
       version.name, version.description, version.origin_code, origin.name AS origin_name, version.delivery_days,
       entry.listed_at, organisation.uscc, organisation.name AS supplier_name, supplier.county_code,
       county.name AS county_name, offered.skus, shown.photos, to_jsonb(held) AS certification
FROM product
JOIN catalogue_entry entry ON entry.product_id = product.id
JOIN listing_version version ON version.id = entry.listing_version_id
JOIN supplier ON supplier.id = entry.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN LATERAL (
    SELECT name FROM region WHERE region.code = version.origin_code ORDER BY from_on DESC LIMIT 1
) origin ON true
LEFT JOIN LATERAL (
    SELECT name FROM region WHERE region.code = supplier.county_code ORDER BY from_on DESC LIMIT 1
) county ON true
CROSS JOIN LATERAL ({OFFERED}) offered
CROSS JOIN LATERAL ({PHOTOS}) shown
LEFT JOIN LATERAL ({CERTIFICATION_TODAY}) held ON true
WHERE product.product_number = :product_number AND entry.supplier_id IN ({CERTIFIED})
"""  # noqa: S608  constants of this area

_OWN: Final = f"""
SELECT product.id, product.product_number, product.category, supplier.organisation_id, product.created_at,
       latest.name, latest.state, latest.version, latest.reason, latest.is_on_sale, (
           SELECT min(tier.unit_price_fen) FROM price_tier tier WHERE tier.listing_version_id = latest.id
       ) AS price_fen
FROM product
JOIN supplier ON supplier.id = product.supplier_id
JOIN LATERAL (
    SELECT version.id, version.name, version.state, version.number AS version, version.reason,
           bool_or(version.state = 'listed') OVER () AS is_on_sale
    FROM listing_version version WHERE version.product_id = product.id
    ORDER BY version.number DESC LIMIT 1
) latest ON true
WHERE {IN_SCOPE} AND (CAST(:state AS text) IS NULL OR latest.state = :state)
  AND (CAST(:q AS text) IS NULL OR strpos(lower(latest.name), lower(:q)) > 0
       OR strpos(lower(product.product_number), lower(:q)) > 0
       OR EXISTS (SELECT FROM sku WHERE sku.product_id = product.id AND strpos(lower(sku.code), lower(:q)) > 0))
"""  # noqa: S608  constants of this area

_ONE: Final = f"""
SELECT product.id, product.product_number, product.category, supplier.organisation_id, product.created_at,
       (
           SELECT json_agg(json_build_object(
               'code', sku.code, 'specification', sku.specification, 'unit', sku.unit,
               'base_quantity', sku.base_quantity, 'base_unit', sku.base_unit,
               'on_hand', coalesce(stock.on_hand, 0), 'reserved', coalesce(stock.reserved, 0)) ORDER BY sku.id)
           FROM sku LEFT JOIN stock ON stock.sku_id = sku.id WHERE sku.product_id = product.id
       ) AS skus,
       (
           SELECT json_agg(to_jsonb(version) || jsonb_build_object(
               'skus', offered.skus, 'photos', shown.photos, 'origin_name', (
                   SELECT name FROM region WHERE region.code = version.origin_code ORDER BY from_on DESC LIMIT 1
               )) ORDER BY version.number DESC)
           FROM listing_version version CROSS JOIN LATERAL ({OFFERED}) offered CROSS JOIN LATERAL ({PHOTOS}) shown
           WHERE version.product_id = product.id
       ) AS versions,
       ARRAY(
           SELECT jsonb_build_object(
               'batch', batch.number, 'from_on', held.from_on, 'last_on', held.until_on - 1,
               'ceiling_fen', held.ceiling_fen, 'certified_quantity', held.certified_quantity)
           FROM product_certification held JOIN certification_batch batch ON batch.id = held.batch_id
           WHERE held.product_id = product.id ORDER BY held.from_on DESC, held.id DESC
       ) AS certifications
FROM product
JOIN supplier ON supplier.id = product.supplier_id
WHERE product.product_number = :product_number AND {IN_SCOPE}
"""  # noqa: S608  constants of this area


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "name": SortKey("listed.name", KeyType.TEXT),
    "price": SortKey("COALESCE(listed.price_fen, 0)", KeyType.NUMBER),
}
"""What a supplier's products may be sorted by: the name, and the lowest price, of the latest version."""


def get_product_on_sale(product_number: str, *, today: date) -> dict[str, Any]:
    """Get a product as the public sees it: one statement.

    :raises ProductUnknown: if it is not on sale, or its supplier is not certified today.
    """
    facts = {"product_number": product_number, "day": today}
    row = db.session.execute(text(_PUBLIC), facts).mappings().one_or_none()
    if row is None:
        raise ProductUnknown(value=product_number)
    skus = [{**sku, "available": bucket_of(sku["left"]), "tiers": _compared(sku)} for sku in row["skus"]]
    return {**row, "skus": skus}


def list_own_products(
    *,
    actor: Actor,
    state: str | None,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int,
    q: str | None = None,
) -> Sequence[Mapping[str, Any]]:
    """List the caller's products with where their latest version stands, in an order or newest first.

    `q` is a part of the name, of the product's number or of a SKU's code.
    """
    sorting = sorting or newest(before)
    facts = {"state": state, "q": q, "limit": limit, **sorting.facts, **scope_of(actor, P.CATALOGUE_EDIT)}
    return [dict(row) for row in db.session.execute(text(sorting.over(_OWN)), facts).mappings()]


def get_own_product(product_number: str, *, actor: Actor) -> Mapping[str, Any]:
    """Get one of the caller's products with its SKUs, their stock, and every version with its prices and its review.

    :raises ProductUnknown: if it is not the caller's.
    """
    facts = {"product_number": product_number, **scope_of(actor, P.CATALOGUE_EDIT)}
    row = db.session.execute(text(_ONE), facts).mappings().one_or_none()
    if row is None:
        raise ProductUnknown(value=product_number)
    states = {ListingState(version["state"]) for version in row["versions"]}
    versions = [
        {**version, "skus": [{**sku, "tiers": _compared(sku)} for sku in version["skus"]]}
        for version in row["versions"]
    ]
    return {**row, "versions": versions, "next_actions": next_actions(states)}


def _compared(sku: Mapping[str, Any]) -> list[dict[str, Any]]:
    unit = BaseUnit(sku["base_unit"])
    return [
        {
            **tier,
            "measure": PRICED_PER[unit][0],
            "price_per_fen": price_per_measure_fen(tier["unit_price_fen"], sku["base_quantity"], unit),
        }
        for tier in sku["tiers"]
    ]
