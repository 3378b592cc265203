"""Routes from a figure to the rows behind it, for those in scope."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from marketplace.api.access import current_actor, needs
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.sales.schemas import SalePageSchema
from marketplace.api.statistics import questions, schemas
from marketplace.api.statistics.positions import newest_first, position_of
from marketplace.kernel.permissions import Permission as P
from marketplace.statistics.queries.households_behind import (
    count_households_outside,
    list_households_behind,
    list_uncovered,
)
from marketplace.statistics.queries.payments_behind import list_payments_behind
from marketplace.statistics.queries.sales_behind import list_sales_behind
from marketplace.statistics.rules import Slice

blueprint = Blueprint("statistics_behind", __name__, description="The rows behind a figure")


@blueprint.get("/statistics/sales")
@needs(P.SALES_READ)
@blueprint.arguments(questions.BehindQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, SalePageSchema)
def list_sales(*, asked: Slice, measure: str, limit: int, after: str | None) -> Mapping[str, Any]:
    """List the sale rows behind a measure, newest first: their amounts (of attributed income their pools) sum to it."""
    rows = list_sales_behind(asked, measure=measure, actor=current_actor(), before=position_of(after), limit=limit + 1)
    return page_of(rows, limit=limit, key=newest_first)


@blueprint.get("/statistics/households")
@needs(P.HOUSEHOLDS_READ)
@blueprint.arguments(questions.BehindQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.HouseholdPageSchema)
def list_households(*, asked: Slice, measure: str, limit: int, after: str | None) -> Mapping[str, Any]:
    """List the households behind a measure with their amounts; the first page tells what lies outside one's scope."""
    actor = current_actor()
    (position,) = read_cursor(after, int) or (0,)
    rows = list_households_behind(asked, measure=measure, actor=actor, after=position, limit=limit + 1)
    page = page_of(rows, limit=limit, key=_household)
    return page if after else {**page, "outside": count_households_outside(asked, measure=measure, actor=actor)}


@blueprint.get("/statistics/uncovered")
@needs(P.HOUSEHOLDS_READ)
@blueprint.arguments(questions.SlicePageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.UncoveredPageSchema)
def list_not_covered(*, asked: Slice, limit: int, after: str | None) -> Mapping[str, Any]:
    """List the registered households of a region that no sale of the slice reached."""
    (position,) = read_cursor(after, int) or (0,)
    rows = list_uncovered(asked, actor=current_actor(), after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=_household)


@blueprint.get("/statistics/payments")
@needs(P.BENEFITS_READ)
@blueprint.arguments(questions.SlicePageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.PaymentPageSchema)
def list_payments(*, asked: Slice, limit: int, after: str | None) -> Mapping[str, Any]:
    """List the verified payments behind evidenced income."""
    (position,) = read_cursor(after, int) or (0,)
    rows = list_payments_behind(asked, actor=current_actor(), after=position, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


def _household(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (row["household_id"],)
