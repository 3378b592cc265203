"""A supplier's rosters in their versions: what each changes of the one before, and who is on it."""

from flask import render_template, request

from marketplace.households.queries.roster_changes import get_comparison, list_changes
from marketplace.households.queries.rosters import RosterFilter, list_members, list_versions
from marketplace.households.rules import RosterState
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_member, needs, now
from marketplace.web.pages import SIZE, after_id, after_key, asked_choice, page_of
from marketplace.web.supplier.start import blueprint


@blueprint.get("/rosters")
@needs(P.ROSTERS_ENTER)
def list_rosters() -> str:
    """Show the versions, newest first, or those in force today."""
    narrowed = RosterFilter(
        state=asked_choice("state", RosterState),
        in_force_on=day_of(now()) if request.args.get("state") == "in_force" else None,
    )
    rows = list_versions(narrowed, actor=current_member(), before=after_id(), limit=SIZE + 1)
    return render_template("supplier/rosters.html", page=page_of(rows, key=lambda row: row["id"]), states=RosterState)


@blueprint.get("/rosters/<int:version_id>")
@needs(P.ROSTERS_ENTER)
def show_roster(version_id: int) -> str:
    """Show a version beside the one before it: the households that changed, or all of them."""
    actor, shows_all = current_member(), request.args.get("show") == "members"
    compared = get_comparison(version_id, actor=actor)
    read = list_members if shows_all else list_changes
    rows = read(version_id, actor=actor, after=after_key(), limit=SIZE + 1)
    return render_template(
        "supplier/roster.html",
        **compared,
        shows_all=shows_all,
        page=page_of(rows, key=lambda row: row["household_number"]),
    )
