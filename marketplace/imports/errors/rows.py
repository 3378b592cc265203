"""What can be wrong with a row beside other rows and what the program knows."""

from marketplace.kernel.errors import Invalid


class RowRepeated(Invalid):
    """Two rows of one file say the same key."""

    code = "row.repeated"
    zh = "与第 {first_row} 行重复"
    en = "Repeats row {first_row}"


class PeriodEmpty(Invalid):
    """A last day lies before the first."""

    code = "row.period_empty"
    zh = "截止日期早于起始日期"
    en = "The last day lies before the first"


class PeriodOverlaps(Invalid):
    """A period overlaps another of the same thing."""

    code = "row.period_overlaps"
    zh = "与同一对象的另一时段重叠"
    en = "Overlaps another period of the same thing"


class RegionNotKnown(Invalid):
    """No region has this code."""

    code = "row.region_unknown"
    zh = "没有区划代码 {value}；请先导入区划"
    en = "There is no region {value}; import regions first"


class SupplierNotKnown(Invalid):
    """No supplier has this credit code."""

    code = "row.supplier_unknown"
    zh = "没有统一社会信用代码为 {value} 的供应商；请先导入供应商"
    en = "There is no supplier with credit code {value}; import suppliers first"


class OutsideScope(Invalid):
    """A row speaks of something outside the importer's region or organisation."""

    code = "row.outside_scope"
    zh = "{value} 不在您的区域或单位范围内"
    en = "{value} lies outside your region or organisation"


class GroupIncomplete(Invalid):
    """A row that belongs, or may belong, to the same thing is bad, and the thing is written whole or not at all."""

    code = "row.group_incomplete"
    zh = "与第 {bad_row} 行属于（或可能属于）同一整体，该行有误，因此本行也未导入"
    en = "Belongs, or may belong, together with row {bad_row}, which is wrong, so this row is kept out too"
