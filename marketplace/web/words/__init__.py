"""The words of the pages: Chinese and English of each, by audience."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from marketplace.web.words.account import ACCOUNT
from marketplace.web.words.admin import ADMIN
from marketplace.web.words.bank import BANK
from marketplace.web.words.buyer import BUYER
from marketplace.web.words.catalogue import CATALOGUE
from marketplace.web.words.desk import DESK
from marketplace.web.words.explorer import EXPLORER
from marketplace.web.words.frame import FRAME
from marketplace.web.words.importing import IMPORTING
from marketplace.web.words.problems import PROBLEMS
from marketplace.web.words.public import PUBLIC
from marketplace.web.words.register import REGISTER
from marketplace.web.words.reporting import REPORTING
from marketplace.web.words.reviews import REVIEWS
from marketplace.web.words.supplier import SUPPLIER
from marketplace.web.words.supplying import SUPPLYING
from marketplace.web.words.tracing import TRACING

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    **FRAME,
    **PUBLIC,
    **ACCOUNT,
    **DESK,
    **CATALOGUE,
    **BUYER,
    **SUPPLIER,
    **SUPPLYING,
    **REVIEWS,
    **REGISTER,
    **IMPORTING,
    **REPORTING,
    **EXPLORER,
    **BANK,
    **ADMIN,
    **TRACING,
}
"""Chinese and English of every word on a page."""


def texts(language: str) -> Mapping[str, str]:
    """Give every word in a language; what is no language that is spoken here is answered in Chinese."""
    return _texts(1 if language == "en" else 0)


@cache
def _texts(place: int) -> Mapping[str, str]:
    return {key: pair[place] for key, pair in WORDS.items()}


__all__ = ["PROBLEMS", "WORDS", "texts"]
