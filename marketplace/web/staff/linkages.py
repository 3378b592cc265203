"""Linkages of suppliers with households: verified one by one or many at once, sent back, ended."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from marketplace.households.queries import linkages as queries
from marketplace.households.rules import LinkageState
from marketplace.households.service import linkages
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Days, Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, address_with, asked_choice, asked_text
from marketplace.web.places import names_today
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.staff.places import Places, places
from marketplace.web.staff.start import blueprint
from marketplace.web.staff.ticking import each_of, ticked


@blueprint.get("/linkages")
@needs(P.HOUSEHOLDS_READ)
def list_linkages() -> Answer:
    """Show the linkages of households in one's regions, newest first."""
    where = _where()
    return _listed(Form(), _rows(where), where)


@blueprint.post("/linkages")
@needs(P.LINKAGES_VERIFY)
def verify_linkages() -> Answer:
    """Verify the linkages that are ticked, all or none."""
    form, where = Form(), _where()
    rows = _rows(where)
    chosen = ticked(form, rows[:SIZE])
    return form.send(
        lambda: each_of(chosen, _verify), to=address_with(after=None), said="linkages_verified"
    ) or _listed(form, rows, where)


@blueprint.get("/linkages/<int:linkage_id>")
@needs(P.HOUSEHOLDS_READ)
def show_linkage(linkage_id: int) -> Answer:
    """Show a linkage with its evidence."""
    return page("staff/linkage.html", Form(), **_shown(linkage_id))


@blueprint.post("/linkages/<int:linkage_id>/verification")
@needs(P.LINKAGES_VERIFY)
def verify_linkage(linkage_id: int) -> Answer:
    """Verify a linkage that another person entered."""
    form = Form()
    return form.send(
        lambda: _verify(linkage_id), to=url_for(".list_linkages", state=LinkageState.ENTERED), said="linkage_verified"
    ) or page("staff/linkage.html", form, **_shown(linkage_id))


@blueprint.route("/linkages/<int:linkage_id>/sending-back", methods=["GET", "POST"])
@needs(P.LINKAGES_VERIFY)
def send_linkage_back(linkage_id: int) -> Answer:
    """Ask why, and send a linkage back to its supplier."""
    form = Form()
    reason = form.text("reason")
    words = Words("send_back_title", "linkage_back_what", "send_back", "linkage_back")
    return ask(
        form,
        _question(linkage_id, words),
        lambda: linkages.send_back(linkage_id=linkage_id, reason=reason, actor=current_officer(), now=now()),
    )


@blueprint.route("/linkages/<int:linkage_id>/ending", methods=["GET", "POST"])
@needs(P.LINKAGES_VERIFY)
def end_linkage(linkage_id: int) -> Answer:
    """Ask for its last day and why, and end a verified linkage."""
    form = Form({"last_on": day_of(now())})
    facts: dict[str, Any] = {"last_on": form.day("last_on"), "reason": form.text("reason")}
    words = Words("linkage_end", "linkage_end_what", "linkage_end", "linkage_ended")
    return ask(
        form,
        _question(linkage_id, words, [("last_on", "last_day", True)]),
        lambda: linkages.end(linkage_id=linkage_id, **facts, actor=current_officer(), now=now()),
    )


def _rows(where: Places) -> Sequence[Mapping[str, Any]]:
    state, q, sorting = asked_choice("state", LinkageState), asked_text("q"), asked_sorting(queries.SORT_KEYS)
    narrowed: dict[str, Any] = {"state": state, "prefix": where.prefix, "q": q, "sorting": sorting}
    return queries.list_linkages(**narrowed, actor=current_officer(), limit=SIZE + 1)


def _where() -> Places:
    return places(P.HOUSEHOLDS_READ, actor=current_officer())


def _listed(form: Form, rows: Sequence[Mapping[str, Any]], where: Places) -> Answer:
    names = names_today([row["village_code"] for row in rows])
    shown = sorted_page(rows)
    can_verify = any("verify" in row["next_actions"] for row in shown.rows)
    facts: dict[str, Any] = {"names": names, "where": where, "states": LinkageState, "can_verify": can_verify}
    return page("staff/linkages.html", form, page=shown, **facts)


def _verify(linkage_id: int) -> None:
    linkages.verify(linkage_id=linkage_id, actor=current_officer(), now=now())


def _shown(linkage_id: int) -> dict[str, Any]:
    officer = current_officer()
    linkage = queries.get_linkage(linkage_id, actor=officer)
    names = names_today([linkage["village_code"]])
    return {"linkage": linkage, "village": names.get(linkage["village_code"]), "me": officer.user_id}


def _question(linkage_id: int, words: Words, days: Days = ()) -> Question:
    linkage = queries.get_linkage(linkage_id, actor=current_officer())
    back = url_for(".show_linkage", linkage_id=linkage_id)
    return Question(words=words, back=back, of=f"{linkage['supplier_name']} – {linkage['household_number']}", days=days)
