"""One's own account."""

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user

from config import Config
from marketplace.accounts.queries import get_actor, get_session
from marketplace.kernel.actor import Via
from marketplace.kernel.days import day_of
from marketplace.regions.queries import names_of
from marketplace.web.access import now, signed_in

blueprint = Blueprint("account", __name__, template_folder="../templates")


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
        regions=names_of([post["region_code"] for post in person["posts"]], on=day_of(now())),
        needs_factor=config.staff_totp_required and person["posts"] and not person["has_second_factor"],
    )
