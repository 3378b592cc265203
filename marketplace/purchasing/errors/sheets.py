"""What can be wrong with a sheet of order lines as a whole."""

from marketplace.kernel.errors import Invalid


class OrderSheetRefused(Invalid):
    """Some rows cannot be ordered; nothing was."""

    code = "order_sheet.refused"
    zh = "表格中有 {rows_bad} 行不能下单，全部未下单"
    en = "{rows_bad} rows of the sheet cannot be ordered; nothing was"


class OrderSheetTooLarge(Invalid):
    """The file is larger than a sheet of order lines needs to be."""

    code = "order_sheet.too_large"
    zh = "文件过大：下单表格最多 {most_mib} MB"
    en = "The file is too large: a sheet of order lines has at most {most_mib} MB"
