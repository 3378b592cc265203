"""What waits for a supplier: its certification, listings, orders, stock, and what ends soon."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, render_template

from marketplace.catalogue.queries.certifications import list_own_expiring
from marketplace.catalogue.queries.products import list_own_products
from marketplace.catalogue.queries.stock import list_balances
from marketplace.catalogue.rules import ListingState
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.supplied import list_supplied
from marketplace.purchasing.rules import OrderState
from marketplace.suppliers.queries import list_checklist
from marketplace.suppliers.queries.expiring import list_expiring_documents
from marketplace.suppliers.rules import ANSWERABLE_STATES, READY_TO_SUBMIT, REMINDER_DAYS, list_lacking
from marketplace.web.access import current_member, needs, now
from marketplace.web.supplier.standing import Own, list_own

blueprint: Final = Blueprint("supplier", __name__, url_prefix="/supplier", template_folder="../templates")
_FEW: Final = 10
_TO_DO: Final = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)
"""States in which the next step of an order is its supplier's."""


@blueprint.get("/")
@needs(P.SUPPLIERS_APPLY)
def start() -> str:
    """Show what waits for somebody of the supplier, the same number of statements however much it is."""
    actor, today = current_member(), day_of(now())
    ends_by = today + timedelta(days=max(REMINDER_DAYS))
    own = list_own(actor)
    return render_template(
        "supplier/start.html",
        own=own,
        lacking=_lacking(own),
        sent_back=list_own_products(actor=actor, state=ListingState.SENT_BACK, before=None, limit=_FEW),
        in_review=list_own_products(actor=actor, state=ListingState.IN_REVIEW, before=None, limit=_FEW),
        orders=[order for state in _TO_DO for order in list_supplied(actor=actor, state=state, limit=_FEW)],
        low=list_balances(actor=actor, after=0, limit=_FEW, is_low=True),
        documents=list_expiring_documents(actor=actor, today=today, by=ends_by),
        certifications=list_own_expiring(actor=actor, today=today, by=ends_by, limit=_FEW),
    )


def _lacking(own: Sequence[Own]) -> Mapping[str, Any] | None:
    """Read what the first application that is the supplier's to mend lacks: its id and the items."""
    for each in own:
        if each.supplier is not None and each.supplier["application_state"] in ANSWERABLE_STATES:
            application_id = each.supplier["application_id"]
            items = list_lacking(list_checklist(application_id, today=day_of(now())), READY_TO_SUBMIT)
            return {"application_id": application_id, "items": items}
    return None
