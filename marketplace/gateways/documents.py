"""Workbooks and documents as people open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

Cell = str | int | Decimal | None
_FONTS: Final = ("Times New Roman", "宋体")
"""Latin and Chinese: what official documents are set in."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document: what stands above it, and its rows, the header first; all but the first column right."""

    caption: str
    rows: Sequence[Sequence[str]]
    is_of_numbers: bool = True


def write_document(title: str, paragraphs: Sequence[str], tables: Sequence[Table], *, language: str) -> bytes:
    """Write a title, paragraphs and tables as a DOCX file."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(12)
    for style in (normal, document.styles["Title"], document.styles["Heading 2"]):
        style.font.name = _FONTS[0]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:eastAsia"), _FONTS[1])
    document.core_properties.title = title
    document.core_properties.language = "zh-CN" if language == "zh" else "en-GB"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(title, level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for paragraph in paragraphs:
        # Chinese paragraphs begin two characters in
        document.add_paragraph(paragraph).paragraph_format.first_line_indent = Pt(24 if language == "zh" else 0)
    for table in tables:
        document.add_heading(table.caption, level=2)
        _add_table(document, table)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _add_table(document: Any, table: Table) -> None:
    grid = document.add_table(rows=len(table.rows), cols=len(table.rows[0]), style="Table Grid")
    for row, cells in zip(grid.rows, table.rows, strict=True):
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).font.size = Pt(10)
            if place and table.is_of_numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def write_workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """Write named sheets of rows as an XLSX file; the first row of a sheet with several columns is its header."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        header = workbook.add_format({"bold": True, "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets:
            sheet = workbook.add_worksheet(name)
            widest = max(map(len, rows), default=0)
            sheet.set_column(0, 0, 100 if widest == 1 else 30, wrapped)
            sheet.set_column(1, max(widest - 1, 1), 20)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row, header if number == 0 else None)
            if widest > 1:
                sheet.freeze_panes(1, 0)
    return content.getvalue()
