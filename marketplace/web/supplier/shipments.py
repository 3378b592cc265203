"""Shipping an order in parts, from lots; the note that goes with a shipment; saying that no more will come."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import render_template, url_for

from marketplace.kernel.errors import Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.errors import ShipmentUnknown
from marketplace.purchasing.queries.orders import get_order
from marketplace.purchasing.queries.supplied import list_lots_to_ship
from marketplace.purchasing.service.shipments import Part
from marketplace.web.access import current_member, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.supplier.start import blueprint
from marketplace.workflows import ship_order

_LONGEST: Final = 100
Order = Mapping[str, Any]


@blueprint.route("/orders/<int:order_id>/shipments/new", methods=["GET", "POST"])
@needs(P.ORDERS_SUPPLY)
def ship(order_id: int) -> Answer:
    """Ask what leaves, line by line, and ship it."""
    order = get_order(order_id, actor=current_member())
    left = [line for line in order["lines"] if line["shipped"] < line["quantity"]]
    form = Form(_beginning(left))
    parts = _parts(form, left)
    carrier = form.text("carrier", is_required=False, longest=_LONGEST) or None
    number = form.text("tracking_number", is_required=False, longest=_LONGEST) or None
    return form.send(
        lambda: _ship(order_id, parts, carrier=carrier, tracking_number=number),
        to=lambda shipped: url_for(".show_delivery_note", order_id=order_id, number=shipped),
        said="shipment_sent",
    ) or page(
        "supplier/ship.html", form, order=order, left=left, lots=list_lots_to_ship(order_id, actor=current_member())
    )


@blueprint.get("/orders/<int:order_id>/shipments/<int:number>")
@needs(P.ORDERS_SUPPLY)
def show_delivery_note(order_id: int, number: int) -> str:
    """Show the note that goes with a shipment, made to be printed."""
    order = get_order(order_id, actor=current_member())
    found = [shipment for shipment in order["shipments"] if shipment["number"] == number]
    if not found:
        raise ShipmentUnknown
    lines = {line["number"]: line for line in order["lines"]}
    return render_template("supplier/delivery_note.html", order=order, shipment=found[0], lines=lines)


@blueprint.route("/orders/<int:order_id>/closing", methods=["GET", "POST"])
@needs(P.ORDERS_SUPPLY)
def close(order_id: int) -> Answer:
    """Ask why, and say that no more will come."""
    form = Form()
    reason, order = form.text("reason"), get_order(order_id, actor=current_member())
    words = Words("close_order", "close_what", "close_order", "order_closed")
    return ask(
        form,
        Question(words=words, back=url_for(".show_order", order_id=order_id), of=order["order_number"]),
        lambda: ship_order.close(order_id, reason=reason, actor=current_member(), now=now()),
    )


def _beginning(left: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Begin with all that is left, each line from the lot that it shipped from before."""
    told: dict[str, object] = {}
    for i, line in enumerate(left):
        told |= {f"lines.{i}.quantity": line["quantity"] - line["shipped"], f"lines.{i}.lot": line["lot_number"]}
    return told


def _parts(form: Form, left: Sequence[Mapping[str, Any]]) -> dict[int, Part]:
    """Read what leaves, by the place of its line on the page; of a line without a quantity nothing does."""
    parts = {}
    for i, line in enumerate(left):
        quantity = form.count(f"lines.{i}.quantity", is_required=False, most=line["quantity"] - line["shipped"])
        lot_number = form.text(f"lines.{i}.lot", is_required=False, longest=_LONGEST) or None
        if quantity:
            parts[i] = Part(number=line["number"], quantity=quantity, lot_number=lot_number)
    return parts


def _ship(order_id: int, parts: Mapping[int, Part], **how: str | None) -> int:
    """Ship, and tell what is wrong with a part where its line stands on the page."""
    try:
        return ship_order.ship(order_id, list(parts.values()), **how, actor=current_member(), now=now())
    except Invalid as refusal:
        places = list(parts)
        raise Invalid(fields={_at(path, places): wrong for path, wrong in refusal.fields.items()}) from refusal


def _at(path: str, places: Sequence[int]) -> str:
    where, *rest = path.split(".")
    return ".".join([where, str(places[int(rest[0])]), *rest[1:]]) if rest else where
