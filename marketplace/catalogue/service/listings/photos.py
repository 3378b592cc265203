"""Photographs of a listing version: the supplier's own, kept as such; an edit that says nothing of them keeps them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from marketplace.catalogue.models import ListingPhoto, ListingVersion
from marketplace.catalogue.service.listings.places import Place
from marketplace.db import db
from marketplace.evidence.errors import FileUnknown
from marketplace.evidence.models import StoredFile
from marketplace.kernel.errors import Invalid


def read_photos(version: ListingVersion) -> Sequence[int]:
    """Read the stored photographs of a version, in their order."""
    return db.session.scalars(
        select(ListingPhoto.stored_file_id)
        .where(ListingPhoto.listing_version_id == version.id)
        .order_by(ListingPhoto.position)
    ).all()


def read_last_photos(place: Place) -> Sequence[int]:
    """Read those of a product's last version; none of a product without one."""
    last = db.session.scalar(
        select(ListingVersion)
        .where(ListingVersion.product_id == place.product.id)
        .order_by(ListingVersion.number.desc())
        .limit(1)
    )
    return [] if last is None else read_photos(last)


def write_photos(version: ListingVersion, place: Place, photos: Sequence[int]) -> None:
    """Write the photographs of a version.

    :raises Invalid: if one is not the supplier's, or was not kept as a photograph.
    """
    if not photos:
        return
    own = db.session.scalar(
        select(func.count()).where(
            StoredFile.id.in_(photos),
            StoredFile.organisation_id == place.organisation_id,
            StoredFile.width.is_not(None),
        )
    )
    if own != len(set(photos)):
        raise Invalid(fields={"photos": [FileUnknown()]})
    db.session.add_all(
        ListingPhoto(listing_version_id=version.id, position=position, stored_file_id=stored_file_id)
        for position, stored_file_id in enumerate(photos, 1)
    )
