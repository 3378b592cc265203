"""Sheets in and out: what a person's file holds arrives exactly, and what is no sheet is refused in words."""

import struct
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.gateways import sheets
from marketplace.gateways.sheets.errors import (
    CellsMerged,
    EncodingUnknown,
    NotASheet,
    QuotesBroken,
    SheetDamaged,
    SheetEmpty,
    SheetLocked,
    SheetTooLarge,
)

CHINESE = "环县苹果合作社"
FOUR_BYTES = "𠀀㐀䶵"
"""Characters that GB18030 writes with four bytes."""


def rows(path: Path) -> list[list]:
    return [row for _, row in sheets.read(path).rows]


def saved(tmp_path: Path, data: bytes, name: str = "f.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def workbook(tmp_path: Path, fill, **options) -> Path:
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book, book.add_worksheet("数据"))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_is_read_in_its_encoding(tmp_path, encoding):
    path = saved(tmp_path, f"名称,编号\n{CHINESE}{FOUR_BYTES},007\n".encode(encoding))
    assert rows(path) == [["名称", "编号"], [CHINESE + FOUR_BYTES, "007"]]


@settings(max_examples=60)
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1), st.sampled_from(["utf-8", "gb18030"]))
def test_any_words_under_a_chinese_header_survive_both_encodings(tmp_path_factory, words, encoding):
    path = saved(tmp_path_factory.mktemp("f"), f'名称,编号\n"{words.replace(chr(34), "")}",1\n'.encode(encoding))
    stripped = words.replace('"', "")
    (_, row) = rows(path)
    assert row[0] == (stripped[1:] if stripped[:2] in {"'=", "'+", "'-", "'@"} else stripped or None)


def test_short_gb18030_words_that_are_also_valid_utf_8_are_read_as_chinese(tmp_path):
    path = saved(tmp_path, "name,kind\n模,1\n".encode("gb18030"))
    assert b"\xc4\xa3" in path.read_bytes(), "the premise: valid in both"
    assert rows(path)[1][0] == "模"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_and_quotes_hold_it(tmp_path, delimiter):
    path = saved(tmp_path, f'a{delimiter}b\r\n"x{delimiter}""y"""{delimiter}"1\n2"\r\n'.encode())
    assert rows(path) == [["a", "b"], [f'x{delimiter}"y"', "1\n2"]]


def test_blank_rows_are_skipped_and_rows_keep_their_numbers(tmp_path):
    path = saved(tmp_path, b"a,b\n\n , \n1,2\n")
    assert list(sheets.read(path).rows) == [(1, ["a", "b"]), (4, ["1", "2"])]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", SheetEmpty),
        (b"\n \n", SheetEmpty),
        (b"a,b\n1,\x00\n", EncodingUnknown),
        ("a,b\n名,1\n".encode("utf-16"), EncodingUnknown),
        (b"a,b\n\xff\xfe\xfd,1\n", EncodingUnknown),
        (b'a,b\n"open,1\n', QuotesBroken),
        (b'a,b\n"x"y,1\n', QuotesBroken),
        (b"PK\x03\x04 not a zip", SheetDamaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a workbook", SheetDamaged),
        (b"a," * 600 + b"\n", SheetTooLarge),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(tmp_path, data, refusal):
    with pytest.raises(refusal) as refused:
        rows(saved(tmp_path, data))
    assert refused.value.sentence("zh") != refused.value.sentence("en")


@pytest.mark.parametrize(("data", "kind"), [(b"\x89PNG\r\n\x1a\n\0\0", "PNG"), (b"%PDF-1.7", "PDF")])
def test_a_picture_or_a_document_is_told_to_be_no_sheet(tmp_path, data, kind):
    with pytest.raises(NotASheet) as refusal:
        rows(saved(tmp_path, data))
    assert f"This is a {kind} file and no sheet" in refusal.value.sentence("en")
    assert f"这是 {kind} 文件，不是表格" in refusal.value.sentence("zh")


def test_a_workbook_gives_exact_numbers_days_and_texts(tmp_path):
    def fill(book, sheet):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["a", "b", "c", "d", "e", "f"])
        sheet.write_string(1, 0, "007")
        sheet.write_number(1, 1, 12.30)
        sheet.write_number(1, 2, 19.9 * 3)
        sheet.write_datetime(1, 3, date(2020, 9, 30), day)
        sheet.write_number(1, 4, 621022)
        sheet.write_boolean(1, 5, True)  # noqa: FBT003  the library's signature

    assert rows(workbook(tmp_path, fill))[1] == [
        "007",
        Decimal("12.3"),
        Decimal("59.7"),
        date(2020, 9, 30),
        621022,
        "TRUE",
    ]
    assert sheets.read(tmp_path / "f.xlsx").name == "数据"


