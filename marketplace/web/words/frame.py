"""The words around every page."""

from collections.abc import Mapping
from typing import Final

FRAME: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("帮扶", "Bangfu"),
    "tagline": ("消费帮扶交易与统计平台", "The marketplace for consumption assistance"),
    "around": ("公开页面", "For everybody"),
    "statistics_short": ("公开统计", "Statistics"),
    "other_language": ("English", "中文"),
    "skip": ("跳到正文", "Skip to the content"),
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出登录", "Sign out"),
    "my_account": ("我的账户", "My account"),
    "back": ("回到首页", "Back to the start"),
    "problem_code": ("代码", "Code"),
    "footer": (
        "公开数据不含任何姓名、证件号码、电话和账号。",
        "What is published holds no name, identity number, telephone or account.",
    ),
}
