"""The products of a list as people see them."""

from functools import lru_cache
from typing import Final

import orjson
from flask import current_app
from markupsafe import Markup

from marketplace.web.words import texts

_MOST_KEPT: Final = 4_096
"""Some 10 MB of a worker."""


@lru_cache(maxsize=_MOST_KEPT)
def card_of(card: str, language: str) -> Markup:
    """Write a product's card, given as JSON; what it says is all that it hangs on, so what was written is kept."""
    template = current_app.jinja_env.get_template("catalogue/card.html")
    return Markup(template.render(card=orjson.loads(card), t=texts(language)))  # noqa: S704  a template that escapes
