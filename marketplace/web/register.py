"""Every page by audience, the words they use, and how a refusal looks to a person."""

from flask import Flask, Response, request

from marketplace.web import (
    access,
    account,
    admin,
    assets,
    buyer,
    catalogue,
    files,
    language,
    multipart,
    navigation,
    pages,
    photos,
    problems,
    public,
    showing,
    staff,
    supplier,
)
from marketplace.web.words import texts


def register(app: Flask) -> None:
    """Register pages, their words and the page of refusals."""
    multipart.register(app)
    language.register(app)
    for audience in (public, catalogue, buyer, supplier, staff, admin, account, files, photos, assets):
        app.register_blueprint(audience.blueprint)
    account.dress(app)
    account.limit(app)
    showing.register(app)
    app.context_processor(
        lambda: {
            "t": texts(language.language()),
            "language": language.language(),
            "other_language_address": language.other_language_address,
            "sections": navigation.sections,
            "way_back": access.way_back,
            "address_with": pages.address_with,
            "asset": assets.address_of,
        }
    )
    # functions after a request run last to first: a problem becomes a page before its headers are set
    app.after_request(_set_freshness)
    app.after_request(problems.show_as_page)


def _set_freshness(answer: Response) -> Response:
    """Let nobody keep a page for another reader: it has a language, and perhaps a name in its corner."""
    if answer.mimetype == "text/html" and not request.path.startswith("/api/"):
        answer.vary.update(("Accept", "Accept-Language", "Cookie"))
        answer.headers.setdefault("Cache-Control", "private, no-cache")
    return answer
