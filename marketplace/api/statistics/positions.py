"""Where a list of sales goes on: day and id of the last row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.api.pages import CursorWrong, read_cursor


def position_of(after: str | None) -> tuple[date, int] | None:
    """Read the day and id before which a page begins.

    :raises CursorWrong: for anything this program did not write.
    """
    key = read_cursor(after, str, int)
    try:
        return key and (date.fromisoformat(key[0]), key[1])
    except ValueError:
        raise CursorWrong from None


def newest_first(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Tell the sort key of a sale row."""
    return (row["sold_on"].isoformat(), row["id"])
