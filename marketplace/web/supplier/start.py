"""What waits for a supplier: its certification, listings, orders, stock, and what ends soon."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, render_template

from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.queries import list_checklist
from marketplace.suppliers.queries.expiring import list_expiring_documents
from marketplace.suppliers.rules import ANSWERABLE_STATES, READY_TO_SUBMIT, REMINDER_DAYS, list_lacking
from marketplace.web.access import current_member, needs, now
from marketplace.web.supplier.standing import Own, list_own

blueprint: Final = Blueprint("supplier", __name__, url_prefix="/supplier", template_folder="../templates")


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
        documents=list_expiring_documents(actor=actor, today=today, by=ends_by),
    )


def _lacking(own: Sequence[Own]) -> Mapping[str, Any] | None:
    """Read what the first application that is the supplier's to mend lacks: its id and the items."""
    for each in own:
        if each.supplier is not None and each.supplier["application_state"] in ANSWERABLE_STATES:
            application_id = each.supplier["application_id"]
            items = list_lacking(list_checklist(application_id, today=day_of(now())), READY_TO_SUBMIT)
            return {"application_id": application_id, "items": items}
    return None
