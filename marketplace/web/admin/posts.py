"""Posts in government: who holds which duty where; given to those who work there already, and ended."""

from flask import render_template, request, url_for

from marketplace.accounts.queries.officers import get_administered, get_post, list_posts
from marketplace.accounts.rules import Duty
from marketplace.accounts.service import appointments
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionCodeWrong
from marketplace.regions.queries import names_of
from marketplace.regions.rules import canonical_code, code_of
from marketplace.web.access import current_officer, needs, now
from marketplace.web.admin.places import region_of
from marketplace.web.admin.start import blueprint
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, asked_choice, page_of


@blueprint.get("/posts")
@needs(P.ACCOUNTS_ADMINISTER)
def list_officers() -> str:
    """Show the posts of a region and all below it."""
    officer = current_officer()
    where = _asked(officer)
    rows = page_of(
        list_posts(
            region_code=where, duty=asked_choice("duty", Duty), actor=officer, after=after_id() or 0, limit=SIZE + 1
        ),
        key=lambda row: row["id"],
    )
    names = names_of([where, *(row["region_code"] for row in rows.rows)], on=day_of(now()))
    return render_template("admin/posts.html", page=rows, regions=names, where=where, duties=Duty)


@blueprint.route("/users/<int:user_id>/posts", methods=["GET", "POST"])
@needs(P.ACCOUNTS_ADMINISTER)
def appoint(user_id: int) -> Answer:
    """Ask for a region and a duty, and give it to somebody who works in one's regions already."""
    officer, form = current_officer(), Form()
    user = get_administered(user_id, actor=officer)
    code, duty = region_of(form, "region", actor=officer), form.choice("duty", Duty)
    return form.send(
        lambda: appointments.appoint(
            user_id=user_id, region_code=code, duty=duty or Duty.AUDITOR, actor=officer, now=now()
        ),
        to=url_for(".show_user", user_id=user_id),
        said="post_given",
    ) or page("admin/appoint.html", form, user=user, duties=Duty)


@blueprint.route("/posts/<int:post_id>/ending", methods=["GET", "POST"])
@needs(P.ACCOUNTS_ADMINISTER)
def end_post(post_id: int) -> Answer:
    """Ask, and end somebody's post."""
    officer, form = current_officer(), Form()
    post = get_post(post_id, actor=officer)
    return form.send(
        lambda: appointments.end_post(post_id, actor=officer, now=now()),
        to=url_for(".list_officers", region=post["region_code"]),
        said="post_ended",
    ) or page("admin/end_post.html", form, post=post, regions=names_of([post["region_code"]], on=day_of(now())))


def _asked(officer: Actor) -> str:
    """Tell the region that is looked at: the one asked for, if it is the officer's, else the officer's first."""
    try:
        code = canonical_code(request.args.get("region", ""))
    except RegionCodeWrong:
        code = ""
    if code and officer.covers(P.ACCOUNTS_ADMINISTER, region_codes=[code]):
        return code
    return code_of(officer.region_prefixes(P.ACCOUNTS_ADMINISTER)[0])
