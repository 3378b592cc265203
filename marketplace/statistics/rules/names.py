"""How channels and tags are called in reports, and whether rows under them add up."""

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

PARTS_ADD_UP: Final = (
    "金额相加等于合计；户数、人数按户去重，不可相加。",
    "Amounts add up to the whole; households and persons are distinct and do not.",
)
TAGS_OVERLAP: Final = ("标签可以重叠，不可相加。", "Tags overlap and are never added.")

_TAG_NAMES: Final[Mapping[str, str]] = {
    "东西部协作": "East-West cooperation",
    "定点帮扶": "designated assistance",
    "结对帮扶": "paired assistance",
    "消费帮扶月": "the consumption assistance campaign",
}


def channel_name(channel: str, language: str) -> str:
    """Tell what a channel is called in `zh` or `en`."""
    return CHANNEL_NAMES[channel][language == "en"]


def tag_in_english(tag: str) -> str:
    """Write a tag in English if it is a term; any other stands as it is, in quotes."""
    return _TAG_NAMES.get(tag, f"“{tag}”")


def area_word(region_name: str) -> str:
    """Tell how a region speaks of its whole: 庆阳市 → 全市."""
    last = region_name[-1:]
    return f"全{last}" if last in "省市区县州旗盟" else "全国" if region_name.startswith("全国") else "全域"
