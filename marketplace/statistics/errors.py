"""What can go wrong with figures."""

from marketplace.kernel.errors import Invalid


class RegionTooSmall(Invalid):
    """Figures are asked of a county or a region above it; a sale's origin is a county."""

    code = "statistics.region_too_small"
    zh = "统计区域应为县级及以上，“{region_code}”在县级以下"
    en = "Figures are of a county or above; “{region_code}” is below"


class MonthsReversed(Invalid):
    """The last month lies before the first, or too many months are asked for."""

    code = "statistics.months_wrong"
    zh = "月份范围有误：{month_from} 至 {month_to}，应先后有序且不超过 {most} 个月"
    en = "The months {month_from} to {month_to} are not in order, or more than {most}"
