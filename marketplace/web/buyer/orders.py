"""One supplier's order as its buyer sees it: lines, shipments, what to pay, what comes next; on paper too."""

from flask import url_for

from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.orders import get_order
from marketplace.web.access import current_member, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.buyer.start import blueprint
from marketplace.web.forms import Answer, Form, page
from marketplace.workflows import cancel_order


@blueprint.get("/orders/<int:order_id>")
@needs(P.ORDERS_READ)
def show_order(order_id: int) -> Answer:
    """Show an order with all that belongs to it."""
    order = get_order(order_id, actor=current_member())
    return page("buyer/show.html", Form(), order=order, lines={line["number"]: line for line in order["lines"]})


@blueprint.route("/orders/<int:order_id>/cancellation", methods=["GET", "POST"])
@needs(P.ORDERS_PLACE)
def cancel(order_id: int) -> Answer:
    """Ask why, and take an order back before anything shipped."""
    form = Form()
    reason, order = form.text("reason"), get_order(order_id, actor=current_member())
    words = Words("cancel_title", "cancel_what", "cancel_order", "order_cancelled")
    return ask(
        form,
        Question(words=words, back=url_for(".show_order", order_id=order_id), of=order["order_number"]),
        lambda: cancel_order.cancel(order_id, reason=reason, actor=current_member(), now=now()),
    )
