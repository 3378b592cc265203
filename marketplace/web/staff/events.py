"""Events, outlets and signed agreements of one's regions: listed, told, closed, fulfilled."""

from datetime import date
from typing import TypeVar

from flask import request, url_for

from marketplace.kernel.actor import Actor
from marketplace.kernel.money import format_yuan
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.errors import ClosedBeforeOpening, SupplierUnknown
from marketplace.reporting.models import Agreement, Event, Outlet
from marketplace.reporting.queries.happenings import HappeningFilter, get_row, list_rows, tell_agreements
from marketplace.reporting.rules import EventKind, OutletKind
from marketplace.reporting.service import happenings
from marketplace.web.access import current_officer, needs, now
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, page_of
from marketplace.web.places import names_today
from marketplace.web.staff import event_forms
from marketplace.web.staff.explorer import place_of
from marketplace.web.staff.own import own_regions
from marketplace.web.staff.slicing import Asked
from marketplace.web.staff.start import blueprint

Happening = TypeVar("Happening", Event, Outlet)


@blueprint.get("/events")
@needs(P.STATISTICS_READ)
def list_events() -> Answer:
    """Show the events of one's regions."""
    return _listed(Event, "staff/events.html")


@blueprint.get("/outlets")
@needs(P.STATISTICS_READ)
def list_outlets() -> Answer:
    """Show the outlets of one's regions."""
    return _listed(Outlet, "staff/outlets.html")


@blueprint.get("/agreements")
@needs(P.STATISTICS_READ)
def list_agreements() -> Answer:
    """Show the agreements of one's regions, what was signed and what came of it."""
    actor = current_officer()
    narrowed, facts = _narrowed(actor)
    rows = tell_agreements(list_rows(Agreement, narrowed, actor=actor, before=after_id(), limit=SIZE + 1))
    return page(
        "staff/agreements.html",
        Form(),
        page=page_of(rows, key=lambda row: row["id"]),
        regions=names_today([row["host_code"] for row in rows]),
        may_manage=actor.has(P.EVENTS_MANAGE),
        **facts,
    )


@blueprint.route("/events/new", methods=["GET", "POST"])
@needs(P.EVENTS_MANAGE)
def hold_event() -> Answer:
    """Tell an event that was held."""
    actor, form = current_officer(), Form()
    regions = own_regions(P.EVENTS_MANAGE, actor=actor)
    told = event_forms.happening(form, regions, EventKind, "held_on")
    return form.send(
        lambda: happenings.hold_event(**told, actor=actor, now=now()), to=url_for(".list_events"), said="event_told"
    ) or page("staff/happening_new.html", form, regions=regions, kinds=EventKind, **event_forms.EVENT)


@blueprint.route("/outlets/new", methods=["GET", "POST"])
@needs(P.EVENTS_MANAGE)
def open_outlet() -> Answer:
    """Tell an outlet that has opened."""
    actor, form = current_officer(), Form()
    regions = own_regions(P.EVENTS_MANAGE, actor=actor)
    told = event_forms.happening(form, regions, OutletKind, "opened_on")
    return form.send(
        lambda: happenings.open_outlet(**told, actor=actor, now=now()), to=url_for(".list_outlets"), said="outlet_told"
    ) or page("staff/happening_new.html", form, regions=regions, kinds=OutletKind, **event_forms.OUTLET)


@blueprint.route("/events/<int:event_id>/mending", methods=["GET", "POST"])
@needs(P.EVENTS_MANAGE)
def mend_event(event_id: int) -> Answer:
    """Tell an event anew that was told wrongly."""
    actor = current_officer()
    row = get_row(Event, event_id, actor=actor)
    form = Form(event_forms.beginning(row))
    told = event_forms.mended(form, EventKind, "held_on", host=row.host_code)
    return form.send(
        lambda: happenings.mend_event(event_id=event_id, **told, actor=actor, now=now()),
        to=url_for(".list_events"),
        said="happening_mended",
    ) or page("staff/happening_new.html", form, row=row, regions=[], kinds=EventKind, **event_forms.EVENT)


