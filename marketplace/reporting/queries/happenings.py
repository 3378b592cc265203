"""Reads of events, outlets and agreements by the region that reports them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import or_, select, text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.errors import ThingUnknown
from marketplace.reporting.models import Agreement, Event, Outlet

_TOLD_OF_AGREEMENT = (
    "id", "agreement_number", "signed_on", "buyer_name", "host_code", "signed_fen", "fulfilled_fen", "tags",
)  # fmt: skip
Row = TypeVar("Row", Event, Outlet, Agreement)


def list_rows(kind: type[Row], *, actor: Actor, before: int | None = None, limit: int = 24) -> Sequence[Row]:
    """List events, outlets or agreements of the caller's regions, newest first, from before an id on."""
    prefixes = actor.region_prefixes(P.STATISTICS_READ)
    found = select(kind).where(or_(False, *(kind.host_code.startswith(prefix) for prefix in prefixes)))  # noqa: FBT003
    if before is not None:
        found = found.where(kind.id < before)
    return db.session.scalars(found.order_by(kind.id.desc()).limit(limit)).all()


def get_row(kind: type[Row], row_id: int, *, actor: Actor) -> Row:
    """Get an event, outlet or agreement of the caller's regions.

    :raises ThingUnknown: outside them.
    """
    row = db.session.get(kind, row_id)
    if row is None or not actor.covers(P.STATISTICS_READ, region_codes=[row.host_code]):
        raise ThingUnknown
    return row


def tell_agreements(rows: Sequence[Agreement]) -> list[Mapping[str, Any]]:
    """Tell agreements with the credit code and the name of the supplier each names: one statement."""
    found = db.session.execute(
        text(
            "SELECT supplier.id, organisation.uscc, organisation.name FROM supplier "
            "JOIN organisation ON organisation.id = supplier.organisation_id "
            "WHERE supplier.id = ANY(CAST(:ids AS bigint[]))"
        ),
        {"ids": sorted({row.supplier_id for row in rows if row.supplier_id is not None})},
    )
    known = {supplier_id: (uscc, name) for supplier_id, uscc, name in found}
    told: list[Mapping[str, Any]] = []
    for row in rows:
        supplier, name = known.get(row.supplier_id, (None, None)) if row.supplier_id is not None else (None, None)
        shown = {column: getattr(row, column) for column in _TOLD_OF_AGREEMENT}
        told.append({**shown, "supplier": supplier, "supplier_name": name})
    return told


def get_for_update(kind: type[Row], row_id: int, *, actor: Actor) -> Row:
    """Get and lock an event, outlet or agreement that the caller may change.

    :raises ThingUnknown: outside the caller's regions.
    """
    row = db.session.scalar(select(kind).where(kind.id == row_id).with_for_update())
    if row is None or not actor.covers(P.EVENTS_MANAGE, region_codes=[row.host_code]):
        raise ThingUnknown
    return row
