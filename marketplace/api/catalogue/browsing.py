"""Routes of the public catalogue."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import orjson
from flask import Response, request

from marketplace.api.access import now, public
from marketplace.api.catalogue import browse_schemas as schemas
from marketplace.api.pages import CursorWrong, page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.catalogue.queries.browse import browse
from marketplace.catalogue.rules import Narrowed, Sort
from marketplace.kernel.days import day_of
from marketplace.workflows.show_product import show_product

blueprint = Blueprint("catalogue", __name__, description="What is on sale, for everybody")
FRESH_SECONDS: Final = 30
"""How long what is left may be shown as it was."""


@blueprint.get("/catalogue")
@public
@blueprint.arguments(schemas.CatalogueQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.CatalogueSchema)
def browse_catalogue(*, narrowed: Narrowed, sort: Sort, limit: int, after: str | None) -> Response:
    """Browse and search products of suppliers certified today; words, pinyin and initials find them."""
    rows = browse(narrowed, sort=sort, today=day_of(now()), after=_position(after, sort), limit=limit + 1)
    page = page_of(rows, limit=limit, key=lambda row: (sort.value, row.key, row.product_id))
    # the cards are JSON already: they go out as they were prepared
    cards = ",".join([row.card for row in page["items"]])
    following = orjson.dumps(page["next"]).decode()
    return _cached(f'{{"items":[{cards}],"next":{following}}}'.encode())


@blueprint.get("/catalogue/<path:product_number>")
@public
@blueprint.response(200, schemas.ProductOnSaleSchema)
def get_product(product_number: str) -> Mapping[str, Any]:
    """Get a product on sale with its prices, its certification and how many households share its sales."""
    return show_product(product_number, now=now())


def _position(after: str | None, sort: Sort) -> tuple[object, int] | None:
    key = read_cursor(after, str, str if sort is Sort.NEWEST else int, int)
    if key is None:
        return None
    cursor_sort, value, product_id = key
    if cursor_sort != sort:
        raise CursorWrong
    try:
        return datetime.fromisoformat(value) if sort is Sort.NEWEST else value, product_id
    except ValueError:
        raise CursorWrong from None


def _cached(body: bytes) -> Response:
    answer = Response(body, mimetype="application/json")
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer.set_etag(blake2b(body, digest_size=16).hexdigest())
    if request.if_none_match:
        answer.make_conditional(request)
    return answer
