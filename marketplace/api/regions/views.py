"""Regions over HTTP, called as they were on a day; anybody may look them up."""

from datetime import date
from typing import Any

from marshmallow import fields

from marketplace.api.access import now, public
from marketplace.api.fields import Day, PageQuerySchema, Schema, Text
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.kernel.days import day_of
from marketplace.regions.queries import get_region, list_regions
from marketplace.regions.rules import NATION, canonical_code

blueprint = Blueprint("regions", __name__, description="Statistical area codes and their names as of a day")


class RegionAsOfSchema(Schema):
    """As of which day to look."""

    on = Day(load_default=None, metadata={"description": "today if left out"})


class RegionQuerySchema(PageQuerySchema, RegionAsOfSchema):
    """Which regions to list."""

    parent = Text(longest=12, load_default=NATION)
    q = Text(longest=50, load_default=None, metadata={"description": "part of a name; searches every level below"})


class RegionSchema(Schema):
    """A region as it was called on a day."""

    code = fields.String()
    name = fields.String()
    level = fields.Integer(metadata={"description": "nation 0, province 2, city 4, county 6, town 9, village 12"})
    last_on = fields.Date(allow_none=True, metadata={"description": "the last day of this name, where it has ended"})
    replaced_by = fields.String(allow_none=True, metadata={"description": "the code that took its place afterwards"})


class RegionPageSchema(Schema):
    """A page of regions."""

    items = fields.List(fields.Nested(RegionSchema))
    next = fields.String(allow_none=True)


@blueprint.get("/regions")
@public
@blueprint.arguments(RegionQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, RegionPageSchema)
def list_below(*, parent: str, q: str | None, on: date | None, limit: int, after: str | None) -> Any:
    """List the regions of the next level below a parent, or with `q` those of any level below it."""
    (last,) = read_cursor(after, str) or (None,)
    day = on or day_of(now())
    rows = list_regions(parent=canonical_code(parent), on=day, q=q, after=last, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.code,))


@blueprint.get("/regions/<code>")
@public
@blueprint.arguments(RegionAsOfSchema, location="query", as_kwargs=True)
@blueprint.response(200, RegionSchema)
def get_named(code: str, *, on: date | None) -> Any:
    """Get a region as it was called on a day."""
    return get_region(canonical_code(code), on=on or day_of(now()))
