"""What the address of a page of published figures asks for: a year, a region, a month, a channel."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import request

from marketplace.kernel.days import Month
from marketplace.kernel.errors import NotFound
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.extent import Extent

_DIGITS: Final = 4
_MOST_YEARS: Final = 8
_LONGEST_ID: Final = 18


def year() -> int | None:
    """Read the year.

    :raises NotFound: for what is none.
    """
    asked = request.args.get("year")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == _DIGITS):
        raise NotFound
    return int(asked)


def region() -> str | None:
    """Read the code of the region as it was typed."""
    return request.args.get("region") or None


def month() -> Month | None:
    """Read the month that narrows a year.

    :raises MonthUnreadable: for what is none.
    """
    asked = request.args.get("month")
    return Month.parse(asked) if asked else None


def channel() -> Channel | None:
    """Read the channel.

    :raises NotFound: for what is none.
    """
    asked = request.args.get("channel")
    if asked and asked not in list(Channel):
        raise NotFound
    return Channel(asked) if asked else None


def years(extent: Extent) -> range:
    """Tell the latest years with sales, newest first."""
    return range(extent.last_year, max(extent.first_year, extent.last_year - _MOST_YEARS) - 1, -1)


def is_within(asked: int, extent: Extent) -> bool:
    """Tell whether there may be sales in a year."""
    return extent.first_year <= asked <= extent.last_year


def position_of(after: str | None) -> tuple[date, int] | None:
    """Read where a list of sales goes on, as `position` wrote it; what is none begins at the first."""
    day, _, number = (after or "").partition("~")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def position(row: Mapping[str, Any]) -> str:
    """Write the day and id of a sale as the place where a list goes on."""
    return f"{row['sold_on']}~{row['id']}"
