"""What can be wrong with a cell; each sentence says what would be right."""

from marketplace.kernel.errors import Invalid


class CellBlank(Invalid):
    """A required cell is empty."""

    code = "cell.blank"
    zh = "必填，不能为空"
    en = "Required; it may not be empty"


class CellNotText(Invalid):
    """A text holds NUL or other control characters, or is too long."""

    code = "cell.not_text"
    zh = "含有控制字符或超过 {longest} 个字"
    en = "Holds control characters or more than {longest} characters"


class CodeDamaged(Invalid):
    """A spreadsheet turned a code into a number and its digits are gone."""

    code = "cell.code_damaged"
    zh = "“{value}”已被表格软件改成数字，位数已丢失；请把该列设为文本格式后重新填写"
    en = "“{value}” was turned into a number by the spreadsheet and lost digits; make the column text and type it again"


class DayUnreadable(Invalid):
    """A cell is not a day."""

    code = "cell.not_day"
    zh = "“{value}”不是日期，应如 2020-09-30 或 2020/9/30"
    en = "“{value}” is not a day such as 2020-09-30 or 2020/9/30"


class NumberUnreadable(Invalid):
    """A cell is not a number in bounds."""

    code = "cell.not_number"
    zh = "“{value}”应为 {least} 到 {most} 之间、最多 {places} 位小数的数"
    en = "“{value}” should be a number from {least} to {most} with at most {places} decimals"


class WholeNumberUnreadable(NumberUnreadable):
    """A cell is not a whole number in bounds."""

    code = "cell.not_number"
    zh = "“{value}”应为 {least} 到 {most} 之间的整数"
    en = "“{value}” should be a whole number from {least} to {most}"


class PercentDoubtful(Invalid):
    """A number above 0 up to 1 in a percent column may be a spreadsheet's own percentage."""

    code = "cell.percent_doubtful"
    zh = "“{value}”有歧义：请写成文本，如 30 或 30%、100 或 100%、1%"
    en = "“{value}” is in doubt: write it as text, such as 30 or 30%, 100 or 100%, 1%"


class ChoiceUnknown(Invalid):
    """A cell is none of the words or codes of its column."""

    code = "cell.unknown_choice"
    zh = "“{value}”不在可选范围内，应为：{choices_zh}"
    en = "“{value}” is not one of: {choices_en}"
