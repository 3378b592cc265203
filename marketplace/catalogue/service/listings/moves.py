"""The one door through the states of a listing version, and the audit line of what passed it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from marketplace.audit import service as audit
from marketplace.catalogue.models import ListingVersion
from marketplace.catalogue.rules import LISTING_MOVES, ListingState
from marketplace.catalogue.service.listings.places import Place
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.states import check_move


def move(version: ListingVersion, wanted: ListingState) -> None:
    """Move a version on, if the table holds the move.

    :raises MoveRefused: naming the states it may go to.
    """
    check_move(LISTING_MOVES, thing="listing_version", state=version.state, wanted=wanted)
    version.state = wanted


def supersede(place: Place, *states: ListingState) -> None:
    """Let another version stand in the place of those in these states; written at once, before the other comes."""
    for version in list_versions(place, *states):
        move(version, ListingState.SUPERSEDED)
    db.session.flush()


def list_versions(place: Place, *states: ListingState) -> list[ListingVersion]:
    """List a product's versions in some states, latest first."""
    found = (
        select(ListingVersion)
        .where(ListingVersion.product_id == place.product.id, ListingVersion.state.in_(states))
        .order_by(ListingVersion.number.desc())
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(found))


def next_number(place: Place) -> int:
    """Tell the number of a product's next version."""
    last = db.session.scalar(
        select(func.max(ListingVersion.number)).where(ListingVersion.product_id == place.product.id)
    )
    return (last or 0) + 1


def record(
    what: str,
    version: ListingVersion,
    place: Place,
    *,
    before: ListingState | None,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit line of a verb on a version."""
    audit.record(
        f"listing.{what}",
        subject="listing_version",
        subject_id=version.id,
        actor=actor,
        now=now,
        before={"state": before.value} if before else None,
        after={
            "state": version.state.value,
            "product_number": place.product.product_number,
            "version": version.number,
            **(after or {}),
        },
        reason=reason,
        organisation_ids=[place.organisation_id],
        region_code=place.county_code,
    )
