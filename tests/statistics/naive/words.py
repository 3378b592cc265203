"""The words an enumerated column may hold, each with the code the figures are told in."""

CHANNELS = {
    "政府采购": "government_purchase",
    "学校采购": "school_purchase",
    "企业采购": "enterprise_purchase",
    "工会采购": "union_purchase",
    "帮扶单位和干部采购": "helper_purchase",
    "东西部协作采购": "east_west",
    "网络零售": "online_retail",
    "专馆专柜专区": "outlet",
    "展销活动": "event",
    "直播带货": "livestream",
    "其他": "other",
}

BUYER_KINDS = {
    "机关事业单位": "agency",
    "学校": "school",
    "企业": "enterprise",
    "工会": "union",
    "医院": "hospital",
    "其他": "other",
}

CATEGORIES = {
    "水果": "fruit",
    "蔬菜": "vegetable",
    "粮油": "grain_oil",
    "肉类": "meat",
    "禽蛋奶": "egg_dairy",
    "茶叶": "tea",
    "中药材": "medicinal",
    "干果": "nuts",
    "加工食品": "processed",
    "手工艺品": "craft",
    "服务": "service",
    "其他": "other",
}

SUPPLIER_KINDS = {"企业": "enterprise", "合作社": "cooperative", "家庭农场": "family_farm", "代理商": "agent"}


def code(text: str, words: dict[str, str]) -> str | None:
    """Tell the code of a Chinese word or of a code, None for an empty cell.

    :raises ValueError: for anything else.
    """
    if not text:
        return None
    if text in words:
        return words[text]
    if text in words.values():
        return text
    message = f"{text!r} is none of {sorted(words.values())}"
    raise ValueError(message)
