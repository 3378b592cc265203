"""Posts in government: who holds which duty where; given to those who work there already, and ended."""

from flask import render_template, url_for

from marketplace.accounts.queries.officers import get_administered, get_post, list_posts
from marketplace.accounts.rules import Duty
from marketplace.accounts.service import appointments
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import code_of
from marketplace.web.access import current_officer, needs, now
from marketplace.web.admin.places import region_of
from marketplace.web.admin.start import blueprint
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.language import language
from marketplace.web.pages import SIZE, after_id, asked_choice, page_of
from marketplace.web.places import asked_region, names_today
from marketplace.web.words import texts


@blueprint.get("/posts")
@needs(P.ACCOUNTS_ADMINISTER)
def list_officers() -> str:
    """Show the posts of a region and all below it."""
    officer = current_officer()
    own = officer.region_prefixes(P.ACCOUNTS_ADMINISTER)
    where = asked_region(P.ACCOUNTS_ADMINISTER, actor=officer) or code_of(own[0])
    rows = page_of(
        list_posts(
            region_code=where, duty=asked_choice("duty", Duty), actor=officer, after=after_id() or 0, limit=SIZE + 1
        ),
        key=lambda row: row["id"],
    )
    names = names_today([where, *(row["region_code"] for row in rows.rows)])
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
    code = post["region_code"]
    where = names_today([code]).get(code, code)
    question = Question(
        words=Words("end_post", "end_post_what", "end_post", "post_ended"),
        back=url_for(".show_user", user_id=post["user_id"]),
        of=post["user_name"],
        to=url_for(".list_officers", region=code),
        about=[(f"{post['user_name']} · {where}", texts(language())[f"duty.{post['duty']}"])],
        asks_reason=False,
    )
    return ask(form, question, lambda: appointments.end_post(post_id, actor=officer, now=now()))
