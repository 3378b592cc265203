"""Photographs of goods: those on sale for everybody, kept by browsers for a year under the hash of their content."""

from typing import Final

from flask import Blueprint, Response, send_file

from marketplace.catalogue.queries.photos import find_published_photo, get_own_photo
from marketplace.web.access import find_actor, public
from marketplace.web.files import store

blueprint: Final = Blueprint("photos", __name__)
_A_YEAR: Final = 365 * 24 * 3600


@blueprint.get("/photos/<sha256>")
@public
def send(sha256: str) -> Response:
    """Show a photograph of what is on sale to anybody, of what is not to its supplier and to staff of its region."""
    photo = find_published_photo(sha256) or get_own_photo(sha256, actor=find_actor())
    answer = send_file(store().open(sha256), mimetype=photo.media_type, conditional=False)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if photo.is_published:
        answer.cache_control.public = True
        answer.cache_control.immutable = True
        answer.cache_control.max_age = _A_YEAR
    else:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer
