"""Read CSV: the encoding and the delimiter are found out, the rows are streamed."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from marketplace.gateways.sheets.errors import (
    MOST_COLUMNS,
    MOST_ROWS,
    EncodingUnknown,
    QuotesBroken,
    SheetEmpty,
    SheetTooLarge,
)
from marketplace.kernel.cells import Cell

_CHUNK: Final = 1 << 20
_SIXTEEN_BIT: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_THREE_BYTES: Final = 0xE0
"""The smallest first byte of a UTF-8 character of three bytes, as Chinese ones are."""
_SHIELDED: Final = tuple("'" + sign for sign in "=+-@\t\r")
"""How texts that a spreadsheet might run as formulas are written; see `writing`."""


def encoding_of(path: Path) -> str:
    """Tell the encoding of a whole text file: `utf-8-sig` or `gb18030`.

    :raises EncodingUnknown: if it is neither, or holds NUL.
    """
    if _decodes(path, "utf-8-sig") and not _looks_like_gb18030(path):
        return "utf-8-sig"
    if _decodes(path, "gb18030"):
        return "gb18030"
    raise EncodingUnknown


def count_lines(path: Path) -> int:
    """Count line ends, at least as many as there are rows."""
    return 1 + sum(chunk.count(b"\n") or chunk.count(b"\r") for chunk in _chunks(path))


def rows_of(path: Path) -> Iterator[list[Cell]]:
    """Stream the rows of a CSV file, each a list of texts or `None`.

    :raises SheetRefused: for a wrong encoding, broken quotes, too many rows or columns.
    """
    with path.open(encoding=encoding_of(path), newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter_of(path), strict=True)
        number = 0
        try:
            for number, row in enumerate(reader, start=1):
                if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                    raise SheetTooLarge
                yield [_bare(cell) for cell in row]
        except csv.Error:
            raise QuotesBroken(row=number + 1) from None


def _bare(cell: str) -> Cell:
    return (cell[1:] if cell.startswith(_SHIELDED) else cell) or None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            if b"\0" in chunk or chunk.startswith(_SIXTEEN_BIT):
                raise EncodingUnknown
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_gb18030(path: Path) -> bool:
    """Tell whether valid UTF-8 is more likely Chinese in GB18030: a few words may happen to be both.

    In UTF-8 Chinese takes three bytes or more; a file without any such character, whose others would all be Chinese in
    GB18030, was written in that.
    """
    if any(max(chunk) >= _THREE_BYTES for chunk in _chunks(path)):
        return False
    text = "".join(char for chunk in _chunks(path) for char in chunk.decode("gb18030", "replace") if not char.isascii())
    return bool(text) and all("\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" for char in text)


def _delimiter_of(path: Path) -> str:
    """Tell which of comma, semicolon and tab stands most often in the first line that is not blank, outside quotes.

    :raises SheetEmpty: if no line holds anything.
    """
    with path.open(encoding=encoding_of(path)) as file:
        for line in file:
            if line.strip():
                outside = "".join(line.split('"')[::2])
                return max(",;\t", key=outside.count)
    raise SheetEmpty
