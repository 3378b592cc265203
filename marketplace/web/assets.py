"""Styles and pictures: the address of each holds the hash of its content, so a browser keeps it for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, send_from_directory, url_for

from marketplace.kernel.errors import NotFound
from marketplace.web.access import public

blueprint: Final = Blueprint("assets", __name__)

_FOLDER: Final = Path(__file__).parent / "static"
_NAMES: Final = frozenset(path.name for path in _FOLDER.iterdir())
_A_YEAR: Final = 365 * 24 * 3600


def address_of(name: str) -> str:
    """Tell the address under which a file's content of today is served."""
    return url_for("assets.send", digest=_digest_of(name), name=name)


@blueprint.get("/assets/<digest>/<name>")
@public
def send(digest: str, name: str) -> Response:
    """Send a file; under the hash of another content it is not kept: another version of the program wrote that page.

    :raises NotFound: there is no such file.
    """
    if name not in _NAMES:
        raise NotFound
    is_ours = digest == _digest_of(name)
    answer = send_from_directory(_FOLDER, name, max_age=_A_YEAR if is_ours else 0)
    if is_ours:
        answer.cache_control.public = True
        answer.cache_control.immutable = True
    return answer


@cache
def _digest_of(name: str) -> str:
    return sha256((_FOLDER / name).read_bytes()).hexdigest()[:16]
