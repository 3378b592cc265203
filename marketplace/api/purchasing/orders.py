"""Routes of orders."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import ReasonSchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.purchasing import answers, bodies
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.orders import get_order, list_orders
from marketplace.purchasing.rules import OrderState
from marketplace.purchasing.service.receipts import Inspected
from marketplace.purchasing.service.shipments import Part
from marketplace.transaction import transaction
from marketplace.workflows import accept_delivery, cancel_order, confirm_order, ship_order

blueprint = Blueprint("orders", __name__, description="What one supplier delivers of an order group")
Answer = Mapping[str, Any]


@blueprint.get("/orders")
@needs(P.ORDERS_READ)
@blueprint.arguments(bodies.OrderQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderPageSchema)
def list_placed(*, state: OrderState | None, order_number: str | None, limit: int, after: str | None) -> Answer:
    """List the orders one buys, supplies or oversees, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_orders(actor=current_actor(), state=state, order_number=order_number, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.get("/orders/<int:order_id>")
@needs(P.ORDERS_READ)
@blueprint.response(HTTPStatus.OK, answers.OrderWithLinesSchema)
def get_placed(order_id: int) -> Answer:
    """Get an order with its lines, shipments, receipts, events and charge."""
    return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/confirmation")
@needs(P.ORDERS_SUPPLY)
@idempotent
@blueprint.response(HTTPStatus.OK, answers.OrderWithLinesSchema)
def confirm(order_id: int) -> Answer:
    """Promise to deliver, as the supplier."""
    with transaction():
        confirm_order.confirm(order_id, actor=current_actor(), now=now())
        return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/declining")
@needs(P.ORDERS_SUPPLY)
@idempotent
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderWithLinesSchema)
def decline(order_id: int, *, reason: str) -> Answer:
    """Say that nothing will be delivered, as the supplier."""
    with transaction():
        cancel_order.decline(order_id, reason=reason, actor=current_actor(), now=now())
        return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/cancellation")
@needs(P.ORDERS_PLACE)
@idempotent
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderWithLinesSchema)
def cancel(order_id: int, *, reason: str) -> Answer:
    """Take an order back before anything shipped, as the buyer."""
    with transaction():
        cancel_order.cancel(order_id, reason=reason, actor=current_actor(), now=now())
        return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/shipments")
@needs(P.ORDERS_SUPPLY)
@idempotent
@blueprint.arguments(bodies.ShipmentCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.CREATED, answers.OrderWithLinesSchema)
def ship(order_id: int, *, lines: Sequence[Part], carrier: str | None, tracking_number: str | None) -> Answer:
    """Ship parts of an order, as the supplier."""
    with transaction():
        ship_order.ship(
            order_id, lines, carrier=carrier, tracking_number=tracking_number, actor=current_actor(), now=now()
        )
        return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/closing")
@needs(P.ORDERS_SUPPLY)
@idempotent
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderWithLinesSchema)
def close(order_id: int, *, reason: str) -> Answer:
    """Say that no more of a partly shipped order will come, as the supplier."""
    with transaction():
        ship_order.close(order_id, reason=reason, actor=current_actor(), now=now())
        return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/shipments/<int:shipment_number>/receipt")
@needs(P.ORDERS_RECEIVE)
@idempotent
@blueprint.arguments(bodies.ReceiptCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.CREATED, answers.OrderWithLinesSchema)
def receive(
    order_id: int, shipment_number: int, *, lines: Sequence[Inspected], note: str | None, evidence_file_id: int | None
) -> Answer:
    """Accept or reject every line of a shipment, as the buyer's receiver; of two, as the first."""
    with transaction():
        accept_delivery.accept(
            order_id,
            shipment_number,
            lines,
            note=note,
            evidence_file_id=evidence_file_id,
            actor=current_actor(),
            now=now(),
        )
        return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/shipments/<int:shipment_number>/receipt/countersignature")
@needs(P.ORDERS_RECEIVE)
@idempotent
@blueprint.response(HTTPStatus.OK, answers.OrderWithLinesSchema)
def countersign(order_id: int, shipment_number: int) -> Answer:
    """Confirm what the first receiver recorded, as the second: from now on it counts."""
    with transaction():
        accept_delivery.countersign(order_id, shipment_number, actor=current_actor(), now=now())
        return get_order(order_id, actor=current_actor())


@blueprint.post("/orders/<int:order_id>/shipments/<int:shipment_number>/receipt/sending-back")
@needs(P.ORDERS_RECEIVE)
@idempotent
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderWithLinesSchema)
def send_back(order_id: int, shipment_number: int, *, reason: str) -> Answer:
    """Have what the first receiver recorded made anew, as the second."""
    with transaction():
        accept_delivery.send_back(order_id, shipment_number, reason=reason, actor=current_actor(), now=now())
        return get_order(order_id, actor=current_actor())
