"""Routes of what anybody may read: a region's year, suppressed where too few households stand behind it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from marketplace.api.access import now, public
from marketplace.api.pages import page_of
from marketplace.api.parsing import Blueprint
from marketplace.api.statistics import questions, schemas
from marketplace.api.statistics.positions import newest_first, position_of
from marketplace.statistics.queries.published import get_published
from marketplace.statistics.queries.sales_behind import list_public_sales_behind
from marketplace.statistics.rules import Slice

blueprint = Blueprint("statistics_published", __name__, description="Published figures")

_CACHED: Final = {"Cache-Control": "public, max-age=600"}
"""A page counts its region's year and those above it; who asks again within ten minutes is answered on the way."""


@blueprint.get("/statistics/published")
@public
@blueprint.arguments(questions.YearQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.PublishedSchema)
def get_year(*, region_code: str, year: int) -> tuple[Mapping[str, Any], int, Mapping[str, str]]:
    """Tell a region's year: the whole, and by channel, by region below and by month."""
    return {**get_published(region_code, year), "cut_off": now()}, HTTPStatus.OK, _CACHED


@blueprint.get("/statistics/published/sales")
@public
@blueprint.arguments(questions.PublicBehindQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.PublicSalePageSchema)
def list_public_sales(*, asked: Slice, measure: str, limit: int, after: str | None) -> Mapping[str, Any]:
    """List the sales behind a published figure: id, day, channel, county and amount."""
    rows = list_public_sales_behind(asked, measure=measure, before=position_of(after), limit=limit + 1)
    return page_of(rows, limit=limit, key=newest_first)
