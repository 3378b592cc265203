"""The page that shows the document; its scripts and styles come from an installed package, none from the network."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

import orjson
from flask import Blueprint, Response, current_app, send_from_directory

from marketplace.api.docs.document import describe
from marketplace.kernel.errors import NotFound

blueprint: Final = Blueprint("docs", __name__)

_HERE: Final = Path(__file__).parent
_OWN: Final = frozenset({"start.js"})
_PACKAGED: Final = frozenset({"swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"})
_A_DAY: Final = 24 * 3600


@blueprint.get("/api/openapi.json")
def show_document() -> Response:
    """Answer with the OpenAPI document; it is made once."""
    kept = current_app.extensions.setdefault("bangfu_openapi", {})
    if not kept:
        api = current_app.extensions["bangfu_api"]
        kept["json"] = orjson.dumps(describe(current_app, api), default=str)
    return Response(kept["json"], mimetype="application/json")


@blueprint.get("/api/docs")
def show_page() -> Response:
    """Answer with the page."""
    return send_from_directory(_HERE, "page.html")


@blueprint.get("/api/docs/<name>")
def show_part(name: str) -> Response:
    """Answer with a script or style of the page.

    :raises NotFound: the page has no such part.
    """
    if name in _OWN:
        return send_from_directory(_HERE, name, max_age=_A_DAY)
    if name in _PACKAGED:
        return send_from_directory(_packaged(), name, max_age=_A_DAY)
    raise NotFound


def _packaged() -> Path:
    """Find the folder of the installed assets without running the package's own code."""
    found = find_spec("swagger_ui")
    if found is None or not found.submodule_search_locations:
        raise NotFound
    return Path(found.submodule_search_locations[0]) / "static"
