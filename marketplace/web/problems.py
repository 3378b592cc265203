"""A refusal as a page: what happened and where to go. It asks the database nothing, which may be what is away."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from flask import Response, render_template, request

from marketplace.web.language import language
from marketplace.web.words import PROBLEMS

_KEPT: Final = ("Allow", "Retry-After")
_SIGN_IN: Final = frozenset({401, 403})
_SERVER: Final = 500
_SAYS_NO_MORE: Final = frozenset(
    {
        "not_found",
        "method_not_allowed",
        "forbidden",
        "invalid",
        "sign_in.needed",
        "too_many_requests",
        "request.too_large",
    }
)
"""Codes that say nothing beyond their status."""


def show_as_page(answer: Response) -> Response:
    """Show a problem as a page to whoever asked for a page; programs below /api keep the JSON."""
    if answer.mimetype != "application/problem+json" or request.path.startswith("/api/"):
        return answer
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) != "text/html":
        return answer
    page = Response(_page(orjson.loads(answer.get_data())), status=answer.status_code, mimetype="text/html")
    for name in _KEPT:
        if name in answer.headers:
            page.headers[name] = answer.headers[name]
    return page


def _page(problem: Mapping[str, Any]) -> str:
    status = int(problem["status"])
    what, then = PROBLEMS.get(status) or PROBLEMS[_SERVER if status >= _SERVER else 400]
    place = 1 if language() == "en" else 0
    return render_template(
        "problem.html",
        status=status,
        title=what[place],
        sentence=None if status >= _SERVER or problem["code"] in _SAYS_NO_MORE else problem["title"],
        wrong=[item["message"] for item in problem.get("errors", ())],
        advice=then[place],
        code=problem["code"],
        offers_sign_in=status in _SIGN_IN,
    )
