"""Write CSV (UTF-8 with BOM, as spreadsheets expect it) and XLSX in constant memory.

A text that begins with = + - or @ never becomes a formula: XLSX stores it as text; CSV shields it with an apostrophe,
which reading takes away again.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from marketplace.kernel.cells import Cell, text_of

_DIGITS: Final = 15
_NUMBER_SIGNS: Final = frozenset("0123456789+-.,")


def write(path: Path, rows: Iterable[Sequence[Cell]], *, sheet_name: str = "Sheet1") -> None:
    """Write rows to a file; its ending `.xlsx` or `.csv` says how. The first row is the header."""
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, rows, sheet_name)
    else:
        _write_delimited(path, rows)


def _write_delimited(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_shielded(cell) for cell in row] for row in rows)


def _shielded(cell: Cell) -> str:
    text = text_of(cell)
    is_risky = text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER_SIGNS.issuperset(text)
    return f"'{text}" if is_risky else text


def _write_workbook(path: Path, rows: Iterable[Sequence[Cell]], sheet_name: str) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(sheet_name)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write_cell(sheet, (number, column), cell, style=bold if number == 0 else None, day=day)


def _write_cell(sheet: Any, place: tuple[int, int], cell: Cell, *, style: Any, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        sheet.write_datetime(*place, cell, day)
    elif isinstance(cell, (int, Decimal)) and len(text_of(cell).strip("-").replace(".", "")) <= _DIGITS:
        sheet.write_number(*place, cell, style)
    else:
        sheet.write_string(*place, text_of(cell), style)
