"""Routes of order groups."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import ReasonSchema
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.purchasing import answers, bodies
from marketplace.api.purchasing.pricing import buyer_of, terms_of, told_pricing, told_problem
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.groups import get_group, list_groups
from marketplace.purchasing.rules import GroupState, OrderState, PaymentTerms, WantedLine
from marketplace.transaction import transaction
from marketplace.workflows import approve_order, place_order

blueprint = Blueprint("order_groups", __name__, description="Bulk orders of a buyer, one order per supplier")
Answer = Mapping[str, Any]


@blueprint.post("/order-groups/preview")
@needs(P.ORDERS_PLACE)
@blueprint.arguments(bodies.OrderPreviewSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.PricingSchema)
def preview(*, buyer_id: int | None, lines: Sequence[WantedLine]) -> Answer:
    """Price lines and tell all that is wrong with them; nothing is written."""
    buyer_id = buyer_of(buyer_id)
    pricing = place_order.preview(buyer_id=buyer_id, lines=lines, actor=current_actor(), now=now())
    told = told_pricing(pricing, buyer_id=buyer_id, position=int)
    return {**told, "problems": [told_problem(problem) for problem in pricing.problems]}


@blueprint.post("/order-groups")
@needs(P.ORDERS_PLACE)
@idempotent
@blueprint.arguments(bodies.OrderGroupCreateSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.CREATED, answers.OrderGroupWithOrdersSchema)
def place(
    *, buyer_id: int | None, lines: Sequence[WantedLine], payment_terms: PaymentTerms, note: str | None
) -> Answer:
    """Place an order group: all lines or none."""
    with transaction():
        group_id = place_order.place(
            buyer_id=buyer_of(buyer_id),
            lines=lines,
            terms=terms_of(payment_terms, note),
            actor=current_actor(),
            now=now(),
        )
        return get_group(group_id, actor=current_actor())


@blueprint.get("/order-groups")
@needs(P.ORDERS_READ)
@blueprint.arguments(bodies.OrderGroupQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderGroupPageSchema)
def list_placed(*, state: GroupState | None, order_state: OrderState | None, limit: int, after: str | None) -> Answer:
    """List the order groups of one's own organisations or regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_groups(actor=current_actor(), state=state, order_state=order_state, before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["id"],))


@blueprint.get("/order-groups/<int:order_group_id>")
@needs(P.ORDERS_READ)
@blueprint.response(HTTPStatus.OK, answers.OrderGroupWithOrdersSchema)
def get_placed(order_group_id: int) -> Answer:
    """Get an order group with its orders."""
    return get_group(order_group_id, actor=current_actor())


@blueprint.post("/order-groups/<int:order_group_id>/approval")
@needs(P.ORDERS_APPROVE)
@idempotent
@blueprint.response(HTTPStatus.OK, answers.OrderGroupWithOrdersSchema)
def approve(order_group_id: int) -> Answer:
    """Let the waiting orders of a group go to their suppliers, as a second person of the buyer."""
    with transaction():
        approve_order.approve_group(order_group_id, actor=current_actor(), now=now())
        return get_group(order_group_id, actor=current_actor())


@blueprint.post("/order-groups/<int:order_group_id>/refusal")
@needs(P.ORDERS_APPROVE)
@idempotent
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderGroupWithOrdersSchema)
def refuse(order_group_id: int, *, reason: str) -> Answer:
    """Refuse the waiting orders of a group, as a second person of the buyer."""
    with transaction():
        approve_order.refuse_group(order_group_id, reason=reason, actor=current_actor(), now=now())
        return get_group(order_group_id, actor=current_actor())
