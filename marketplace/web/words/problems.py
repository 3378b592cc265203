"""What a refusal means to a person, and where to go from it, by status."""

from collections.abc import Mapping
from typing import Final

_Pair = tuple[str, str]

PROBLEMS: Final[Mapping[int, tuple[_Pair, _Pair]]] = {
    400: (
        ("请求格式有误", "The request is malformed"),
        ("请返回上一页重试。", "Go back and try again."),
    ),
    401: (
        ("请先登录", "Sign in first"),
        ("登录后会回到这里。", "This page is for people who are signed in."),
    ),
    403: (
        ("您没有此项权限", "You may not do this"),
        (
            "如果确实需要，请向本单位或上级管理员申请相应的角色；如果页面打开已久，请刷新后重试。",
            (
                "If you need to, ask the administrator of your organisation or region for the role; if the page has "
                "been open for long, reload it and try again."
            ),
        ),
    ),
    404: (
        ("没有找到这个页面", "There is no such page"),
        (
            "地址可能写错，也可能这项内容不在您的权限范围内。请核对地址，或从首页重新查找。",
            "The address may be mistyped, or what it names may lie outside your scope. Check it, or start over.",
        ),
    ),
    405: (
        ("此地址不支持这种请求方法", "This address does not take that method"),
        ("请从首页重新进入。", "Begin again at the start."),
    ),
    413: (
        ("上传内容过大", "The upload is too large"),
        ("请拆分文件后再上传。", "Split the file and upload its parts."),
    ),
    422: (
        ("提交的内容有误", "What was sent is not valid"),
        ("请按提示改正后重试。", "Mend it as told and try again."),
    ),
    429: (
        ("请求过于频繁", "Too many requests"),
        ("请等一分钟后再试。", "Wait a minute, then try again."),
    ),
    500: (
        ("系统出错了", "Something went wrong here"),
        (
            "错误已记录，您的操作没有保存。请稍后重试；如再次出现，请告知管理员发生的时间。",
            (
                "It has been logged, and nothing was saved. Try again later; if it happens again, tell an "
                "administrator when it did."
            ),
        ),
    ),
    503: (
        ("服务暂时不可用", "Not available right now"),
        ("数据没有丢失。请几分钟后再试。", "Nothing is lost. Try again in a few minutes."),
    ),
}
"""What happened and where to go, each in Chinese and English; other statuses take those of their hundred."""
