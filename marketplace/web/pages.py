"""Lists in an address: what narrows them, and `after`, the key of the last row shown: a page can be sent to others.

What cannot be read in an address narrows nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar, overload

from flask import request, url_for

from marketplace.kernel.text import has_control_characters

Row = TypeVar("Row")
Choice = TypeVar("Choice", bound=StrEnum)
SIZE: Final = 24
_MOST: Final = 2**63 - 1
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """So many rows of a list, and the addresses of the next ones and of the first."""

    rows: Sequence[Row]
    next: str | None
    first: str | None


@overload
def asked_choice(name: str, kinds: type[Choice]) -> Choice | None: ...
@overload
def asked_choice(name: str, kinds: type[Choice], default: Choice) -> Choice: ...
def asked_choice(name: str, kinds: type[Choice], default: Choice | None = None) -> Choice | None:
    """Read one of a choice; `default` for what is none of it."""
    asked = request.args.get(name, "")
    return kinds(asked) if asked in list(kinds) else default


def asked_text(name: str, longest: int = _LONGEST) -> str | None:
    """Read a text, cut to a length; `None` where there is none, or it holds what nobody sees."""
    asked = request.args.get(name, "").strip()[:longest]
    return asked if asked and not has_control_characters(asked) else None


def after_id() -> int | None:
    """Read where a list of numbered rows goes on; what is no number begins at the first page."""
    asked = request.args.get("after", "")
    return min(int(asked), _MOST) if asked.isascii() and asked.isdigit() and len(asked) < _LONGEST else None


def after_key() -> str | None:
    """Read where a list sorted otherwise goes on, as its own page wrote it."""
    return asked_text("after")


def page_of(rows: Sequence[Row], key: Callable[[Row], Any], *, size: int = SIZE) -> Page[Row]:
    """Make a page of a read of one row more than it shows."""
    shown = rows[:size]
    return Page(
        rows=shown,
        next=address_with(after=key(shown[-1])) if len(rows) > size else None,
        first=address_with(after=None) if "after" in request.args else None,
    )


def address_with(**changes: Any) -> str:
    """Tell the address of this page with other arguments: the state of a list stands in its address.

    What `url_for` would take for itself, as `_scheme`, and what names the page is left out of what was asked for.
    """
    place = {"endpoint": request.endpoint or "public.home", **(request.view_args or {})}
    asked: dict[str, Any] = {
        name: value
        for name, value in request.args.items()
        if value and name != "lang" and name not in place and not name.startswith("_")
    }
    return url_for(**place, **(asked | changes))
