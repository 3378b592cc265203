"""The supplier's side of a version: a product with its first one, an edit that makes the next."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from marketplace.catalogue.errors import NothingChanged, NumberTaken
from marketplace.catalogue.models import ListingVersion, Product
from marketplace.catalogue.rules import Listing, ListingState, ProductCategory, find_problems
from marketplace.catalogue.service.listings.moves import list_versions, next_number, record, supersede
from marketplace.catalogue.service.listings.packs import read_offered, told_offer, write_skus, write_tiers
from marketplace.catalogue.service.listings.photos import read_last_photos, read_photos, write_photos
from marketplace.catalogue.service.listings.places import Place, find_own_supplier, lock_own_product
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import Invalid
from marketplace.regions.errors import RegionUnknown
from marketplace.regions.queries import get_region
from marketplace.suppliers.models import Supplier

_STANDING = (ListingState.IN_REVIEW, ListingState.LISTED, ListingState.WITHDRAWN)


def create(
    *,
    category: ProductCategory,
    listing: Listing,
    actor: Actor,
    now: datetime,
    organisation_id: int | None = None,
    product_number: str | None = None,
) -> Product:
    """Make a product with its SKUs, and hand its first version in for review; a number is drawn unless given.

    :raises SupplierUnknown: if the caller lists for no such supplier.
    :raises Invalid: naming what the listing says wrong.
    :raises NumberTaken: if another product or SKU has a number.
    """
    supplier = find_own_supplier(organisation_id, actor=actor)
    _check(listing, now=now)
    product = _add_product(product_number, category, supplier, now=now)
    place = Place(product, supplier.organisation_id, supplier.county_code)
    _submit(place, listing, actor=actor, now=now)
    return product


def edit(*, product_number: str, listing: Listing, actor: Actor, now: datetime) -> ListingVersion:
    """Hand a product's next version in for review; what is on sale stays on sale until then.

    A version that waits for review, or was sent back, makes way for it.

    :raises ProductUnknown: if the product is not the caller's.
    :raises Invalid: naming what the listing says wrong.
    :raises PackChanged: if a known SKU is said to be another pack.
    :raises NothingChanged: if the listing says what is in review, or else offered, already.
    :raises NumberTaken: if another product has a SKU with a code.
    """
    place = lock_own_product(product_number, actor=actor)
    _check(listing, now=now)
    _refuse_same(place, listing)
    supersede(place, ListingState.IN_REVIEW, ListingState.SENT_BACK)
    return _submit(place, listing, actor=actor, now=now)


def _submit(place: Place, listing: Listing, *, actor: Actor, now: datetime) -> ListingVersion:
    photos = read_last_photos(place) if listing.photos is None else listing.photos
    skus = write_skus(place.product, listing.packs)
    version = ListingVersion(
        product_id=place.product.id,
        number=next_number(place),
        state=ListingState.IN_REVIEW,
        name=listing.name,
        description=listing.description,
        origin_code=listing.origin_code or place.county_code,
        delivery_days=listing.delivery_days,
        submitted_at=now,
        submitted_by_id=actor.user_id,
    )
    db.session.add(version)
    db.session.flush()  # its prices name it
    write_tiers(version, skus, listing.packs)
    write_photos(version, place, photos)
    record("submitted", version, place, before=None, actor=actor, now=now)
    return version


def _check(listing: Listing, *, now: datetime) -> None:
    problems = find_problems(listing)
    if listing.origin_code is not None:
        try:
            get_region(listing.origin_code, on=day_of(now))
        except RegionUnknown as unknown:
            problems["origin_code"] = [unknown]
    if problems:
        raise Invalid(fields=problems)


def _refuse_same(place: Place, listing: Listing) -> None:
    standing = list_versions(place, *_STANDING)
    if not standing:
        return
    last = standing[0]
    said = (listing.name, listing.description, listing.origin_code or place.county_code, listing.delivery_days)
    is_same = said == (last.name, last.description, last.origin_code, last.delivery_days)
    is_same = is_same and (listing.photos is None or list(listing.photos) == list(read_photos(last)))
    names_all = all(pack.code is not None for pack in listing.packs)
    if is_same and names_all and told_offer(listing.packs) == read_offered(last):
        raise NothingChanged


def _add_product(given: str | None, category: ProductCategory, supplier: Supplier, *, now: datetime) -> Product:
    """Add a product under the number given, or one drawn from its id; a drawn one that is taken is passed over.

    :raises NumberTaken: if the number given is another product's.
    """
    while True:
        n = db.session.execute(text("SELECT nextval(pg_get_serial_sequence('product', 'id'))")).scalar_one()
        adding = insert(Product).values(
            id=n,
            supplier_id=supplier.id,
            product_number=given or f"CP{supplier.county_code}{n:06d}",
            category=category,
            created_at=now,
        )
        added = db.session.scalar(
            adding.on_conflict_do_nothing(index_elements=["product_number"]).returning(Product.id)
        )
        if added is not None:
            return db.session.get_one(Product, added)
        if given is not None:
            raise NumberTaken(value=given)
