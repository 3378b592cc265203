"""Who sees a page, when, and whether it lets them in; the marks are those of the API's routes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from flask import current_app, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from marketplace.accounts.queries import get_actor
from marketplace.kernel.actor import Actor, Via
from marketplace.kernel.errors import Forbidden
from marketplace.kernel.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_NO_WAY_BACK: Final = frozenset({"public.home", "account.show_invitation", "account.accept_invitation"})


class PageStale(Forbidden):
    """A form came without the token of its page, or with one of another session."""

    code = "page.stale"
    zh = "页面打开已久或已失效，操作没有保存，请返回并刷新页面后重新提交"
    en = "The page has been open for too long and nothing was saved: go back, reload it and send it again"


def now() -> datetime:
    """Read the application's clock."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def find_actor() -> Actor | None:
    """Find who is signed in in this browser: two statements, once a request."""
    if not current_user.is_authenticated:
        return None
    if "actor" not in g:
        user = current_user._get_current_object()  # noqa: SLF001  its way
        needs_totp = current_app.config["BANGFU"].staff_totp_required
        g.actor = get_actor(user, via=Via.WEB, address=request.remote_addr, staff_need_totp=needs_totp)
    found: Actor | None = g.actor
    return found


def current_actor() -> Actor:
    """Tell who is signed in, on a page that is marked for them.

    :raises Forbidden: if nobody is.
    """
    actor = find_actor()
    if actor is None:
        raise Forbidden
    return actor


def current_member() -> Actor:
    """Tell who is signed in, with no more than their roles in organisations give: for buyers and suppliers."""
    actor = current_actor()
    return replace(actor, grants=frozenset(grant for grant in actor.grants if grant.organisation_id is not None))


def current_officer() -> Actor:
    """Tell who is signed in, with no more than their posts in government give: for the pages of staff."""
    actor = current_actor()
    return replace(actor, grants=frozenset(grant for grant in actor.grants if grant.region_prefix is not None))


def way_back() -> str | None:
    """Tell the address on this site that whoever signs in from here comes back to; none that is only posted to.

    The home page and the pages of signing in are no place to come back to: from there one's own work begins.
    """
    if request.url_rule is None or request.endpoint in _NO_WAY_BACK or request.blueprint == "security":
        return None
    if request.method in _SAFE_METHODS:
        asked = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
        return f"{request.path}?{urlencode(asked)}" if asked else request.path
    ways = current_app.create_url_adapter(request)
    return request.path if ways is not None and "GET" in ways.allowed_methods() else None


def public(view: View) -> View:
    """Mark a page that anybody may see."""
    view.permission = "public"  # type: ignore[attr-defined]  # read by the architecture test
    return view


def signed_in(view: View) -> View:
    """Mark a page of whoever is signed in; others sign in first and come back."""
    return _guarded(view, None)


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a page with the permission it needs and refuse who does not hold it; the service checks the scope."""
    return lambda view: _guarded(view, permission)


def _guarded(view: View, permission: Permission | None) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return redirect(url_for("security.login", next=way_back()))
        _protect()
        if permission is not None:
            current_actor().require(permission)
        return view(*args, **kwargs)

    guarded.permission = permission or "signed_in"  # type: ignore[attr-defined]  # read by the architecture test
    return guarded  # type: ignore[return-value]  # same signature as the view


def _protect() -> None:
    if request.method not in _SAFE_METHODS:
        try:
            current_app.extensions["csrf"].protect()
        except CSRFError:
            raise PageStale from None
