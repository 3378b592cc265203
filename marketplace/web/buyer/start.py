"""What waits for a buyer, and what is to be paid."""

from typing import Final

from flask import Blueprint, render_template

from marketplace.kernel.permissions import Permission as P
from marketplace.payments.queries.charges import list_charges
from marketplace.payments.rules import ChargeState
from marketplace.purchasing.queries.groups import list_groups
from marketplace.purchasing.queries.orders import list_orders
from marketplace.purchasing.rules import OrderState
from marketplace.web.access import current_member, needs
from marketplace.web.pages import SIZE, after_id, asked_choice, page_of

blueprint: Final = Blueprint("buyer", __name__, url_prefix="/buyer", template_folder="../templates")
_FEW: Final = 10


@blueprint.get("/")
@needs(P.ORDERS_READ)
def start() -> str:
    """Show what waits for somebody of the buyer: to be approved, to be received, to be paid."""
    actor = current_member()
    moving = [
        order
        for state in (OrderState.SHIPPED, OrderState.PARTLY_SHIPPED)
        for order in list_orders(actor=actor, state=state, limit=_FEW)
    ]
    return render_template(
        "buyer/start.html",
        waiting=list_groups(actor=actor, order_state=OrderState.AWAITING_APPROVAL, limit=_FEW),
        moving=moving,
        owed=list_charges(actor=actor, state=ChargeState.OPEN, code=None, before=None, limit=_FEW),
        recent=list_groups(actor=actor, limit=_FEW),
        may=lambda name: actor.has(P(name)),
    )


@blueprint.get("/payments")
@needs(P.PAYMENTS_READ)
def list_owed() -> str:
    """Show what is to be paid, under which code, and what was."""
    state = asked_choice("state", ChargeState)
    rows = list_charges(actor=current_member(), state=state, code=None, before=after_id(), limit=SIZE + 1)
    return render_template("buyer/payments.html", page=page_of(rows, key=lambda row: row["id"]), states=ChargeState)
