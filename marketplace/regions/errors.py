"""What can go wrong with regions."""

from marketplace.kernel.errors import Invalid, NotFound


class RegionCodeWrong(Invalid):
    """A text is not an area code."""

    code = "region.code_wrong"
    zh = "“{value}”不是统计用区划代码，应为 6、9 或 12 位数字"
    en = "“{value}” is not an area code; it should have 6, 9 or 12 digits"


class RegionUnknown(NotFound):
    """No region had this code on the day."""

    code = "region.not_found"
    zh = "没有区划代码 {region_code}"
    en = "There is no region {region_code}"


class RegionOutside(RegionUnknown):
    """The region is not among the caller's; whether there is one with this code is not said."""

    code = "region.outside"
    zh = "您负责的区域中没有 {region_code}"
    en = "There is no region {region_code} among yours"
