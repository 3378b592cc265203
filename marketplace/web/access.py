"""Who may see a page; the marks are those of the API's routes."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, redirect, request, url_for
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])


def now() -> datetime:
    """Read the application's clock."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def public(view: View) -> View:
    """Mark a page that anybody may see."""
    view.permission = "public"  # type: ignore[attr-defined]  # read by the architecture test
    return view


def signed_in(view: View) -> View:
    """Mark a page of whoever is signed in; others sign in first and come back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return redirect(url_for("security.login", next=request.path))
        return view(*args, **kwargs)

    guarded.permission = "signed_in"  # type: ignore[attr-defined]  # read by the architecture test
    return guarded  # type: ignore[return-value]  # same signature as the view
