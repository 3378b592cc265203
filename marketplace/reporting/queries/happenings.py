"""Reads of events, outlets and agreements by the region that reports them."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import or_, select

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.errors import ThingUnknown
from marketplace.reporting.models import Agreement, Event, Outlet

Row = TypeVar("Row", Event, Outlet, Agreement)


def list_rows(kind: type[Row], *, actor: Actor, before: int | None = None, limit: int = 24) -> Sequence[Row]:
    """List events, outlets or agreements of the caller's regions, newest first, from before an id on."""
    prefixes = actor.region_prefixes(P.STATISTICS_READ)
    found = select(kind).where(or_(False, *(kind.host_code.startswith(prefix) for prefix in prefixes)))  # noqa: FBT003
    if before is not None:
        found = found.where(kind.id < before)
    return db.session.scalars(found.order_by(kind.id.desc()).limit(limit)).all()


def get_for_update(kind: type[Row], row_id: int, *, actor: Actor) -> Row:
    """Get and lock an event, outlet or agreement that the caller may change.

    :raises ThingUnknown: outside the caller's regions.
    """
    row = db.session.scalar(select(kind).where(kind.id == row_id).with_for_update())
    if row is None or not actor.covers(P.EVENTS_MANAGE, region_codes=[row.host_code]):
        raise ThingUnknown
    return row
