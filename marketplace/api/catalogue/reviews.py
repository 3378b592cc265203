"""Routes of the review of listing versions."""

from collections.abc import Mapping
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.catalogue import product_schemas as schemas
from marketplace.api.fields import PageQuerySchema, ReasonSchema
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.catalogue.queries.reviews import get_review, list_reviews
from marketplace.catalogue.service import listings
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("listing_reviews", __name__, description="Versions of listings that wait for another person")
Answer = Mapping[str, Any]


@blueprint.get("/listing-reviews")
@needs(P.CATALOGUE_REVIEW)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.ListingReviewPageSchema)
def list_waiting(*, limit: int, after: str | None) -> Answer:
    """List the versions in review of one's regions, oldest first."""
    (position,) = read_cursor(after, int) or (0,)
    rows = list_reviews(actor=current_actor(), after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.get("/listing-reviews/<int:version_id>")
@needs(P.CATALOGUE_REVIEW)
@blueprint.response(200, schemas.ListingReviewWithOnSaleSchema)
def get_one(version_id: int) -> Answer:
    """Get a version beside what is on sale now."""
    return get_review(version_id, actor=current_actor())


@blueprint.post("/listing-reviews/<int:version_id>/listing")
@needs(P.CATALOGUE_REVIEW)
@blueprint.response(200, schemas.ListingReviewWithOnSaleSchema)
def accept(version_id: int) -> Answer:
    """List a version that another person submitted; it is on sale from now on."""
    with transaction():
        listings.accept(version_id=version_id, actor=current_actor(), now=now())
        return get_review(version_id, actor=current_actor())


@blueprint.post("/listing-reviews/<int:version_id>/sending-back")
@needs(P.CATALOGUE_REVIEW)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.ListingReviewWithOnSaleSchema)
def send_back(version_id: int, *, reason: str) -> Answer:
    """Send a version back with a reason."""
    with transaction():
        listings.send_back(version_id=version_id, reason=reason, actor=current_actor(), now=now())
        return get_review(version_id, actor=current_actor())
