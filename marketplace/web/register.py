"""Every page, by audience, and how a refusal looks to a person."""

import orjson
from flask import Flask, Response, render_template, request

from marketplace.web.language import language, texts
from marketplace.web.public.views import blueprint as public


def register(app: Flask) -> None:
    """Register pages, the words they use and the page of refusals."""
    app.register_blueprint(public)
    app.context_processor(lambda: {"t": texts(), "language": language()})
    app.after_request(show_problem_as_page)


def show_problem_as_page(answer: Response) -> Response:
    """Show a problem as a page to whoever asked for a page; programs below /api keep the JSON."""
    wants_page = request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
    if answer.mimetype != "application/problem+json" or request.path.startswith("/api") or not wants_page:
        return answer
    problem = orjson.loads(answer.get_data())
    page = Response(render_template("problem.html", problem=problem), status=answer.status_code, mimetype="text/html")
    for name in ("Allow", "Retry-After"):
        if name in answer.headers:
            page.headers[name] = answer.headers[name]
    return page
