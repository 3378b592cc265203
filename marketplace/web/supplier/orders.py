"""Orders as their supplier works through them: what comes next, one order with all that belongs to it, yes or no."""

from typing import Final

from flask import render_template, url_for

from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.orders import get_order
from marketplace.purchasing.queries.supplied import SORT_KEYS, count_supplied, list_supplied
from marketplace.purchasing.rules import OrderState
from marketplace.web.access import current_member, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_choice, asked_text
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.supplier.start import blueprint
from marketplace.workflows import cancel_order, confirm_order

_LONGEST_NUMBER: Final = 100


@blueprint.get("/orders")
@needs(P.ORDERS_SUPPLY)
def list_orders() -> str:
    """Show the orders to supply, newest first, each with what comes next."""
    actor, state, number = current_member(), asked_choice("state", OrderState), asked_text("number", _LONGEST_NUMBER)
    sorting = asked_sorting(SORT_KEYS)
    rows = list_supplied(actor=actor, state=state, order_number=number, sorting=sorting, limit=SIZE + 1)
    return render_template(
        "supplier/orders.html",
        page=sorted_page(rows),
        counts=count_supplied(actor=actor),
        states=OrderState,
        number=number,
        today=day_of(now()),
    )


@blueprint.get("/orders/<int:order_id>")
@needs(P.ORDERS_SUPPLY)
def show_order(order_id: int) -> Answer:
    """Show an order with its lines, shipments and receipts, and what is to be done."""
    return page("supplier/order.html", Form(), order=get_order(order_id, actor=current_member()))


@blueprint.post("/orders/<int:order_id>/confirmation")
@needs(P.ORDERS_SUPPLY)
def confirm(order_id: int) -> Answer:
    """Promise to deliver."""
    form = Form()
    return form.send(
        lambda: confirm_order.confirm(order_id, actor=current_member(), now=now()),
        to=url_for(".show_order", order_id=order_id),
        said="order_confirmed",
    ) or page("supplier/order.html", form, order=get_order(order_id, actor=current_member()))


@blueprint.route("/orders/<int:order_id>/declining", methods=["GET", "POST"])
@needs(P.ORDERS_SUPPLY)
def decline(order_id: int) -> Answer:
    """Ask why, and say that nothing will be delivered."""
    form = Form()
    reason, order = form.text("reason"), get_order(order_id, actor=current_member())
    words = Words("decline_order", "decline_what", "decline_order", "order_declined")
    return ask(
        form,
        Question(words=words, back=url_for(".show_order", order_id=order_id), of=order["order_number"]),
        lambda: cancel_order.decline(order_id, reason=reason, actor=current_member(), now=now()),
    )
