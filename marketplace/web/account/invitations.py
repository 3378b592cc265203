"""Taking up an invitation, from the link in the letter."""

from http import HTTPStatus

from flask import Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.accounts.errors import NameMissing, PasswordWeak, PasswordWrong
from marketplace.accounts.service import invitations, sign_in, users
from marketplace.kernel.actor import Actor, Via
from marketplace.kernel.days import now_utc
from marketplace.transaction import transaction
from marketplace.web.access import now, public
from marketplace.web.account.views import blueprint
from marketplace.web.language import language
from marketplace.web.words import texts


@blueprint.get("/invitations/<token>")
@public
def show_invitation(token: str) -> str:
    """Show what a new person, or a known one, has to give.

    :raises InvitationWrong: unknown, used, withdrawn or expired.
    """
    return _page(token)


@blueprint.post("/invitations/<token>")
@public
def accept_invitation(token: str) -> Response | tuple[str, int]:
    """Take up an invitation and go on to sign in; the token of the link is what no other site could send.

    :raises InvitationWrong: unknown, used, withdrawn or expired.
    """
    actor = Actor(name="anybody", via=Via.WEB, address=request.remote_addr)
    name, password = request.form.get("name", "").strip()[:100], request.form.get("password", "")
    try:
        with transaction():
            invitations.accept(token, name=name or None, password=password, actor=actor, now=now())
    except PasswordWrong as wrong:
        with transaction():
            sign_in.count_failure(user_id=wrong.user_id, address=request.remote_addr, now=now_utc())
        return _page(token, said=wrong.sentence(language())), HTTPStatus.FORBIDDEN
    except (NameMissing, PasswordWeak) as wrong:
        return _page(token, said=wrong.sentence(language())), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(texts(language())["invitation_taken"], "done")
    return redirect(url_for("security.login"), HTTPStatus.SEE_OTHER)


def limit(app: Flask) -> None:
    """Let an address try links and passwords here no more often than over the API."""
    endpoint = f"{blueprint.name}.{accept_invitation.__name__}"
    for limiter in app.extensions.get("limiter", ()):  # none where limits are off
        app.view_functions[endpoint] = limiter.limit(app.config["GUESSES"])(app.view_functions[endpoint])


def _page(token: str, said: str | None = None) -> str:
    invitation = invitations.find_open(token, now=now())
    is_known = users.find_by_email(invitation.email) is not None
    return render_template("account/invitation.html", invitation=invitation, is_known=is_known, said=said)
