"""Whose a SKU is."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from marketplace.catalogue.errors import SkuUnknown
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class SkuOwner:
    """The SKU, its product and the supplier's organisation and county; the ids of the product's lots by lot number."""

    sku_id: int
    product_id: int
    supplier_id: int
    organisation_id: int
    county_code: str
    lots: Mapping[str, int]


def get_own_sku(sku_code: str, *, actor: Actor) -> SkuOwner:
    """Get a SKU whose stock the caller manages.

    :raises SkuUnknown: if there is none with this code.
    """
    actor.require(P.STOCK_MANAGE)
    row = db.session.execute(
        text(
            """
            SELECT sku.id, sku.product_id, product.supplier_id, supplier.organisation_id, supplier.county_code,
                   (SELECT coalesce(jsonb_object_agg(lot_number, id), '{}') FROM lot
                    WHERE lot.product_id = sku.product_id) AS lots
            FROM sku JOIN product ON product.id = sku.product_id JOIN supplier ON supplier.id = product.supplier_id
            WHERE sku.code = :code
            """
        ),
        {"code": sku_code},
    ).one_or_none()
    if row is None or not actor.covers(P.STOCK_MANAGE, organisation_ids=[row.organisation_id]):
        raise SkuUnknown(sku=sku_code)
    return SkuOwner(*row)
