"""How channels are called in reports."""

from collections.abc import Mapping
from typing import Final

from marketplace.sales.rules import Channel

CHANNEL_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    Channel.GOVERNMENT_PURCHASE: ("政府采购", "Government purchase"),
    Channel.SCHOOL_PURCHASE: ("学校采购", "School purchase"),
    Channel.ENTERPRISE_PURCHASE: ("企业采购", "Enterprise purchase"),
    Channel.UNION_PURCHASE: ("工会采购", "Union purchase"),
    Channel.HELPER_PURCHASE: ("帮扶单位和干部采购", "Helper units and cadres"),
    Channel.EAST_WEST: ("东西部协作采购", "East-West cooperation"),
    Channel.ONLINE_RETAIL: ("网络零售", "Online retail"),
    Channel.OUTLET: ("专馆专柜专区", "Halls, counters and zones"),
    Channel.EVENT: ("展销活动", "Sales events"),
    Channel.LIVESTREAM: ("直播带货", "Livestreams"),
    Channel.OTHER: ("其他", "Other"),
}
"""Chinese and English name by channel."""


def area_word(region_name: str) -> str:
    """Tell how a region speaks of its whole: 庆阳市 → 全市."""
    last = region_name[-1:]
    return f"全{last}" if last in "省市区县州旗盟" else "全国" if region_name.startswith("全国") else "全域"
