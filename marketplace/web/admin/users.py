"""The people of an administrator's regions: found, looked at, let in or not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from flask import render_template, request, url_for

from marketplace.accounts.models import User
from marketplace.accounts.queries.officers import (
    SORT_KEYS,
    get_administered,
    get_not_above,
    list_appointments,
    list_users,
    stands_above,
)
from marketplace.accounts.rules import UserState, state_of
from marketplace.accounts.service import letting_in
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import oldest
from marketplace.regions.rules import NATION
from marketplace.web.access import current_officer, needs, now
from marketplace.web.admin.start import blueprint
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, asked_text, page_of
from marketplace.web.places import names_today
from marketplace.web.sorting import asked_sorting

_LETS_IN: Final[Mapping[str, bool]] = {"active": True, "disabled": False}
_LONGEST: Final = 100


@blueprint.get("/users")
@needs(P.ACCOUNTS_ADMINISTER)
def list_people() -> str:
    """Show the people who hold a post or a role in one's regions, with what they hold."""
    officer = current_officer()
    q, is_active = asked_text("q", _LONGEST), _LETS_IN.get(request.args.get("state", ""))
    sorting = asked_sorting(SORT_KEYS, oldest())
    users = list_users(actor=officer, q=q, is_active=is_active, sorting=sorting, limit=SIZE + 1)
    shown = page_of(users, key=sorting.place_of)
    return render_template("admin/users.html", page=shown, **_held(shown.rows), state=_state, states=_LETS_IN)


@blueprint.get("/users/<int:user_id>")
@needs(P.ACCOUNTS_ADMINISTER)
def show_user(user_id: int) -> Answer:
    """Show a person: whether they are let in, their posts and roles, and what may be done."""
    return _page(user_id, Form())


@blueprint.route("/users/<int:user_id>/disabling", methods=["GET", "POST"])
@needs(P.ACCOUNTS_ADMINISTER)
def disable(user_id: int) -> Answer:
    """Ask, and let somebody in no more."""
    form, user = Form(), get_administered(user_id, actor=current_officer())
    words = Words("disable_user", "disable_what", "disable_user", "user_disabled")
    return ask(
        form,
        _question(user, words),
        lambda: letting_in.disable(user_id, actor=current_officer(), now=now()),
    )


@blueprint.post("/users/<int:user_id>/enabling")
@needs(P.ACCOUNTS_ADMINISTER)
def enable(user_id: int) -> Answer:
    """Let somebody in again."""
    form = Form()
    return form.send(
        lambda: letting_in.enable(user_id, actor=current_officer(), now=now()),
        to=url_for(".show_user", user_id=user_id),
        said="user_enabled",
    ) or _page(user_id, form)


@blueprint.post("/users/<int:user_id>/unlocking")
@needs(P.ACCOUNTS_ADMINISTER)
def unlock(user_id: int) -> Answer:
    """Open an account that too many failures closed for a while."""
    form = Form()
    return form.send(
        lambda: letting_in.unlock(user_id, actor=current_officer(), now=now()),
        to=url_for(".show_user", user_id=user_id),
        said="user_unlocked",
    ) or _page(user_id, form)


@blueprint.route("/users/<int:user_id>/signing-out", methods=["GET", "POST"])
@needs(P.ACCOUNTS_ADMINISTER)
def sign_out(user_id: int) -> Answer:
    """Ask, and end every session and token of somebody."""
    form, user = Form(), get_not_above(user_id, actor=current_officer())
    words = Words("sign_out_user", "sign_out_what", "sign_out_user", "user_signed_out")
    return ask(
        form,
        _question(user, words),
        lambda: letting_in.sign_out(user_id, actor=current_officer(), now=now()),
    )


def _question(user: User, words: Words) -> Question:
    back = url_for(".show_user", user_id=user.id)
    return Question(words=words, back=back, of=user.name, about=[(user.name, user.email)], asks_reason=False)


def _page(user_id: int, form: Form) -> Answer:
    user = get_administered(user_id, actor=current_officer())
    may_close = current_officer().covers(P.ACCOUNTS_ADMINISTER, region_codes=[NATION])
    is_own = user.id == current_officer().user_id
    is_above = stands_above(user, actor=current_officer())
    facts = {"user": user, "state": _state(user), "may_close": may_close, "is_own": is_own, "is_above": is_above}
    return page("admin/user.html", form, **facts, **_held([user]))


def _held(users: Sequence[User]) -> dict[str, Any]:
    """Tell what users hold in one's regions: two statements for all of them."""
    by_user: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    rows = list_appointments([user.id for user in users], actor=current_officer())
    for row in rows:
        by_user[row["user_id"]].append(dict(row))
    return {"held": by_user, "regions": names_today(_codes(rows))}


def _codes(rows: Iterable[Any]) -> list[str]:
    return [row["region_code"] for row in rows if row["duty"]]


def _state(user: User) -> UserState:
    moment: datetime = now()
    return state_of(is_active=user.active, locked_until=user.locked_until, now=moment)
