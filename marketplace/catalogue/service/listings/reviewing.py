"""The second person's side of a version: list it, or send it back."""

from datetime import datetime

from marketplace.catalogue.errors import OwnListing, ReasonMissing
from marketplace.catalogue.models import ListingVersion
from marketplace.catalogue.rules import LISTING_MOVES, ListingState
from marketplace.catalogue.service import entries
from marketplace.catalogue.service.listings.moves import move, record, supersede
from marketplace.catalogue.service.listings.places import lock_version
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import MoveRefused


def accept(*, version_id: int, actor: Actor, now: datetime) -> ListingVersion:
    """List a version that another person submitted: from now on it is on sale in place of the one before.

    :raises VersionUnknown: outside the caller's regions.
    :raises OwnListing: law 11, if the caller submitted it.
    :raises MoveRefused: if it is not in review.
    """
    place, version = lock_version(version_id, actor=actor)
    _refuse_own(version, actor)
    before = version.state
    if before is not ListingState.IN_REVIEW:  # what was withdrawn is put back on sale by its supplier alone
        allowed = sorted(LISTING_MOVES[before] - {ListingState.LISTED})
        raise MoveRefused(thing="listing_version", state=before, wanted=ListingState.LISTED, allowed=allowed)
    supersede(place, ListingState.LISTED, ListingState.WITHDRAWN)
    move(version, ListingState.LISTED)
    version.reviewed_at, version.reviewed_by_id = now, actor.user_id
    entries.refresh([place.product.id])
    record("listed", version, place, before=before, actor=actor, now=now)
    return version


def send_back(*, version_id: int, reason: str, actor: Actor, now: datetime) -> ListingVersion:
    """Send a version back with a reason; what is on sale stays on sale.

    :raises VersionUnknown: outside the caller's regions.
    :raises OwnListing: law 11, if the caller submitted it.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is not in review.
    """
    place, version = lock_version(version_id, actor=actor)
    _refuse_own(version, actor)
    why = reason.strip()
    if not why:
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    before = version.state
    move(version, ListingState.SENT_BACK)
    version.reviewed_at, version.reviewed_by_id, version.reason = now, actor.user_id, why
    record("sent_back", version, place, before=before, actor=actor, now=now, reason=why)
    return version


def _refuse_own(version: ListingVersion, actor: Actor) -> None:
    if actor.user_id is not None and actor.user_id == version.submitted_by_id:
        raise OwnListing
