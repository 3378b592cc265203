"""Reads of regions as of a day."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from marketplace.db import db
from marketplace.regions.errors import RegionUnknown
from marketplace.regions.models import Region
from marketplace.regions.rules import level_of, prefix_of


class RegionRow(NamedTuple):
    """A region as it was called on a day."""

    code: str
    name: str
    level: int
    last_on: date | None = None
    """The last day of its name, where one is known."""
    replaced_by: str | None = None
    """The code that took its place after that day, where one is known."""


_COLUMNS = (Region.code, Region.name, Region.level, Region.until_on - 1, Region.replaced_by)


def holds_on(day: date) -> ColumnElement[bool]:
    """Make the condition that a region's name held on a day."""
    return (Region.from_on <= day) & or_(Region.until_on.is_(None), Region.until_on > day)


def get_region(code: str, *, on: date) -> RegionRow:
    """Get a region by canonical code.

    :raises RegionUnknown: there was none that day.
    """
    found = db.session.execute(select(*_COLUMNS).where(Region.code == code, holds_on(on))).first()
    if found is None:
        raise RegionUnknown(region_code=code)
    return RegionRow(*found)


def list_regions(
    *, parent: str, on: date, q: str | None = None, after: str | None = None, limit: int
) -> list[RegionRow]:
    """List the regions below a parent by code: its next level, or with `q` all levels whose name holds the text."""
    level = level_of(parent)
    narrowed = select(*_COLUMNS).where(Region.code.startswith(prefix_of(parent), autoescape=True), holds_on(on))
    if q is None:
        # Some counties stand right below their province: the next level is the nearest that has a region.
        below = select(Region.level).where(
            Region.code.startswith(prefix_of(parent), autoescape=True), Region.level > level, holds_on(on)
        )
        narrowed = narrowed.where(Region.level == below.order_by(Region.level).limit(1).scalar_subquery())
    else:
        narrowed = narrowed.where(Region.level > level, Region.name.contains(q, autoescape=True))
    if after is not None:
        narrowed = narrowed.where(Region.code > after)
    return [RegionRow(*row) for row in db.session.execute(narrowed.order_by(Region.code).limit(limit))]


def names_of(codes: Collection[str], *, on: date) -> dict[str, str]:
    """Tell the names of many codes in one statement; a code nobody knew that day is left out."""
    rows = db.session.execute(select(Region.code, Region.name).where(Region.code.in_(set(codes)), holds_on(on)))
    return {code: name for code, name in rows}  # noqa: C416  rows are not pairs to dict()
