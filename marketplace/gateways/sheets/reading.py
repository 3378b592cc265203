"""Open any sheet by its content."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from marketplace.gateways.sheets import delimited, workbooks
from marketplace.gateways.sheets.errors import NotASheet, SheetEmpty
from marketplace.kernel.cells import Cell, is_blank

_ZIPPED: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
}
"""How files begin that are taken for a sheet by mistake."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on its way: its name, at most how many rows it has, and its rows that are not blank."""

    name: str
    rows_at_most: int
    rows: Iterator[tuple[int, list[Cell]]]
    """Row number, as the spreadsheet counts from 1, and its cells."""


def read(path: Path) -> Sheet:
    """Open the first sheet of a file; its rows are read as they are asked for.

    :raises SheetRefused: saying why the file cannot be read; for a CSV file also while its rows are read.
    """
    with path.open("rb") as file:
        beginning = file.read(len(_COMPOUND))
    if not beginning:
        raise SheetEmpty
    for sign, kind in _OTHERS.items():
        if beginning.startswith(sign):
            raise NotASheet(kind=kind)
    if beginning.startswith((_ZIPPED, _COMPOUND)):
        sheet = workbooks.open_workbook(path, is_zipped=beginning.startswith(_ZIPPED))
        return Sheet(sheet.name, sheet.total_height, _filled(workbooks.rows_of(sheet)))
    rows = enumerate(delimited.rows_of(path), start=1)
    return Sheet("CSV", delimited.count_lines(path), _filled(rows))


def _filled(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    return ((number, row) for number, row in rows if not all(map(is_blank, row)))
