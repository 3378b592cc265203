"""What can be wrong with a file before its rows are read."""

from marketplace.kernel.errors import Invalid


class KindUnknown(Invalid):
    """No kind of import has this name."""

    code = "import.kind_unknown"
    zh = "没有“{kind}”这种导入，可用：{kinds}"
    en = "There is no import kind “{kind}”; known are: {kinds}"


class HeaderMissing(Invalid):
    """The first row names none of the kind's columns; the facts name the required ones."""

    code = "import.header_missing"
    zh = "第 {row} 行不是表头：没有找到任何列名，必填列为 {columns}"
    en = "Row {row} is no header: it names none of the columns; required are {columns}"


class ColumnsMissing(Invalid):
    """Required columns are not in the header."""

    code = "import.columns_missing"
    zh = "缺少必填列：{columns}"
    en = "Required columns are missing: {columns}"


class ColumnTwice(Invalid):
    """Two header cells name the same column."""

    code = "import.column_twice"
    zh = "列“{column}”出现了两次"
    en = "The column “{column}” stands twice"


class RowsMissing(Invalid):
    """Under the header nothing stands."""

    code = "import.rows_missing"
    zh = "表头下面没有数据行"
    en = "There are no rows below the header"


class BadRowsTooMany(Invalid):
    """More rows are bad than are worth telling, so that it may be another file."""

    code = "import.bad_rows_too_many"
    zh = "错误行超过 {most} 行，检查到此为止；请先核对是否选错了文件，改正已列出的行后再试"
    en = "More than {most} rows are bad, and no more were checked; see whether this is the right file, then mend these"


class ReportUnwritable(Invalid):
    """The file that bad rows are to be given back in cannot be written there."""

    code = "import.report_unwritable"
    zh = "不能写入 {file}（目录不存在或无权限），因此没有导入"
    en = "{file} cannot be written (no such folder, or not ours), so nothing was imported"
