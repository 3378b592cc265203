"""The column contract of a kind of file: names in both languages, how a cell is read, where its value is staged."""

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.kernel.cells import Cell

Reader = Callable[[Cell], object]
"""Reads a cell that is not blank; raises a DomainError that says what would be right."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; its values are staged under `name` with the given SQL type, a blank cell as NULL."""

    name: str
    zh: str
    read: Reader
    sql_type: str = "text"
    is_required: bool = False
    example: str = ""
    """What the template shows in its example row."""
    is_personal: bool = False
    """Its values are masked wherever a problem is told."""
