"""Events, outlets and agreements, entered singly by staff of the region that reports them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import prefix_of
from marketplace.reporting.errors import AmountNegative, ClosedBeforeOpening, NumberTaken, SupplierUnknown
from marketplace.reporting.models import Agreement, Event, Outlet
from marketplace.reporting.queries.happenings import get_for_update
from marketplace.reporting.queries.reports import find_suppliers
from marketplace.reporting.rules import EventKind, OutletKind

Row = TypeVar("Row", Event, Outlet, Agreement)


def hold_event(
    *,
    number: str,
    name: str,
    kind: EventKind,
    region_code: str,
    host_code: str,
    held_on: date,
    tags: Sequence[str],
    actor: Actor,
    now: datetime,
) -> Event:
    """Tell an event that was held.

    :raises NotFound: if the host lies outside the caller's regions.
    :raises NumberTaken: if another event has the number.
    """
    event = Event(
        number=number,
        name=name,
        kind=kind,
        region_code=region_code,
        host_code=host_code,
        held_on=held_on,
        tags=sorted(set(tags)),
        created_at=now,
    )
    return _add(event, "event.held", number, Event.number == number, actor=actor, now=now)


def open_outlet(
    *,
    number: str,
    name: str,
    kind: OutletKind,
    region_code: str,
    host_code: str,
    opened_on: date,
    tags: Sequence[str],
    actor: Actor,
    now: datetime,
) -> Outlet:
    """Tell an outlet that has opened.

    :raises NotFound: if the host lies outside the caller's regions.
    :raises NumberTaken: if another outlet has the number.
    """
    outlet = Outlet(
        number=number,
        name=name,
        kind=kind,
        region_code=region_code,
        host_code=host_code,
        opened_on=opened_on,
        tags=sorted(set(tags)),
        created_at=now,
    )
    return _add(outlet, "outlet.opened", number, Outlet.number == number, actor=actor, now=now)


def mend_event(
    *,
    event_id: int,
    name: str,
    kind: EventKind,
    region_code: str,
    held_on: date,
    tags: Sequence[str],
    actor: Actor,
    now: datetime,
) -> Event:
    """Tell an event anew; its number and who reports it stay.

    :raises ThingUnknown: outside the caller's regions.
    """
    actor.require(P.EVENTS_MANAGE)
    event = get_for_update(Event, event_id, actor=actor)
    told = {"name": name, "kind": kind, "region_code": region_code, "held_on": held_on, "tags": sorted(set(tags))}
    _mend(event, "event.edited", told, actor=actor, now=now)
    return event


def mend_outlet(
    *,
    outlet_id: int,
    name: str,
    kind: OutletKind,
    region_code: str,
    opened_on: date,
    tags: Sequence[str],
    actor: Actor,
    now: datetime,
) -> Outlet:
    """Tell an outlet anew; its number, who reports it and its last day stay.

    :raises ThingUnknown: outside the caller's regions.
    :raises ClosedBeforeOpening: if its last day lies before this first one.
    """
    actor.require(P.EVENTS_MANAGE)
    outlet = get_for_update(Outlet, outlet_id, actor=actor)
    if outlet.closed_on is not None and outlet.closed_on < opened_on:
        raise ClosedBeforeOpening(opened_on=opened_on.isoformat())
    told = {"name": name, "kind": kind, "region_code": region_code, "opened_on": opened_on, "tags": sorted(set(tags))}
    _mend(outlet, "outlet.edited", told, actor=actor, now=now)
    return outlet


def close_outlet(*, outlet_id: int, closed_on: date, actor: Actor, now: datetime) -> Outlet:
    """Tell the last day an outlet was open.

    :raises ThingUnknown: outside the caller's regions.
    :raises ClosedBeforeOpening: if that day lies before its first.
    """
    actor.require(P.EVENTS_MANAGE)
    outlet = get_for_update(Outlet, outlet_id, actor=actor)
    if closed_on < outlet.opened_on:
        raise ClosedBeforeOpening(opened_on=outlet.opened_on.isoformat())
    before = outlet.closed_on
    outlet.closed_on = closed_on
    _record(outlet, "outlet.closed", actor, now, {"closed_on": before and before.isoformat()})
    return outlet


def sign_agreement(
    *,
    number: str,
    signed_on: date,
    buyer_name: str,
    supplier: str | None,
    host_code: str,
    signed_fen: int,
    fulfilled_fen: int,
    tags: Sequence[str],
    actor: Actor,
    now: datetime,
) -> Agreement:
    """Tell an agreement that was signed; it is not a sale.

    :raises NotFound: if the host lies outside the caller's regions.
    :raises SupplierUnknown: if the host region has no such supplier.
    :raises NumberTaken: if another agreement has the number.
    """
    actor.require_over(P.EVENTS_MANAGE, RegionOutside(region_code=host_code), region_codes=[host_code])
    supplier_id = find_suppliers([supplier], prefix=prefix_of(host_code)).get(supplier) if supplier else None
    if supplier and supplier_id is None:
        raise SupplierUnknown(value=supplier)
    agreement = Agreement(
        agreement_number=number,
        signed_on=signed_on,
        buyer_name=buyer_name,
        supplier_id=supplier_id,
        host_code=host_code,
        signed_fen=signed_fen,
        fulfilled_fen=fulfilled_fen,
        tags=sorted(set(tags)),
        created_at=now,
    )
    is_known = Agreement.agreement_number == number
    return _add(agreement, "agreement.signed", number, is_known, actor=actor, now=now)


def fulfil_agreement(*, agreement_id: int, fulfilled_fen: int, actor: Actor, now: datetime) -> Agreement:
    """Tell how much of an agreement has been fulfilled so far.

    :raises ThingUnknown: outside the caller's regions.
    :raises AmountNegative: below zero.
    """
    actor.require(P.EVENTS_MANAGE)
    agreement = get_for_update(Agreement, agreement_id, actor=actor)
    if fulfilled_fen < 0:
        raise AmountNegative
    before = agreement.fulfilled_fen
    agreement.fulfilled_fen = fulfilled_fen
    _record(agreement, "agreement.fulfilled", actor, now, {"fulfilled_fen": before})
    return agreement


def _add(row: Row, action: str, number: str, has_number: ColumnElement[bool], *, actor: Actor, now: datetime) -> Row:
    actor.require_over(P.EVENTS_MANAGE, RegionOutside(region_code=row.host_code), region_codes=[row.host_code])
    if db.session.scalar(select(type(row).id).where(has_number)) is not None:
        raise NumberTaken(number=number)
    db.session.add(row)
    db.session.flush()  # the audit line names it
    _record(row, action, actor, now)
    return row


def _mend(row: Event | Outlet, action: str, told: Mapping[str, Any], *, actor: Actor, now: datetime) -> None:
    """Change what differs, and note both values of it."""
    before = {name: getattr(row, name) for name, value in told.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, told[name])
    audit.record(
        action,
        subject=str(row.__tablename__),
        subject_id=row.id,
        actor=actor,
        now=now,
        before=_plain(before),
        after=_plain({name: told[name] for name in before}),
        region_code=row.host_code,
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _record(
    row: Event | Outlet | Agreement,
    action: str,
    actor: Actor,
    now: datetime,
    before: dict[str, object] | None = None,
) -> None:
    shown = ("number", "agreement_number", "held_on", "opened_on", "closed_on", "signed_fen", "fulfilled_fen")
    values = {name: getattr(row, name) for name in shown if hasattr(row, name)}
    audit.record(
        action,
        subject=str(row.__tablename__),
        subject_id=row.id,
        actor=actor,
        now=now,
        before=before,
        after=_plain(values),
        region_code=row.host_code,
    )
