"""Who asks, when, and whether the route lets them in."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final, TypeVar

from flask import current_app, g, request
from flask_login import current_user

from marketplace.accounts import queries
from marketplace.accounts.models import User
from marketplace.accounts.service import hash_token, tokens
from marketplace.api.parsing import refuse_undeclared
from marketplace.api.security import protect_session
from marketplace.kernel.actor import Actor, Via
from marketplace.kernel.errors import DomainError
from marketplace.kernel.permissions import Permission
from marketplace.transaction import transaction

View = TypeVar("View", bound=Callable[..., Any])
_BEARER: Final = "Bearer "


class SignInNeeded(DomainError):
    """Nobody is signed in, or the token is wrong, revoked or expired."""

    code = "sign_in.needed"
    zh = "请先登录，或提供有效的访问令牌"
    en = "Sign in first, or send a valid bearer token"


def now() -> datetime:
    """Read the application's clock."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def find_actor() -> Actor | None:
    """Find who asks: by bearer token, else by browser session."""
    if "actor" not in g:
        g.actor = _actor_of_request()
    found: Actor | None = g.actor
    return found


def current_actor() -> Actor:
    """Tell who asks.

    :raises SignInNeeded: if nobody is known.
    """
    actor = find_actor()
    if actor is None:
        raise SignInNeeded
    return actor


def anybody() -> Actor:
    """Make the actor of a public route that writes: nobody yet."""
    return Actor(name="anybody", via=Via.API, address=request.remote_addr)


def _actor_of_request() -> Actor | None:
    header = request.headers.get("Authorization", "")
    if header.startswith(_BEARER):
        user = _holder_of(hash_token(header.removeprefix(_BEARER).strip()))
        via = Via.API
    else:
        user = current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001  its way
        via = Via.WEB
        if user is not None:
            protect_session()
    if user is None:
        return None
    needs_totp = current_app.config["BANGFU"].staff_totp_required
    return queries.get_actor(user, via=via, address=request.remote_addr, staff_need_totp=needs_totp)


def _holder_of(token_hash: bytes) -> User | None:
    holder = queries.find_user_by_token(token_hash, now=now())
    if holder is None:
        return None
    if holder.is_note_due:
        with transaction():
            tokens.note_use(token_hash, now=now())
    return holder.user


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a route with the permission it needs and refuse who does not hold it; the service checks the scope."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            current_actor().require(permission)
            refuse_undeclared(view)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the architecture test
        return guarded  # type: ignore[return-value]  # same signature as the view

    return mark


def signed_in(view: View) -> View:
    """Mark a route that any signed-in person may use; the service decides on what."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        current_actor()
        refuse_undeclared(view)
        return view(*args, **kwargs)

    guarded.permission = "signed_in"  # type: ignore[attr-defined]  # read by the architecture test
    return guarded  # type: ignore[return-value]  # same signature as the view


def public(view: View) -> View:
    """Mark a route that anybody may use."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        refuse_undeclared(view)
        return view(*args, **kwargs)

    guarded.permission = "public"  # type: ignore[attr-defined]  # read by the architecture test
    return guarded  # type: ignore[return-value]  # same signature as the view
