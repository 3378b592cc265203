"""The words of every page of daily work: forms, lists, and what is wrong with what was typed."""

from collections.abc import Mapping
from typing import Final

DESK: Final[Mapping[str, tuple[str, str]]] = {
    "site": ("网站", "Site"),
    "optional": ("选填", "optional"),
    "form_wrong": ("有内容需要改正，尚未保存。", "Something needs mending; nothing was saved yet."),
    "pages": ("翻页", "Pages"),
    "first_page": ("第一页", "First page"),
    "next_page": ("下一页", "Next page"),
    "wrong_required": ("必填", "Required"),
    "wrong_too_long": ("太长，最多 {most} 个字符", "Too long: at most {most} characters"),
    "wrong_characters": ("含有不可见的控制字符", "Holds control characters"),
    "wrong_number": ("应为整数，如 12", "Must be a whole number such as 12"),
    "wrong_range": ("应在 {least} 到 {most} 之间", "Must be between {least} and {most}"),
    "wrong_day": ("应为日期，如 2020-09-30", "Must be a day such as 2020-09-30"),
    "wrong_amount": ("金额至少为 {least} 元", "At least {least} yuan"),
    "wrong_file": ("请选择文件", "Choose a file"),
    "file_kept": ("已上传：", "Uploaded:"),
    "file_again": ("如需更换，请另选文件。", "Choose another file to replace it."),
    "wrong_choice": ("请从列表中选择", "Choose one of the list"),
    "supplier_centre": ("供应商中心", "Supplier centre"),
    "office": ("帮扶工作台", "Office"),
    "administration": ("系统管理", "Administration"),
}
