"""What a roster is for: a supplier, one of its products, or a lot, which a roster may be the first to name."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, text

from marketplace.accounts.models import Organisation
from marketplace.catalogue.models import Product
from marketplace.db import db
from marketplace.households.errors import ProductNotKnown
from marketplace.households.models import Roster
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.errors import SupplierUnknown
from marketplace.suppliers.models import Supplier

_NAME_LOT: Final = """
INSERT INTO lot (product_id, lot_number, created_at) VALUES (:product_id, :lot_number, :now) ON CONFLICT DO NOTHING
"""
_LOT: Final = "SELECT id FROM lot WHERE product_id = :product_id AND lot_number = :lot_number"
_BEGIN: Final = """
INSERT INTO roster (supplier_id, product_id, lot_id, created_at)
VALUES (:supplier_id, :product_id, :lot_id, :now) ON CONFLICT DO NOTHING
"""


def get_supplier(credit_code: str, *, actor: Actor) -> Supplier:
    """Get a supplier for which the caller may enter rosters.

    :raises Forbidden: if the caller may enter rosters of nobody.
    :raises SupplierUnknown: if there is none, or it is not the caller's.
    """
    actor.require(P.ROSTERS_ENTER)
    supplier = db.session.scalar(
        select(Supplier)
        .join(Organisation, Organisation.id == Supplier.organisation_id)
        .where(Organisation.uscc == credit_code)
    )
    if supplier is None or not actor.covers(
        P.ROSTERS_ENTER, organisation_ids=[supplier.organisation_id], region_codes=[supplier.county_code]
    ):
        raise SupplierUnknown
    return supplier


def get_product_id(product_number: str, *, supplier_id: int) -> int:
    """Get a product of the supplier.

    :raises Invalid: naming the field, if it has none of this number.
    """
    product_id = db.session.scalar(
        select(Product.id).where(Product.product_number == product_number, Product.supplier_id == supplier_id)
    )
    if product_id is None:
        raise Invalid(fields={"product_number": [ProductNotKnown(value=product_number)]})
    return product_id


def get_roster_for_update(*, supplier_id: int, product_id: int | None, lot_number: str | None, now: datetime) -> Roster:
    """Get and lock the roster of a subject; one that nobody told before begins here, and so does its lot."""
    facts = {"supplier_id": supplier_id, "product_id": product_id, "lot_number": lot_number, "now": now}
    lot_id = None
    if lot_number is not None:
        db.session.execute(text(_NAME_LOT), facts)
        lot_id = db.session.execute(text(_LOT), facts).scalar_one()
    db.session.execute(text(_BEGIN), facts | {"lot_id": lot_id})
    return db.session.scalars(
        select(Roster)
        .where(
            Roster.supplier_id == supplier_id,
            Roster.product_id.is_not_distinct_from(product_id),
            Roster.lot_id.is_not_distinct_from(lot_id),
        )
        .with_for_update(key_share=True)
    ).one()
