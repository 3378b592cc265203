"""The catalogue as a page: its frame as the program sent it, its cards from one statement, in the program's markup.

The row writes the frames before it measures; what is left for the floor is what differs from page to page.
"""

import os
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
import orjson
from flask import Blueprint, Response, request
from markupsafe import Markup

import marketplace.web
from benchmarks.floor.browsing import BEHIND, FIRST, LIMIT
from benchmarks.floor.connection import connection
from marketplace.catalogue.rules import bucket_of
from marketplace.kernel.days import day_of
from marketplace.web.amounts import count
from marketplace.web.words import texts

blueprint = Blueprint("pages", __name__)
FRAMES: Final = "catalogue-frames.json"
"""Below the instance folder: by number what stands before and behind the cards of a page."""
OPENS: Final = '<ul class="goods">'
CLOSES: Final = "</ul>"


@blueprint.get("/catalogue-page")
def browse() -> Response:
    """Answer a page from behind a key on, in the frame with a number."""
    before, behind = _frames()[int(request.args["frame"])]
    at, _, product_id = request.args.get("after", "").partition("~")
    facts: dict[str, Any] = {"at": at, "id": int(product_id)} if at else {}
    day: date = day_of(datetime.now(UTC))
    rows = connection().execute(BEHIND if at else FIRST, {**facts, "day": day}).fetchall()
    cards = _template().render(
        cards=[_card(row) for row in rows[:LIMIT]], t=texts("zh"), lists=_Lists, url_for=_address
    )
    return Response(f"{before}{cards}{behind}", mimetype="text/html")


@cache
def _frames() -> list[tuple[str, str]]:
    frames: list[tuple[str, str]] = orjson.loads(Path(os.environ["BANGFU_INSTANCE"], FRAMES).read_bytes())
    return frames


@cache
def _template() -> jinja2.Template:
    """Compile the program's own markup of its cards, without the page around them."""
    templates = Path(marketplace.web.__file__).parent / "templates" / "catalogue"
    listed = (templates / "list.html").read_text(encoding="utf-8").split(OPENS)[1].split(CLOSES)[0]
    card = (templates / "card.html").read_text(encoding="utf-8").split("as lists -%}\n")[1]
    markup = listed.replace("{{ card }}", card.rstrip("\n"))
    environment = jinja2.Environment(autoescape=True, keep_trailing_newline=True)
    environment.filters["count"] = count
    return environment.from_string(markup)


class _Lists:
    @staticmethod
    def own(text: str) -> Markup:
        """Write what stands in the data's own language."""
        return Markup('<span lang="zh-CN">{}</span>').format(text)


def _address(endpoint: str, **arguments: str) -> str:
    """Write the addresses of cards: of a product and of its photo."""
    (argument,) = arguments.values()
    return f"/catalogue/{argument}" if endpoint == "goods.show_one" else f"/photos/{argument}"


def _card(row: tuple[Any, ...]) -> dict[str, Any]:
    _, _, card, packs, batch, from_on, last_on = row
    held = batch and {"batch": batch, "from_on": from_on, "last_on": last_on}
    return {**orjson.loads(card), "available": bucket_of(packs or 0), "certification": held}
