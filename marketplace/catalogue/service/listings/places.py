"""The product a verb speaks of, locked, within the caller's scope; and the supplier a new one is of."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from marketplace.catalogue.errors import ProductUnknown, VersionUnknown
from marketplace.catalogue.models import ListingVersion, Product
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.errors import SupplierUnknown
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class Place:
    """A product, locked, and whose it is."""

    product: Product
    organisation_id: int
    county_code: str


def lock_own_product(product_number: str, *, actor: Actor) -> Place:
    """Lock a product of the caller's.

    :raises ProductUnknown: if there is none.
    """
    actor.require(P.CATALOGUE_EDIT)
    place = _lock(_locking().where(Product.product_number == product_number))
    if place is None or not actor.covers(P.CATALOGUE_EDIT, organisation_ids=[place.organisation_id]):
        raise ProductUnknown(value=product_number)
    return place


def lock_version(version_id: int, *, actor: Actor) -> tuple[Place, ListingVersion]:
    """Lock the product of a listing version that lies with a reviewer.

    :raises VersionUnknown: if there is none in the caller's regions.
    """
    actor.require(P.CATALOGUE_REVIEW)
    of_version = select(ListingVersion.product_id).where(ListingVersion.id == version_id).scalar_subquery()
    place = _lock(_locking().where(Product.id == of_version))
    if place is None or not actor.covers(P.CATALOGUE_REVIEW, region_codes=[place.county_code]):
        raise VersionUnknown
    return place, db.session.get_one(ListingVersion, version_id, populate_existing=True)


def find_own_supplier(organisation_id: int | None, *, actor: Actor) -> Supplier:
    """Find the supplier a caller lists for: the organisation named, or the only one the caller works for.

    :raises SupplierUnknown: if there is none, or several and none is named.
    """
    actor.require(P.CATALOGUE_EDIT)
    own = actor.organisation_ids(P.CATALOGUE_EDIT)
    wanted = own[0] if organisation_id is None and len(own) == 1 else organisation_id
    found = db.session.scalar(select(Supplier).where(Supplier.organisation_id == wanted))
    if found is None or not actor.covers(P.CATALOGUE_EDIT, organisation_ids=[found.organisation_id]):
        raise SupplierUnknown
    return found


def _locking() -> Select[Product, int, str]:
    return (
        select(Product, Supplier.organisation_id, Supplier.county_code)
        .join(Supplier, Supplier.id == Product.supplier_id)
        .with_for_update(of=Product, key_share=True)
    )


def _lock(statement: Select[Product, int, str]) -> Place | None:
    row = db.session.execute(statement.execution_options(populate_existing=True)).one_or_none()
    return Place(row[0], row[1], row[2]) if row else None