def test_a_formula_counts_by_the_value_that_was_worked_out(tmp_path):
    path = workbook(tmp_path, lambda _, sheet: (sheet.write(0, 0, "a"), sheet.write_formula(1, 0, "=1+2", None, 3)))
    assert rows(path) == [["a"], [3]]


def test_hidden_sheets_are_passed_over_and_row_numbers_are_the_spreadsheets(tmp_path):
    def fill(book, sheet):
        sheet.hide()
        shown = book.add_worksheet("第二张")
        shown.activate()
        shown.write_row(3, 1, ["a", "b"])
        shown.write_row(5, 1, [1, 2])

    sheet = sheets.read(workbook(tmp_path, fill))
    assert (sheet.name, [number for number, _ in sheet.rows]) == ("第二张", [4, 6])


def test_merged_cells_are_refused_by_their_address(tmp_path):
    path = workbook(tmp_path, lambda _, sheet: (sheet.write(0, 0, "a"), sheet.merge_range("A2:A4", "x")))
    with pytest.raises(CellsMerged) as refused:
        sheets.read(path)
    assert refused.value.facts == {"cells": "A2:A4"}


def test_two_cells_in_opposite_corners_take_no_memory(tmp_path):
    path = workbook(tmp_path, lambda _, sheet: (sheet.write(0, 0, "a"), sheet.write(1_048_575, 16_383, "b")))
    with pytest.raises(SheetTooLarge):
        sheets.read(path)


def test_a_truncated_workbook_is_refused(tmp_path):
    whole = workbook(tmp_path, lambda _, sheet: [sheet.write(n, 0, f"text {n}") for n in range(1000)]).read_bytes()
    for length in (10, 100, len(whole) // 2, len(whole) - 5):
        with pytest.raises(SheetDamaged):
            rows(saved(tmp_path, whole[:length], "cut.xlsx"))


@pytest.mark.parametrize("stated", [None, 100])
def test_a_zip_bomb_is_refused_whatever_size_it_states(tmp_path, stated):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(1100):
            part.write(bytes(1 << 20))
    if stated is not None:
        data = bytearray(path.read_bytes())
        at = data.rindex(b"PK\x01\x02")
        data[at + 24 : at + 28] = struct.pack("<L", stated)
        path.write_bytes(data)
    with pytest.raises(SheetTooLarge):
        sheets.read(path)


def test_a_workbook_with_a_password_is_refused_as_such(tmp_path):
    path = saved(tmp_path, compound_file(["EncryptedPackage", "EncryptionInfo"]))
    with pytest.raises(SheetLocked):
        sheets.read(path)


def ods(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "f.ods"
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_an_open_document_is_read_and_its_repeated_blanks_cost_nothing(tmp_path):
    blank = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    body = f"<table:table-row>{cell('a')}</table:table-row><table:table-row>{cell('b')}</table:table-row>{blank}"
    assert rows(ods(tmp_path, body)) == [["a"], ["b"]]


def test_an_open_document_that_repeats_cells_without_end_is_refused(tmp_path):
    body = f'<table:table-row table:number-rows-repeated="1000000">{cell("a", 400)}</table:table-row>'
    with pytest.raises(SheetTooLarge):
        sheets.read(ods(tmp_path, body))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_written_is_read_back(tmp_path, ending):
    path = tmp_path / f"f.{ending}"
    written = [["编号", "金额", "日期"], ["007", Decimal("-12.30"), date(2020, 9, 30)], [None, 5, None]]
    sheets.write(path, written)
    read = rows(path)
    if ending == "csv":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert read == [written[0], ["007", "-12.30", "2020-09-30"], [None, "5", None]]
    else:
        assert read == written


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-x", "@sum", "\tx", "=HYPERLINK(1)"])
def test_a_text_never_becomes_a_formula(tmp_path, text):
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"f.{ending}"
        sheets.write(path, [["a", "b"], [text, "x"]])
        assert rows(path)[1][0] == text
        if ending == "csv":
            assert f"\n'{text}" in path.read_text("utf-8-sig") or f"\n\"'{text}" in path.read_text("utf-8-sig")
        else:
            with zipfile.ZipFile(path) as archive:
                assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def compound_file(streams: list[str]) -> bytes:
    """The smallest compound file with empty streams of these names, as a locked workbook is one."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16sHHHHHHLLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0,
        1, 1, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    header += struct.pack("<109L", 0, *[free] * 108)
    table = struct.pack("<128L", fat, end, *[free] * 126)

    def entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
        raw = name.encode("utf-16-le")
        return struct.pack(
            "<64sHBBLLL16sLQQLQ", raw, len(raw) + 2, kind, 1, left, right, child, b"", 0, 0, 0, end, 0
        )  # fmt: skip

    entries = [entry("Root Entry", 5, free, free, 1)]
    for number, name in enumerate(streams, start=1):
        entries.append(entry(name, 2, free, number + 1 if number < len(streams) else free, free))
    directory = b"".join(entries).ljust(512, b"\0")
    return header + table + directory
