"""Why a file is not a sheet that can be read."""

from typing import Final

from marketplace.kernel.errors import Invalid

MOST_ROWS: Final = 1_048_576
"""What a spreadsheet can hold; CSV is held to the same."""
MOST_COLUMNS: Final = 500


class SheetRefused(Invalid):
    """The file cannot be read as a sheet."""

    code = "sheet.refused"
    zh = "文件无法读取"
    en = "The file cannot be read"


class SheetEmpty(SheetRefused):
    """Nothing stands in the file."""

    code = "sheet.empty"
    zh = "文件是空的"
    en = "The file is empty"


class SheetDamaged(SheetRefused):
    """The file is truncated, damaged or of a kind that is not read here."""

    code = "sheet.damaged"
    zh = "文件已损坏，或不是 CSV、XLSX、XLS、ODS 表格"
    en = "The file is damaged, or is not a CSV, XLSX, XLS or ODS sheet"


class NotASheet(SheetRefused):
    """The file is a picture, a document or an archive."""

    code = "sheet.not_a_sheet"
    zh = "这是 {kind} 文件，不是表格；请上传 CSV、XLSX、XLS 或 ODS"
    en = "This is a {kind} file and no sheet; send CSV, XLSX, XLS or ODS"


class SheetLocked(SheetRefused):
    """The file asks for a password."""

    code = "sheet.locked"
    zh = "文件有密码保护，请去掉密码后再上传"
    en = "The file is protected by a password; remove it and send the file again"


class SheetTooLarge(SheetRefused):
    """The file unpacks to more than is read."""

    code = "sheet.too_large"
    zh = "表格过大：最多 {most_rows} 行、{most_columns} 列；很大的表格请存为 CSV"
    en = "The sheet is too large: at most {most_rows} rows and {most_columns} columns; save very large sheets as CSV"

    def __init__(self) -> None:
        """Name the limits."""
        super().__init__(most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)


class EncodingUnknown(SheetRefused):
    """A text file is neither UTF-8 nor GB18030."""

    code = "sheet.encoding_unknown"
    zh = "文件编码既不是 UTF-8 也不是 GB18030，请另存为“CSV UTF-8”"
    en = "The file is neither UTF-8 nor GB18030; save it as “CSV UTF-8”"


class QuotesBroken(SheetRefused):
    """A quoted CSV cell is not closed, or goes on after its quote."""

    code = "sheet.quotes_broken"
    zh = "第 {row} 行的引号不成对"
    en = "The quotes of row {row} do not match"


class CellsMerged(SheetRefused):
    """Merged cells leave it open to which row a value belongs."""

    code = "sheet.cells_merged"
    zh = "单元格 {cells} 是合并的，请取消合并，并在每一行填写"
    en = "The cells {cells} are merged; unmerge them and fill in every row"
