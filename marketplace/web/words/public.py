"""The words of the home page; measures are called as their definitions call them."""

from collections.abc import Mapping
from typing import Final

PUBLIC: Final[Mapping[str, tuple[str, str]]] = {
    "about": (
        (
            "经认定的供应商在这里销售脱贫地区的农产品，机关、学校和企业在这里批量采购，干部在这里上报销售；"
            "平台据此统计销售额和带动的农户。"
        ),
        (
            "Certified suppliers sell the produce of assisted counties here, agencies, schools and firms buy it in "
            "bulk, and officers report what is sold elsewhere: from these the figures of sales and households are "
            "computed."
        ),
    ),
    "promise": (
        "每一个数字都能追溯到具体的销售和农户，精确到分；每户只计一次；不泄露任何姓名。",
        "Every figure traces to its sales and households, to the fen; no household counts twice; no name leaks.",
    ),
    "seek": ("搜索", "Search"),
    "browse_goods": ("浏览商品", "Browse the goods"),
    "order_in_bulk": ("批量下单", "Order in bulk"),
    "figures_of": ("{region} {year} 年公开数据", "Figures of {region}, {year}"),
    "nation": ("全国", "the nation"),
    "years": ("年份", "Years"),
    "regions": ("区域", "Regions"),
    "no_figures": ("还没有公开数据", "There are no figures yet"),
    "no_figures_why": (
        "第一笔销售计入后，这里就会出现当年的数据。接下来可以：",
        "They appear here once the first sale counts. To get there:",
    ),
    "next_demo": ("试用：载入参考年度（庆阳市 2020 年）", "Try it out: load the reference year, Qingyang 2020"),
    "next_import": (
        "导入：依次导入供应商、产品、农户、名册和销售",
        "Bring data in: suppliers, products, households, rosters and sales, in this order",
    ),
    "next_import_file": ("文件.xlsx", "FILE.xlsx"),
    "next_report": (
        "登录：下单采购，或上报线下销售，由他人审核后计入",
        "Sign in: place orders, or report offline sales, which count once somebody else has approved them",
    ),
    "no_sales_in_year": ("{year} 年没有销售。", "There are no sales in {year}."),
    "definition": ("定义", "Definition"),
    "exactly": ("精确值", "Exactly"),
    "compared": ("比上年 {change}", "{change} on the year before"),
    "year_before": ("上年", "The year before"),
    "not_compared": ("上年无可比数据", "Nothing to compare with the year before"),
    "by_channel": ("按渠道", "By channel"),
    "by_channel_note": (
        "渠道互不重叠，金额相加即为合计；户数、人数按户去重，各渠道不可相加。",
        "Channels do not overlap, so amounts add up; households and persons are distinct, so theirs do not.",
    ),
    "by_channel_in_cities": (
        "各渠道的户数、人数只按地级市公开，以免由合计推算出少数农户；各市的数据见市的页面。",
        (
            "Households and persons by channel are published for cities only, so that none of them can be derived from "
            "sums; the page of a city tells them."
        ),
    ),
    "by_region": ("按区域", "By region"),
    "by_region_note": ("销售按供应商所在县归属。", "A sale belongs to the county of its supplier."),
    "channel": ("渠道", "Channel"),
    "region": ("区域", "Region"),
    "in_unit": ("万元", "10,000 yuan"),
    "total": ("合计", "Total"),
    "suppressed": ("不公开", "not shown"),
    "suppressed_note": (
        "“不公开”：少于 5 户，或公开后可推算出少于 5 户的数据。",
        "“Not shown”: fewer than 5 households, or a figure from which one of fewer than 5 could be derived.",
    ),
    "as_of": ("数据截至 {moment}（北京时间）", "As of {moment}, Beijing time"),
    "go_on": ("更多", "Go on"),
    "link_catalogue": ("商品目录", "Catalogue"),
    "link_figures": ("本页公开数据", "The figures of this page"),
    "link_docs": ("接口文档", "API documentation"),
    "link_openapi": ("接口描述", "API description"),
    "about_catalogue": ("在售的认定产品", "certified products on sale"),
    "about_figures": ("含按月、按区域的数据", "with those by month and region"),
    "about_docs": ("需要浏览器支持 JavaScript", "needs JavaScript in the browser"),
    "about_openapi": ("供程序读取", "for programs"),
}
