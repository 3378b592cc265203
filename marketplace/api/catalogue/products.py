"""Routes of a supplier's own products."""

from collections.abc import Mapping
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.catalogue import product_schemas as schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.catalogue.queries.products import get_own_product, list_own_products
from marketplace.catalogue.rules import Listing, ListingState, ProductCategory
from marketplace.catalogue.service import listings
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("products", __name__, description="A supplier's own products and the versions of their listings")
Answer = Mapping[str, Any]


@blueprint.get("/products")
@needs(P.CATALOGUE_EDIT)
@blueprint.arguments(schemas.ProductQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.OwnProductPageSchema)
def list_own(*, state: ListingState | None, limit: int, after: str | None) -> Answer:
    """List one's own products, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_own_products(actor=current_actor(), state=state, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.post("/products")
@needs(P.CATALOGUE_EDIT)
@idempotent
@blueprint.arguments(schemas.ProductCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.OwnProductWithVersionsSchema)
def create(
    *, category: ProductCategory, listing: Listing, organisation_id: int | None, product_number: str | None
) -> Answer:
    """Make a product and hand its first version in for review."""
    with transaction():
        product = listings.create(
            category=category,
            listing=listing,
            organisation_id=organisation_id,
            product_number=product_number,
            actor=current_actor(),
            now=now(),
        )
        return get_own_product(product.product_number, actor=current_actor())


@blueprint.get("/products/<path:product_number>")
@needs(P.CATALOGUE_EDIT)
@blueprint.response(200, schemas.OwnProductWithVersionsSchema)
def get_own(product_number: str) -> Answer:
    """Get one of one's own products with every version."""
    return get_own_product(product_number, actor=current_actor())


@blueprint.post("/products/<path:product_number>/versions")
@needs(P.CATALOGUE_EDIT)
@idempotent
@blueprint.arguments(schemas.ListingVersionCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.OwnProductWithVersionsSchema)
def edit(product_number: str, *, listing: Listing) -> Answer:
    """Hand the next version in for review; what is on sale stays on sale until it is listed."""
    with transaction():
        listings.edit(product_number=product_number, listing=listing, actor=current_actor(), now=now())
        return get_own_product(product_number, actor=current_actor())


@blueprint.post("/products/<path:product_number>/withdrawal")
@needs(P.CATALOGUE_EDIT)
@blueprint.arguments(schemas.TakingOffSchema, as_kwargs=True)
@blueprint.response(200, schemas.OwnProductWithVersionsSchema)
def withdraw(product_number: str, *, reason: str | None) -> Answer:
    """Take a product off sale, and back what waits for review."""
    with transaction():
        listings.withdraw(product_number=product_number, reason=reason, actor=current_actor(), now=now())
        return get_own_product(product_number, actor=current_actor())


@blueprint.post("/products/<path:product_number>/relisting")
@needs(P.CATALOGUE_EDIT)
@blueprint.response(200, schemas.OwnProductWithVersionsSchema)
def relist(product_number: str) -> Answer:
    """Put what was withdrawn back on sale."""
    with transaction():
        listings.relist(product_number=product_number, actor=current_actor(), now=now())
        return get_own_product(product_number, actor=current_actor())
