"""A figure beside the same figure of an earlier slice: base, change, and the definitions that both rest on."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any

from marketplace.kernel.days import Month
from marketplace.statistics.rules.definitions import MEASURES
from marketplace.statistics.rules.rows import Row, figure_row
from marketplace.statistics.rules.slices import By, Slice, later
from marketplace.statistics.rules.units import change_bp


class Compare(StrEnum):
    """With which earlier slice."""

    YEAR = "year"
    """The same months a year before."""
    PREVIOUS = "previous"
    """As many months right before."""

    def base_of(self, asked: Slice) -> Slice:
        """Make the slice that is compared with."""
        return asked.year_before() if self is Compare.YEAR else asked.period_before()

    def months_of(self, asked: Slice) -> int:
        """Tell how many months lie between a month and its base."""
        return 12 if self is Compare.YEAR else asked.months


def compare(rows: Sequence[Row], base_rows: Sequence[Row], *, asked: Slice, by: By | None, mode: Compare) -> list[Row]:
    """Put beside each row its base, the change of every measure in basis points, and the base's definitions.

    A value that only the base has is a row of zeros; a month stands beside the month so many months before.
    """
    shift = mode.months_of(asked) if by is By.MONTH else 0
    bases = {_value(row, by, shift): row for row in base_rows}
    found = {_value(row, by): row for row in rows}
    knows_payments = asked.knows_payments and (by is None or by.knows_payments)
    values = sorted(found.keys() | bases.keys(), key=lambda value: (value is None, value or ""))
    zeros = partial(_or_zeros, by=by, knows_payments=knows_payments)
    return [_beside(zeros(found, v), zeros(bases, v)) for v in values]


def change_of(now: int | None, base: int | None) -> int | None:
    """Tell the change of a measure in basis points, half up; unknown where one of them is, or without a base."""
    return None if now is None or base is None else change_bp(now, base)


def _value(row: Row, by: By | None, shift: int = 0) -> str | None:
    if by is None:
        return None
    value: str | None = row["slice"][by.key]
    return str(later(Month(value), shift)) if shift and value is not None else value


def _or_zeros(rows: Mapping[str | None, Row], value: str | None, *, by: By | None, knows_payments: bool) -> Row:
    return rows.get(value) or figure_row(value, by, {}, {}, knows_payments=knows_payments)


def _beside(row: Row, base: Row) -> dict[str, Any]:
    return {
        **row,
        "base": {name: base[name] for name in MEASURES},
        "change_bp": {name: change_of(row[name], base[name]) for name in MEASURES},
        "base_definitions": base["definitions"],
    }
