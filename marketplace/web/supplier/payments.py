"""Money that reaches a supplier: what is owed for which order, what was paid, and by which line of the bank."""

from flask import render_template

from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.payments.queries.received import SORT_KEYS, sum_received
from marketplace.payments.queries.received import list_received as list_charges
from marketplace.payments.rules import ChargeState
from marketplace.web.access import current_member, needs, now
from marketplace.web.pages import SIZE, asked_choice
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.supplier.start import blueprint


@blueprint.get("/payments")
@needs(P.PAYMENTS_READ)
def list_received() -> str:
    """Show the sums, and the charges by order, newest first."""
    actor, today, state = current_member(), day_of(now()), asked_choice("state", ChargeState)
    rows = list_charges(actor=actor, today=today, state=state, sorting=asked_sorting(SORT_KEYS), limit=SIZE + 1)
    return render_template(
        "supplier/received.html",
        page=sorted_page(rows),
        sums=sum_received(actor=actor, today=today),
        states=ChargeState,
    )
