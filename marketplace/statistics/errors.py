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


class MonthsOutside(Invalid):
    """A month lies so far off that its year is a typing error."""

    code = "statistics.months_outside"
    zh = "月份 {month_from} 至 {month_to} 超出范围，应在 1950 年至 2199 年之间"
    en = "The months {month_from} to {month_to} should lie between 1950 and 2199"


class NeverWithout(Invalid):
    """Every sale has these, so none can be asked for without them."""

    code = "statistics.never_without"
    zh = "每笔销售都有 {values}，不能按“未注明”查询"
    en = "Every sale tells {values}; none lacks it"


class MeasureUnknown(Invalid):
    """No measure has this definition id."""

    code = "statistics.measure_unknown"
    zh = "没有指标 {measure}"
    en = "There is no measure {measure}"


class NotMadeOfRows(Invalid):
    """A measure cannot be led back to such rows."""

    code = "statistics.not_made_of_rows"
    zh = "指标 {measure} 不能这样追溯，可追溯：{known}"
    en = "The measure {measure} does not lead to such rows; these do: {known}"
