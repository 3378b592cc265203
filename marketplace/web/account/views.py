"""One's own account."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from config import Config
from marketplace.accounts.queries import get_actor, get_session
from marketplace.kernel.actor import Via
from marketplace.web.access import current_actor, signed_in
from marketplace.web.navigation import start_of
from marketplace.web.places import names_today

blueprint = Blueprint("account", __name__, template_folder="../templates")


@blueprint.get("/account/start")
@signed_in
def start() -> Response:
    """Lead whoever signed in to where their work begins."""
    return redirect(url_for(start_of(current_actor())))


@blueprint.get("/account/me")
@signed_in
def show_own() -> str:
    """Show who is signed in, with their roles and posts, and the ways on."""
    config: Config = current_app.config["BANGFU"]
    user = current_user._get_current_object()  # noqa: SLF001  its way
    actor = get_actor(user, via=Via.WEB, address=request.remote_addr, staff_need_totp=config.staff_totp_required)
    person = get_session(actor)
    return render_template(
        "account/me.html",
        person=person,
        regions=names_today([post["region_code"] for post in person["posts"]]),
        needs_factor=config.staff_totp_required and person["posts"] and not person["has_second_factor"],
    )
