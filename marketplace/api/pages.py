"""Keyset pages: a cursor is the sort key of the last row, opaque to the caller."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import orjson

from marketplace.kernel.errors import Invalid
from marketplace.kernel.text import has_control_characters

Row = TypeVar("Row")
_MOST: Final = 2**63 - 1


class CursorWrong(Invalid):
    """A page cursor was not given out by this list."""

    code = "field.cursor"
    zh = "翻页标记无效，请从第一页开始"
    en = "The page cursor is not valid; start from the first page"


def write_cursor(*key: object) -> str:
    """Write a sort key as a cursor."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def read_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Read a cursor as a sort key of these JSON types (`int`, `str`).

    :raises CursorWrong: for anything this program did not write.
    """
    if cursor is None:
        return None
    try:
        key = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise CursorWrong from None
    if not isinstance(key, list) or len(key) != len(kinds) or not all(map(_could_be_written, key, kinds)):
        raise CursorWrong
    return tuple(key)


def _could_be_written(value: Any, kind: type) -> bool:
    """Tell whether a row could have this value: a number that a column holds, a text that one holds."""
    if isinstance(value, str):
        return kind is str and not has_control_characters(value)
    return type(value) is kind is int and -_MOST <= value <= _MOST


def page_of(rows: Sequence[Row], *, limit: int, key: Callable[[Row], Sequence[object]]) -> dict[str, Any]:
    """Make a page of `limit` rows from a read of `limit + 1`: `{"items": [...], "next": cursor | None}`."""
    items = rows[:limit]
    return {"items": items, "next": write_cursor(*key(items[-1])) if len(rows) > limit else None}
