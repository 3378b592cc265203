"""Sheets: CSV, XLSX, XLS and ODS files as streams of rows of cells, and back.

The type is read from the content, never from the name. No float leaves: a spreadsheet's number becomes the exact
decimal of the fifteen digits that it shows. What is damaged, hostile or no sheet at all is refused before it takes
memory.
"""

from marketplace.gateways.sheets.errors import SheetRefused
from marketplace.gateways.sheets.reading import Sheet, read
from marketplace.gateways.sheets.writing import write

__all__ = ["Sheet", "SheetRefused", "read", "write"]
