"""Sales that wait because they look like another: side by side, counted as their own or refused as told twice."""

from typing import Final

from flask import url_for

from marketplace.kernel.permissions import Permission as P
from marketplace.sales.queries import look_alikes as queries
from marketplace.sales.rules import LookAlikeState, NewSale
from marketplace.sales.service import look_alikes
from marketplace.web.access import current_officer, needs, now
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, asked_choice, page_of
from marketplace.web.staff.start import blueprint

_VERDICTS: Final = {"other": LookAlikeState.COUNTED, "same": LookAlikeState.REFUSED}


@blueprint.get("/look-alikes")
@needs(P.SALES_READ)
def list_look_alikes() -> Answer:
    """Show the sales that wait, or those that were decided, each beside the one it resembles."""
    state = asked_choice("state", LookAlikeState, LookAlikeState.WAITING)
    rows = queries.list_look_alikes(actor=current_officer(), state=state, after=after_id() or 0, limit=SIZE + 1)
    return page(
        "staff/look_alikes.html",
        Form(),
        page=page_of(rows, key=lambda row: row["id"]),
        states=LookAlikeState,
        state=state,
    )


@blueprint.route("/look-alikes/<int:look_alike_id>", methods=["GET", "POST"])
@needs(P.SALES_READ)
def decide_look_alike(look_alike_id: int) -> Answer:
    """Show a sale beside the one it resembles, and say with a reason whether they are the same."""
    actor, form = current_officer(), Form()
    reason = form.text("reason")
    verdict = _VERDICTS.get(form.values.get("do", ""))
    if verdict is None:
        form.refuse("reason", "wrong_choice")
    row = queries.get_look_alike(look_alike_id, actor=actor)
    return form.send(
        lambda: look_alikes.decide(
            look_alike_id=look_alike_id, verdict=_VERDICTS[form.values["do"]], reason=reason, actor=actor, now=now()
        ),
        to=url_for(".list_look_alikes"),
        said="look_alike_decided",
    ) or page("staff/look_alike.html", form, row=row, told=NewSale.from_row(row["told"]))
