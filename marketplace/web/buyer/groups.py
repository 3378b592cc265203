"""Order groups of a buyer: the list, each with its orders, and the word of a second person."""

from flask import render_template, url_for

from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.groups import SORT_KEYS, get_group, list_groups, list_lines
from marketplace.purchasing.rules import GroupState
from marketplace.web.access import current_member, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.buyer.start import blueprint
from marketplace.web.forms import Answer, Form, page
from marketplace.web.language import language
from marketplace.web.pages import SIZE, asked_choice
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.words import texts
from marketplace.workflows import approve_order


@blueprint.get("/order-groups")
@needs(P.ORDERS_READ)
def list_placed() -> str:
    """Show the orders that were placed, newest first."""
    state = asked_choice("state", GroupState)
    rows = list_groups(actor=current_member(), state=state, sorting=asked_sorting(SORT_KEYS), limit=SIZE + 1)
    return render_template("buyer/groups.html", page=sorted_page(rows), states=GroupState)


@blueprint.get("/order-groups/<int:order_group_id>")
@needs(P.ORDERS_READ)
def show_group(order_group_id: int) -> Answer:
    """Show what was placed together, by supplier, and what is to be decided on it."""
    return _showing(Form(), order_group_id)


@blueprint.post("/order-groups/<int:order_group_id>/approval")
@needs(P.ORDERS_APPROVE)
def approve(order_group_id: int) -> Answer:
    """Let the waiting orders go to their suppliers."""
    form = Form()
    return form.send(
        lambda: approve_order.approve_group(order_group_id, actor=current_member(), now=now()),
        to=url_for(".show_group", order_group_id=order_group_id),
        said="group_approved",
    ) or _showing(form, order_group_id)


@blueprint.route("/order-groups/<int:order_group_id>/refusal", methods=["GET", "POST"])
@needs(P.ORDERS_APPROVE)
def refuse(order_group_id: int) -> Answer:
    """Ask why, and refuse the waiting orders."""
    form = Form()
    reason, group = form.text("reason"), get_group(order_group_id, actor=current_member())
    question = Question(
        words=Words("refuse_title", "refuse_what", "refuse", "group_refused"),
        back=url_for(".show_group", order_group_id=order_group_id),
        of=texts(language())["group_title"].format(number=order_group_id),
        facts={"orders": len(group["orders"])},
    )
    return ask(
        form,
        question,
        lambda: approve_order.refuse_group(order_group_id, reason=reason, actor=current_member(), now=now()),
    )


def _showing(form: Form, order_group_id: int) -> Answer:
    actor = current_member()
    group = get_group(order_group_id, actor=actor)
    return page("buyer/group.html", form, group=group, lines=list_lines(order_group_id, actor=actor))
