"""Whose a SKU is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from marketplace.catalogue.errors import SkuUnknown
from marketplace.db import db


@dataclass(frozen=True, slots=True)
class SkuOwner:
    """The SKU, its product and the supplier's organisation and county; the ids of the product's lots."""

    sku_id: int
    product_id: int
    supplier_id: int
    organisation_id: int
    county_code: str
    lot_ids: Sequence[int]


def get_owner_of_sku(sku_code: str) -> SkuOwner:
    """Get whose a SKU is.

    :raises SkuUnknown: if there is none with this code.
    """
    row = db.session.execute(
        text(
            """
            SELECT sku.id, sku.product_id, product.supplier_id, supplier.organisation_id, supplier.county_code,
                   ARRAY(SELECT id FROM lot WHERE lot.product_id = sku.product_id)
            FROM sku JOIN product ON product.id = sku.product_id JOIN supplier ON supplier.id = product.supplier_id
            WHERE sku.code = :code
            """
        ),
        {"code": sku_code},
    ).one_or_none()
    if row is None:
        raise SkuUnknown(sku_code=sku_code)
    return SkuOwner(*row)