@blueprint.route("/outlets/<int:outlet_id>/mending", methods=["GET", "POST"])
@needs(P.EVENTS_MANAGE)
def mend_outlet(outlet_id: int) -> Answer:
    """Tell an outlet anew that was told wrongly."""
    actor = current_officer()
    row = get_row(Outlet, outlet_id, actor=actor)
    form = Form(event_forms.beginning(row))
    told = event_forms.mended(form, OutletKind, "opened_on", host=row.host_code)
    return form.send(
        lambda: happenings.mend_outlet(outlet_id=outlet_id, **told, actor=actor, now=now()),
        to=url_for(".list_outlets"),
        said="happening_mended",
        at={ClosedBeforeOpening: "opened_on"},
    ) or page("staff/happening_new.html", form, row=row, regions=[], kinds=OutletKind, **event_forms.OUTLET)


@blueprint.route("/agreements/new", methods=["GET", "POST"])
@needs(P.EVENTS_MANAGE)
def sign_agreement() -> Answer:
    """Tell an agreement that was signed."""
    actor, form = current_officer(), Form()
    regions = own_regions(P.EVENTS_MANAGE, actor=actor)
    told = event_forms.agreement(form, regions)
    return form.send(
        lambda: happenings.sign_agreement(**told, actor=actor, now=now()),
        to=url_for(".list_agreements"),
        said="agreement_told",
        at={SupplierUnknown: "supplier"},
    ) or page("staff/agreement_new.html", form, regions=regions)


@blueprint.route("/outlets/<int:outlet_id>/closing", methods=["GET", "POST"])
@needs(P.EVENTS_MANAGE)
def close_outlet(outlet_id: int) -> Answer:
    """Tell an outlet's last day."""
    actor = current_officer()
    outlet, form = get_row(Outlet, outlet_id, actor=actor), Form()
    day = form.day("closed_on")
    return form.send(
        lambda: happenings.close_outlet(outlet_id=outlet_id, closed_on=day or date.min, actor=actor, now=now()),
        to=url_for(".list_outlets"),
        said="outlet_was_closed",
        at={ClosedBeforeOpening: "closed_on"},
    ) or page("staff/outlet_close.html", form, outlet=outlet)


@blueprint.route("/agreements/<int:agreement_id>/fulfilment", methods=["GET", "POST"])
@needs(P.EVENTS_MANAGE)
def fulfil_agreement(agreement_id: int) -> Answer:
    """Tell how much of an agreement has been fulfilled so far."""
    actor = current_officer()
    agreement = get_row(Agreement, agreement_id, actor=actor)
    form = Form({"fulfilled": format_yuan(agreement.fulfilled_fen)})
    fen = form.yuan("fulfilled", least_fen=0)
    return form.send(
        lambda: happenings.fulfil_agreement(agreement_id=agreement_id, fulfilled_fen=fen or 0, actor=actor, now=now()),
        to=url_for(".list_agreements"),
        said="agreement_was_fulfilled",
    ) or page("staff/agreement_fulfil.html", form, agreement=agreement)


def _narrowed(actor: Actor) -> tuple[HappeningFilter | None, dict[str, object]]:
    """Read the slice of a figure that leads here, if one does, and what the page says of it."""
    asked = Asked.of(actor) if {"from", "to"} <= request.args.keys() else None
    if asked is None or asked.slice is None:
        return None, {"asked": None}
    told = asked.slice
    days = {"from_on": told.from_on, "end_on": told.end_on}
    narrowed = HappeningFilter(prefix=told.prefix, tag=told.tag, supplier=told.supplier, **days)
    return narrowed, {"asked": asked, "place": place_of(asked)}


def _listed(kind: type[Happening], template: str) -> Answer:
    actor = current_officer()
    narrowed, facts = _narrowed(actor)
    rows = list_rows(kind, narrowed, actor=actor, before=after_id(), limit=SIZE + 1)
    codes = [code for row in rows for code in (row.region_code, row.host_code)]
    return page(
        template,
        Form(),
        page=page_of(rows, key=lambda row: row.id),
        regions=names_today(codes),
        may_manage=actor.has(P.EVENTS_MANAGE),
        **facts,
    )
