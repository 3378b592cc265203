"""The reader's language and the words of the pages in it."""

from collections.abc import Mapping
from typing import Final

from flask import request

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("帮扶", "Bangfu"),
    "tagline": ("消费帮扶交易与统计平台", "The marketplace for consumption assistance"),
    "promise": (
        "每一个数字都能追溯到具体的销售和农户，精确到分；每户只计一次；不泄露任何姓名。",
        "Every figure traces to its sales and households, to the fen; no household counts twice; no name leaks.",
    ),
    "other_language": ("English", "中文"),
    "figures_of": ("{year} 年公开数据", "Figures of {year}"),
    "no_figures": (
        "还没有公开数据。导入或认可第一笔销售后，数据会出现在这里。",
        "There are no figures yet. They appear here once the first sale counts.",
    ),
    "measure": ("指标", "Measure"),
    "value": ("数值", "Value"),
    "definition": ("定义", "Definition"),
    "by_channel": ("按渠道", "By channel"),
    "by_channel_note": (
        "渠道互不重叠，金额相加即为合计；户数、人数去重，不可相加。",
        "Channels do not overlap, so amounts add up; households and persons are distinct and do not.",
    ),
    "channel": ("渠道", "Channel"),
    "sales": ("销售额", "Sales"),
    "households": ("带贫户数", "Households"),
    "persons": ("带贫人数", "Persons"),
    "suppressed": ("少于 5 户，不公开", "fewer than 5 households: not shown"),
    "total": ("合计", "Total"),
    "compared": ("比上年", "on the year before"),
    "go_on": ("继续", "Go on"),
    "link_catalogue": ("商品目录（JSON）", "Catalogue (JSON)"),
    "link_figures": ("公开数据（JSON）", "Public figures (JSON)"),
    "link_docs": ("接口文档", "API documentation"),
    "link_openapi": ("OpenAPI 文件", "OpenAPI document"),
    "back": ("回到首页", "Back to the start"),
}
"""Chinese and English of every word on a page."""


def language() -> str:
    """Tell the reader's language: by the switch, else by the browser, else Chinese."""
    asked = request.args.get("lang")
    return asked if asked in {"zh", "en"} else request.accept_languages.best_match(["zh", "en"], default="zh")


def texts() -> Mapping[str, str]:
    """Give every word in the reader's language."""
    place = 1 if language() == "en" else 0
    return {key: pair[place] for key, pair in WORDS.items()}
