"""Workbooks as people open them."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

Cell = str | int | None


def write_workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """Write named sheets of rows as an XLSX file; the first row of a sheet with several columns is its header."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as workbook:
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
