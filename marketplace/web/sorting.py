"""By which column a list is sorted, as its address says: `sort=name`, or `sort=-name` from the last to the first."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from flask import request

from marketplace.kernel.sorting import Sorting, SortKey, position_of
from marketplace.web.pages import Page, asked_text, page_of

Row = TypeVar("Row", bound=Mapping[str, Any])
_LONGEST: Final = 600
_NEWEST: Final = Sorting()


def asked_sorting(keys: Mapping[str, SortKey], otherwise: Sorting = _NEWEST) -> Sorting:
    """Read the order of a list and where it goes on; `otherwise` where none of its keys is asked for."""
    return find_asked_sorting(keys) or otherwise.going_on(asked_text("after", _LONGEST))


def find_asked_sorting(keys: Mapping[str, SortKey]) -> Sorting | None:
    """Read the order of a list and where it goes on, if one of its keys is asked for."""
    asked = request.args.get("sort", "")
    key = keys.get(asked.removeprefix("-"))
    if key is None:
        return None
    return Sorting(key, is_descending=asked.startswith("-")).going_on(asked_text("after", _LONGEST))


def sorted_page(rows: Sequence[Row]) -> Page[Row]:
    """Make a page of what was read in the order asked for, one row more than it shows."""
    return page_of(rows, key=position_of)
