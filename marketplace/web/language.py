"""The reader's language: what was chosen on a page and kept in a cookie, else what the browser asks for, else Chinese.

A choice is put in the place of what the browser asks for, so that forms, refusals and pages agree. Signing in changes
nothing of it: the language of the account is that of letters.
"""

from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, current_app, request, url_for

from config import Config
from marketplace.kernel.languages import LANGUAGES, preferred

COOKIE: Final = "language"
_A_YEAR: Final = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Heed a choice before anything is said, and keep it."""
    app.before_request(_heed_choice)
    app.after_request(_keep_choice)


def language() -> str:
    """Tell the reader's language, `zh` or `en`."""
    return preferred(request.accept_languages) or "zh"


def other_language_address() -> str:
    """Tell the address of this page in the other language; the home page's where this one cannot be asked for again."""
    other = "en" if language() == "zh" else "zh"
    rule = request.url_rule
    if rule is None or request.endpoint is None or "GET" not in (rule.methods or ()):
        return url_for("public.home", lang=other)
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{url_for(request.endpoint, **(request.view_args or {}))}?{urlencode([*asked, ('lang', other)])}"


def _chosen() -> str | None:
    """Tell what was chosen by the switch, now or before; programs below /api say what they want in the header."""
    if request.path.startswith("/api/"):
        return None
    asked = request.args.get("lang")
    return next((choice for choice in (asked, request.cookies.get(COOKIE)) if choice in LANGUAGES), None)


def _heed_choice() -> None:
    chosen = _chosen()
    if chosen is not None:
        request.environ["HTTP_ACCEPT_LANGUAGE"] = chosen


def _keep_choice(answer: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LANGUAGES and asked == _chosen():
        _set_cookie(answer, asked)
    return answer


def _set_cookie(answer: Response, chosen: str) -> None:
    config: Config = current_app.config["BANGFU"]
    answer.set_cookie(COOKIE, chosen, max_age=_A_YEAR, secure=config.production, httponly=True, samesite="Lax")
