"""A cell of a sheet as it leaves its file: text, an exact number, a day, or nothing; never a float."""

from datetime import date
from decimal import Decimal

Cell = str | int | Decimal | date | None


def text_of(cell: Cell) -> str:
    """Write a cell as a person would type it: numbers without exponent, days as 2020-09-30."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\u00a0"))
