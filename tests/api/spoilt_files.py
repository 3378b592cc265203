"""Files that spreadsheet programs, careless people and attackers make, by what is wrong with them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import xlsxwriter

from tests.factories import documents

FOUR_BYTES = "𠀀㐀䶵"
"""Characters that GB18030 writes with four bytes."""


def workbook(rows: Sequence[Sequence[Any]], fill: Callable[..., Any] | None = None, **options: Any) -> bytes:
    """A workbook with these rows, and whatever else `fill` writes into it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("数据")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if fill:
            fill(book, sheet)
    return file.getvalue()


def text(rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows).encode(encoding, "surrogatepass")


@cache
def bomb() -> bytes:
    """A workbook of a megabyte that unpacks to more than a gigabyte, and says it is a hundred bytes."""
    packer = zlib.compressobj(9, wbits=-15)
    part = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    name = "xl/worksheets/sheet1.xml"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, part * 1_100)
    data = bytearray(file.getvalue())
    at = data.rindex(b"PK\x01\x02")
    for place in (8, at + 10):
        data[place : place + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
    data[at + 24 : at + 28] = struct.pack("<L", 100)
    return bytes(data)


def entities() -> bytes:
    """A workbook whose shared texts name one another ten times over, ten times over."""
    whole = io.BytesIO(workbook([["a", "b"], ["1", "2"]]))
    file = io.BytesIO()
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{"".join(names)}]><sst><si><t>&e9;</t></si></sst>'
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, evil if name.endswith("sharedStrings.xml") else old.read(name))
    return file.getvalue()


def spoilt(header: Sequence[str], row: Sequence[Any]) -> dict[str, bytes]:
    """Files for a kind with this header and a row that would be good."""
    whole = workbook([header, *[row] * 50])
    first, *rest = row
    return {
        "nothing": b"",
        "blank": b"\r\n , \r\n",
        "header alone": text([header]),
        "another header": text([["x", "y"], row]),
        "a header twice": text([[*header, header[0]], [*row, first]]),
        "cut off": whole[: len(whole) // 2],
        "cut off at its end": whole[:-5],
        "no workbook": b"PK\x03\x04" + b"\0" * 500,
        "an old workbook that is none": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "bomb": bomb(),
        "entities": entities(),
        "last cell of a sheet": workbook([header, row], lambda _, sheet: sheet.write(1_048_575, 16_383, "b")),
        "a million rows declared": workbook([header, row], lambda _, sheet: sheet.write(1_048_575, 0, "b")),
        "formulas": workbook([header], lambda _, s: s.write_formula(1, 0, '=HYPERLINK("http://x")', None, "x")),
        "formula that failed": workbook([header], lambda _, sheet: sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")),
        "merged": workbook([header, row], lambda _, sheet: sheet.merge_range("A3:A9", "x")),
        "days where codes stand": workbook([header, [45_000.5, *rest]]),
        "days as days": workbook(
            [header], lambda b, s: s.write_datetime(1, 0, date(2020, 9, 1), b.add_format({"num_format": "yyyy"}))
        ),
        "exponents": text([header, ["6.21022E+11", *rest], ["1e400", *rest], ["-0", *rest]]),
        "huge numbers": text([header, ["9" * 400, *rest]]),
        "floats": workbook([header, [0.1 + 0.2, *rest], [1e300, *rest]]),
        "utf-16": text([header, row], "utf-16"),
        "utf-32": text([header, row], "utf-32"),
        "latin": b"caf\xe9,x\r\n1,2\r\n",
        "half characters": text([header, ["\ud800", *rest]]),
        "nul": text([header, ["a\0b", *rest]]),
        "unseen": text([header, ["\u202e\u200b", *rest]]),
        "gb18030": text([header, [FOUR_BYTES, *rest]], "gb18030"),
        "open quotes": text([header]) + b'"open,1\r\n',
        "one long cell": text([header, ["长" * 100_000, *rest]]),
        "wide": text([[*header, *range(700)], row]),
        "ragged": text([header, row, [first], [*row, 1, 2, 3]]),
        "carriage returns": text([header, row]).replace(b"\r\n", b"\r"),
        "a picture": documents.png(),
        "a document": documents.docx(),
        "a page": documents.HTML,
        "a program": documents.PROGRAM,
    }


CELLS: list[Any] = [
    "", " ", "\u3000", "x", "'", "=1+1", "@x", "-", "#N/A", "#REF!", "N/A", "无", "True", "true", "1e400",
    "6.21022E+11", "-0", "9" * 400, 10**30, 10**15, -1, 0, 0.1 + 0.2, 1e300, "0.005", "1,000", "1，000", "￥12", "12元",
    "１２．５", "50%", "101%", "2020-02-30", "2020/9/1", "2020年9月1日", "44075", 44_075, 45_000.5, "9999-12-31",
    "1899-12-31", "2020-13",
    "2020-9", date(2020, 9, 1), "621022", "62102210100", "６２１０２２", "110101", "\u202e", "\u200bx", "a\tb", "a\nb",
    "长" * 501, FOUR_BYTES, "🍎", "e\u0301", "{0}", "%s", "';--", "../x", "<b>",
]  # fmt: skip
"""What people and programs leave in a cell."""


def nasty(header: Sequence[str], row: Sequence[Any]) -> bytes:
    """A workbook of a good row and, for each column and each cell above, such a row with the cell in the column."""
    places = [(column, cell) for column in range(len(row)) for cell in CELLS]
    rows = [_with(_numbered(row, number), *place) for number, place in enumerate(places)]
    dates = {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    return workbook([header, row, *rows], **dates)


def _numbered(row: Sequence[Any], number: int) -> list[Any]:
    """The row under another number where its first cell ends in one, so that not all are the same thing told again."""
    first = str(row[0])
    return [f"{first[:-3]}{number % 1000:03d}" if first[-3:].isdigit() else first, *row[1:]]


def _with(row: Sequence[Any], column: int, cell: Any) -> list[Any]:
    return [*row[:column], cell, *row[column + 1 :]]


NAMES = [
    "../../etc/passwd", "C:\\temp\\x.xlsx", "a\0b.csv", "a\r\nX-Y: z.csv", "\u202excod.exe", "长" * 500 + ".xlsx", " ",
    ".", "..", 'a"b;c.csv', "con", "a/b/c.xlsx", "\ud800.csv", "🍎.csv", "%00.csv", "a" * 5_000,
]  # fmt: skip
"""Names that files were never meant to have."""
