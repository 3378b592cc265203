"""Look into a zipped workbook before it is opened: how large it would become.

The reader below keeps a sheet as one dense block, so two cells in opposite corners would take all memory there is; and
the sizes that an archive states of itself may lie. So every part is unpacked once, piece by piece, and counted.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from marketplace.gateways.sheets.errors import MOST_COLUMNS, MOST_ROWS, SheetDamaged, SheetTooLarge

MOST_UNPACKED: Final = 1 << 30
MOST_CELLS: Final = 12_000_000
_PIECE: Final = 1 << 18
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
_CELL: Final = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*[^/>]>')
_LONGEST_TAG: Final = 200
_ENCRYPTED: Final = 0x1


def check_archive(path: Path) -> None:
    """Refuse an archive that is damaged or would become too large.

    :raises SheetDamaged: if it cannot be unpacked.
    :raises SheetTooLarge: if it unpacks to more than a gigabyte, or a sheet spans more cells than are read.
    """
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            for part in archive.infolist():
                extent = _extent_of(part.filename)
                for piece in _unpack(file, part):
                    unpacked += len(piece)
                    if unpacked > MOST_UNPACKED:
                        raise SheetTooLarge
                    if extent is not None:
                        extent.see(piece)
    except (zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, OSError, ValueError, NotImplementedError):
        raise SheetDamaged from None


def _unpack(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack what really stands there, whatever size the archive's directory states."""
    if part.flag_bits & _ENCRYPTED or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SheetDamaged
    file.seek(part.header_offset)
    signature, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04":
        raise SheetDamaged
    file.seek(name_length + extra_length, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(_PIECE, left))
        if not packed:
            raise SheetDamaged
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, _PIECE)
            packed = inflate.unconsumed_tail


def _extent_of(name: str) -> "_Worksheet | _OpenDocument | None":
    if name.startswith("xl/worksheets/"):
        return _Worksheet()
    return _OpenDocument() if name == "content.xml" else None


class _Worksheet:
    """The block of an XLSX sheet: from the addresses of its cells that hold something."""

    def __init__(self) -> None:
        self.tail = b""
        self.rows = 0
        self.columns = 0

    def see(self, piece: bytes) -> None:
        data = self.tail + piece
        for letters, digits in set(_CELL.findall(data)):
            self.rows = max(self.rows, int(digits))
            self.columns = max(self.columns, _column_number(letters))
        self.tail = data[-_LONGEST_TAG:]
        _check_extent(self.rows, self.columns)


class _OpenDocument:
    """The block of an ODS sheet, whose cells and rows may be repeated by number."""

    def __init__(self) -> None:
        self.rows = self.columns = self.row_repeats = self.column = self.filled_column = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def see(self, piece: bytes) -> None:
        self.parser.Parse(piece)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.rows = 0
        elif tag == "table:table-row":
            self.row_repeats = int(attributes.get("table:number-rows-repeated", 1))
            self.column = self.filled_column = 0
        elif tag == "table:table-cell":
            self.column += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                self.filled_column = self.column

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self.rows += self.row_repeats
            if self.filled_column:
                self.columns = max(self.columns, self.filled_column)
                _check_extent(self.rows, self.columns)


def _check_extent(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise SheetTooLarge


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
