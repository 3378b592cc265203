"""Reads of events, outlets and agreements by the region that reports them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, TextClause, false, or_, select, text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.errors import ThingUnknown
from marketplace.reporting.models import Agreement, Event, Outlet

_TOLD_OF_AGREEMENT = (
    "id", "agreement_number", "signed_on", "buyer_name", "host_code", "signed_fen", "fulfilled_fen", "tags",
)  # fmt: skip
_OF_SUPPLIER: Final = (
    "agreement.supplier_id IN (SELECT supplier.id FROM supplier "
    "JOIN organisation ON organisation.id = supplier.organisation_id WHERE organisation.uscc = :uscc)"
)
Row = TypeVar("Row", Event, Outlet, Agreement)


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningFilter:
    """Which of them: of a region, held, signed or open on some days, with a tag, of a supplier."""

    prefix: str = ""
    from_on: date
    end_on: date
    """The first day after."""
    tag: str | None = None
    supplier: str | None = None
    """Credit code; of agreements."""


def list_rows(
    kind: type[Row],
    narrowed: HappeningFilter | None = None,
    *,
    actor: Actor,
    before: int | None = None,
    limit: int = 24,
) -> Sequence[Row]:
    """List events, outlets or agreements of the caller's regions, newest first, from before an id on."""
    prefixes = actor.region_prefixes(P.STATISTICS_READ)
    found = select(kind).where(or_(false(), *(kind.host_code.startswith(prefix) for prefix in prefixes)))
    if narrowed is not None:
        found = found.where(*_conditions(kind, narrowed))
    if before is not None:
        found = found.where(kind.id < before)
    return db.session.scalars(found.order_by(kind.id.desc()).limit(limit)).all()


def _conditions(kind: type[Row], narrowed: HappeningFilter) -> Iterator[ColumnElement[bool] | TextClause]:
    """Write what the counts and sums of statistics ask of the rows of a slice."""
    yield kind.host_code.startswith(narrowed.prefix)
    if kind is Outlet:
        yield Outlet.opened_on < narrowed.end_on
        yield or_(Outlet.closed_on.is_(None), Outlet.closed_on >= narrowed.from_on)
    else:
        day = Event.held_on if kind is Event else Agreement.signed_on
        yield day.between(narrowed.from_on, narrowed.end_on - timedelta(days=1))
    if narrowed.tag:
        yield kind.tags.contains([narrowed.tag])
    if narrowed.supplier and kind is Agreement:
        yield text(_OF_SUPPLIER).bindparams(uscc=narrowed.supplier)


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
