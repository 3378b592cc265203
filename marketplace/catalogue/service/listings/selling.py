"""The supplier takes a product off sale, and puts it back on."""

from datetime import datetime

from marketplace.catalogue.errors import NotOnSale
from marketplace.catalogue.models import ListingVersion
from marketplace.catalogue.rules import ListingState
from marketplace.catalogue.service import entries
from marketplace.catalogue.service.listings.moves import list_versions, move, record
from marketplace.catalogue.service.listings.places import lock_own_product
from marketplace.kernel.actor import Actor


def withdraw(*, product_number: str, actor: Actor, now: datetime, reason: str | None = None) -> ListingVersion:
    """Take a product off sale; an edit that waits for review is taken back with it, so that nobody lists it later.

    :raises ProductUnknown: if the product is not the caller's.
    :raises NotOnSale: if nothing is on sale or in review.
    """
    place = lock_own_product(product_number, actor=actor)
    listed = list_versions(place, ListingState.LISTED)
    waiting = list_versions(place, ListingState.IN_REVIEW)
    if not listed and not waiting:
        raise NotOnSale
    version = (listed or waiting)[0]
    before = version.state
    for each in waiting:
        move(each, ListingState.SUPERSEDED)
    for each in listed:
        move(each, ListingState.WITHDRAWN)
    entries.refresh([place.product.id])
    record("withdrawn", version, place, before=before, actor=actor, now=now, reason=reason)
    return version


def relist(*, product_number: str, actor: Actor, now: datetime) -> ListingVersion:
    """Put what was withdrawn back on sale as it was reviewed.

    :raises ProductUnknown: if the product is not the caller's.
    :raises NotOnSale: if nothing was withdrawn.
    """
    place = lock_own_product(product_number, actor=actor)
    withdrawn = list_versions(place, ListingState.WITHDRAWN)
    if not withdrawn:
        raise NotOnSale
    version = withdrawn[0]
    move(version, ListingState.LISTED)
    entries.refresh([place.product.id])
    record("relisted", version, place, before=ListingState.WITHDRAWN, actor=actor, now=now)
    return version
