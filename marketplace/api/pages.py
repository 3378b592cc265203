"""Keyset pages: a cursor is the sort key of the last row, opaque to the caller."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import orjson

from marketplace.kernel.errors import Invalid

Row = TypeVar("Row")


class CursorWrong(Invalid):
    """A page cursor was not given out by this list."""

    code = "field.cursor"
    zh = "翻页标记无效，请从第一页开始"
    en = "The page cursor is not valid; start from the first page"


def write_cursor(*key: object) -> str:
    """Write a sort key as a cursor."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def read_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Read a cursor as a sort key of these JSON types (`int`, `str`, `float`).

    :raises CursorWrong: for anything this program did not write.
    """
    if cursor is None:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise CursorWrong from None
    if not isinstance(key, list) or len(key) != len(kinds) or not all(map(isinstance, key, kinds)):
        raise CursorWrong
    return tuple(key)


def page_of(rows: Sequence[Row], *, limit: int, key: Callable[[Row], Sequence[object]]) -> dict[str, Any]:
    """Make a page of `limit` rows from a read of `limit + 1`: `{"items": [...], "next": cursor | None}`."""
    items = rows[:limit]
    return {"items": items, "next": write_cursor(*key(items[-1])) if len(rows) > limit else None}
