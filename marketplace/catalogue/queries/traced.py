"""Lots as anybody may trace them: of products that the public was shown, whether or not they are still on sale."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db

_LOT: Final = """
SELECT lot.id, lot.lot_number, lot.produced_on, lot.expires_on, lot.certificate_file_id IS NOT NULL AS is_tested,
       product.id AS product_id, product.product_number, product.category, product.supplier_id, shown.name,
       shown.origin_code, origin.name AS origin_name, organisation.name AS supplier_name, supplier.county_code,
       county.name AS county_name, entry.product_id IS NOT NULL AS is_on_sale, to_jsonb(held) AS certification
FROM lot
JOIN product ON product.id = lot.product_id
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN catalogue_entry entry ON entry.product_id = product.id
JOIN LATERAL (
    SELECT name, origin_code FROM listing_version version
    WHERE version.product_id = product.id AND version.reviewed_at IS NOT NULL AND version.state <> 'sent_back'
    ORDER BY version.number DESC LIMIT 1
) shown ON true
LEFT JOIN LATERAL (
    SELECT name FROM region WHERE region.code = shown.origin_code ORDER BY from_on DESC LIMIT 1
) origin ON true
LEFT JOIN LATERAL (
    SELECT name FROM region WHERE region.code = supplier.county_code ORDER BY from_on DESC LIMIT 1
) county ON true
LEFT JOIN LATERAL (
    SELECT batch.number AS batch, batch.announced_on, certification.from_on, certification.until_on - 1 AS last_on
    FROM product_certification certification
    JOIN certification_batch batch ON batch.id = certification.batch_id
    WHERE certification.product_id = product.id
      AND certification.from_on <= COALESCE(lot.produced_on, CAST(lot.created_at AS date))
      AND (certification.until_on IS NULL
           OR COALESCE(lot.produced_on, CAST(lot.created_at AS date)) < certification.until_on)
    ORDER BY certification.from_on DESC, certification.id DESC
    LIMIT 1
) held ON true
WHERE lot.id = :id
"""

_LOTS: Final = """
SELECT id, lot_number, produced_on, expires_on FROM lot WHERE product_id = :product_id ORDER BY id DESC LIMIT :limit
"""


def find_traced_lot(lot_id: int) -> Mapping[str, Any] | None:
    """Find a lot with its product, supplier and the certification that held when it was made; `None` if never shown."""
    row = db.session.execute(text(_LOT), {"id": lot_id}).mappings().one_or_none()
    return None if row is None else dict(row)


def list_traced_lots(product_id: int, *, limit: int) -> Sequence[Mapping[str, Any]]:
    """List the newest lots of a product."""
    rows = db.session.execute(text(_LOTS), {"product_id": product_id, "limit": limit})
    return [dict(row) for row in rows.mappings()]
