"""Read XLSX, XLS and ODS: the first visible sheet, formulas by the value that was last worked out."""

import mmap
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from marketplace.gateways.sheets.archives import check_archive
from marketplace.gateways.sheets.errors import MOST_COLUMNS, CellsMerged, SheetDamaged, SheetLocked, SheetTooLarge
from marketplace.kernel.cells import Cell

_LOCKED_PART: Final = "EncryptedPackage".encode("utf-16-le")
_DIGITS: Final = 15
"""A spreadsheet keeps more binary digits than it shows; what people see are these."""


def open_workbook(path: Path, *, is_zipped: bool) -> CalamineSheet:
    """Open a workbook's first visible sheet.

    :raises SheetRefused: if it is damaged, locked, too large, or has merged cells.
    """
    if is_zipped:
        check_archive(path)
    elif _is_encrypted(path):
        raise SheetLocked
    try:
        workbook = load_workbook(path)
        names = [
            each.name
            for each in workbook.sheets_metadata
            if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
        ]
        sheet = workbook.get_sheet_by_name(names[0])
    except PasswordError:
        raise SheetLocked from None
    except (CalamineError, IndexError, OSError, ValueError):
        raise SheetDamaged from None
    if sheet.merged_cell_ranges:
        first, last = sheet.merged_cell_ranges[0]
        raise CellsMerged(cells=f"{_address(*first)}:{_address(*last)}")
    if sheet.total_width > MOST_COLUMNS:
        raise SheetTooLarge
    return sheet


def rows_of(sheet: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    """Give the rows of a sheet with their numbers, as the spreadsheet counts them."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [cell_of(value) for value in row]


def cell_of(value: Any) -> Cell:
    """Turn a spreadsheet's value into a cell: floats into exact numbers, midnights into days."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _exact(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == value.time().min else value.isoformat(" ")
    if value is None or isinstance(value, (int, date)):
        return value
    return str(value)


def _exact(value: float) -> Cell:
    exact = Decimal(f"{value:.{_DIGITS}g}")
    if not exact.is_finite():
        return str(value)
    return int(exact) if exact == exact.to_integral_value() else exact


def _is_encrypted(path: Path) -> bool:
    """Tell whether a compound file is the wrapping of a locked XLSX, by the name of the part that holds it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(_LOCKED_PART) >= 0


def _address(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
