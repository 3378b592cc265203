"""Roster versions: what waits for the county, each beside the version before it; approved or sent back."""

from typing import Any

from flask import render_template, url_for

from marketplace.households.queries import roster_changes
from marketplace.households.queries import rosters as queries
from marketplace.households.rules import RosterState
from marketplace.households.service import rosters
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_key, asked_choice, asked_text, page_of
from marketplace.web.places import names_today
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.staff.start import blueprint
from marketplace.workflows.approve_roster import approve_roster as approve


@blueprint.get("/rosters")
@needs(P.HOUSEHOLDS_READ)
def list_rosters() -> str:
    """Show roster versions of suppliers in one's regions, newest first."""
    narrowed = queries.RosterFilter(state=asked_choice("state", RosterState), q=asked_text("q"))
    sorting = asked_sorting(queries.SORT_KEYS)
    rows = queries.list_versions(narrowed, actor=current_officer(), sorting=sorting, limit=SIZE + 1)
    return render_template("staff/rosters.html", page=sorted_page(rows), states=RosterState)


@blueprint.get("/rosters/<int:version_id>")
@needs(P.HOUSEHOLDS_READ)
def show_roster(version_id: int) -> Answer:
    """Show a version beside the approved one before it: share, and which members came, went or weigh otherwise."""
    return page("staff/roster.html", Form(), **_compared(version_id))


@blueprint.post("/rosters/<int:version_id>/approval")
@needs(P.ROSTERS_APPROVE)
def approve_roster(version_id: int) -> Answer:
    """Approve a version of another person: it applies, to the sales already recorded in its days too."""
    form = Form()
    return form.send(
        lambda: approve(version_id=version_id, actor=current_officer(), now=now()),
        to=url_for(".show_roster", version_id=version_id),
        said="roster_approved",
    ) or page("staff/roster.html", form, **_compared(version_id))


@blueprint.route("/rosters/<int:version_id>/sending-back", methods=["GET", "POST"])
@needs(P.ROSTERS_APPROVE)
def send_roster_back(version_id: int) -> Answer:
    """Ask why, and send a version back; it is mended by submitting another."""
    form = Form()
    reason = form.text("reason")
    version = queries.get_version(version_id, actor=current_officer())
    words = Words("send_back_title", "roster_back_what", "send_back", "roster_back")
    back = url_for(".show_roster", version_id=version_id)
    return ask(
        form,
        Question(words=words, back=back, of=version["supplier_name"]),
        lambda: rosters.send_back(version_id=version_id, reason=reason, actor=current_officer(), now=now()),
    )


def _compared(version_id: int) -> dict[str, Any]:
    officer = current_officer()
    compared = roster_changes.get_comparison(version_id, actor=officer)
    rows = roster_changes.list_changes(version_id, actor=officer, after=after_key(), limit=SIZE + 1)
    return {
        **compared,
        "page": page_of(rows, key=lambda row: row["household_number"]),
        "names": names_today([row["village_code"] for row in rows]),
        "may_approve": officer.covers(P.ROSTERS_APPROVE, region_codes=[compared["version"]["county_code"]]),
    }
