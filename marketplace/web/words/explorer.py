"""The words of the figures explorer, of published statistics and of bulletins."""

from collections.abc import Mapping
from typing import Final

from marketplace.statistics.rules.names import CHANNEL_NAMES

EXPLORER: Final[Mapping[str, tuple[str, str]]] = {
    **{f"channel.{name}": pair for name, pair in CHANNEL_NAMES.items()},
    "statistics": ("公开统计", "Published statistics"),
    "about_statistics": ("按月、渠道、区域的图表和下载", "charts, tables and downloads by month, channel and region"),
    "statistics_cover": (
        "统计范围：{year} 年 1 月至 12 月本区域供应商的全部确认销售，线上线下各渠道互不重叠。",
        (
            "Covers every recognised sale of the region's suppliers from January to December {year}, on the platform "
            "and elsewhere; channels do not overlap."
        ),
    ),
    "whole_year": ("全年合计", "The whole year"),
    "latest_year": ("查看最近一年", "Show the latest year"),
    "download_xlsx": ("下载 XLSX", "Download XLSX"),
    "download_csv": ("下载 CSV", "Download CSV"),
    "chart_alt": (
        "{region} {year} 年销售额条形图（{by}），数字见图下表格",
        "Bar chart of the sales of {region} in {year}, {by}; the table below tells the numbers",
    ),
    "by.month": ("按月", "By month"),
    "by.channel": ("按渠道", "By channel"),
    "by.region": ("按区域", "By region"),
    "by_note.channel": (
        "渠道互不重叠，金额相加即为合计；户数、人数按户去重，不可相加。",
        "Channels do not overlap, so amounts add up; households and persons are distinct, so theirs do not.",
    ),
    "by_note.region": (
        "销售按供应商所在县归属；户数按户去重，不可相加。",
        "A sale belongs to the county of its supplier; households are distinct and do not add up.",
    ),
    "by_note.month": (
        "按销售确认的月份；与上年同月对比。",
        "By the month in which a sale was recognised, beside the same month a year before.",
    ),
    "households_in_cities": (
        "户数和增收只按地级市公开，以免由合计推算出少数农户。",
        "Households and their income are published for cities only, so that none can be derived from sums.",
    ),
    "value.month": ("月份", "Month"),
    "value.channel": ("渠道", "Channel"),
    "value.region": ("区域", "Region"),
    "changed": ("增减", "Change"),
    "definitions": ("指标口径", "Definitions"),
    "measure": ("指标", "Measure"),
    "meaning": ("含义", "Meaning"),
    "definition_id": ("编号", "Id"),
    "traced_note": (
        "点击月份、渠道或合计，可查看对应的每一笔销售及其溯源页；其中不含买卖双方的名称。",
        "A month, channel or total leads to its single sales and their trace pages; none names seller or buyer.",
    ),
    "part": ("分组", "Breakdown"),
    "value_name": ("名称", "Name"),
    "value_code": ("代码", "Code"),
    "in_yuan": ("元", "yuan"),
    "sales_before": ("上年销售额（元）", "Sales the year before (yuan)"),
    "sales_change": ("销售额增减", "Change of sales"),
    "sales_behind": ("数据背后的销售", "The sales behind the figures"),
    "sale_number": ("销售编号", "Sale"),
    "sold_on": ("日期", "Day"),
    "origin_county": ("产地县", "County of origin"),
    "no_sales_here": ("所选范围内没有销售。", "There are no sales here."),
    "sales_behind_note": (
        "退货和更正为负数；金额相加等于公布的销售额。",
        "Returns and corrections are negative; the amounts add up to the published sales.",
    ),
}
