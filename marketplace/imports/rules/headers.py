"""Match a header row to a column contract: either language, any order, with or without the star and the unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from marketplace.imports.errors import ColumnsMissing, ColumnTwice, HeaderMissing
from marketplace.imports.rules.columns import Column
from marketplace.kernel.cells import Cell, text_of
from marketplace.kernel.text import fold_width

ERROR_HEADER: Final = "错误/error"
"""The column that a returned file of bad rows has; sent again, it is passed over."""

_PASSED_OVER = re.compile(r"[\s*\ufeff]")
_UNIT = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column stands at which position of a row, and which header texts are no column."""

    places: Sequence[tuple[Column, int]]
    ignored: Sequence[str]


def match(columns: Sequence[Column], header: Sequence[Cell], *, row_number: int = 1) -> Layout:
    """Find each column in the header.

    :raises HeaderMissing: if none is there.
    :raises ColumnTwice: if two cells name the same one.
    :raises ColumnsMissing: if required ones are not there, naming them all.
    """
    by_name = {spelling: column for column in columns for spelling in _spellings(column)}
    places: dict[str, int] = {}
    ignored: list[str] = []
    for position, cell in enumerate(header):
        title = text_of(cell).strip()
        column = by_name.get(_plain(title))
        if column is None:
            if title and title != ERROR_HEADER:
                ignored.append(title[:100])
        elif column.name in places:
            raise ColumnTwice(column=title)
        else:
            places[column.name] = position
    if not places:
        raise HeaderMissing(row=row_number, columns=[title_of(column) for column in columns if column.is_required])
    missing = [title_of(column) for column in columns if column.is_required and column.name not in places]
    if missing:
        raise ColumnsMissing(columns=missing)
    return Layout([(column, places[column.name]) for column in columns if column.name in places], ignored)


def title_of(column: Column) -> str:
    """Write a column's header in both languages, starred if required: 区划代码/code*."""
    return f"{column.zh}/{column.name}" + ("*" if column.is_required else "")


def _spellings(column: Column) -> set[str]:
    zh, name = _plain(column.zh), _plain(column.name)
    bare = _UNIT.sub("", zh)
    return {name, name.replace("_", ""), zh, bare, f"{zh}/{name}", f"{name}/{zh}", f"{bare}/{name}"}


def _plain(title: str) -> str:
    return _PASSED_OVER.sub("", fold_width(title)).lower()
