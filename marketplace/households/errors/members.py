"""What can be wrong with a household on a roster."""

from marketplace.kernel.errors import Invalid


class HouseholdNotKnown(Invalid):
    """No household has this number."""

    code = "roster.household_unknown"
    zh = "没有户编号 {value}；请先登记该户"
    en = "There is no household {value}; register it first"


class MemberRepeated(Invalid):
    """A household stands twice on one version."""

    code = "roster.member_repeated"
    zh = "同一版名册中该户已出现（第 {first_row} 行）"
    en = "The household stands on this version already (row {first_row})"


class MemberNotRegistered(Invalid):
    """A household was not registered on the version's first day."""

    code = "roster.member_not_registered"
    zh = "户 {value} 在名册生效日未在册（识别时间晚于该日，或风险已消除）"
    en = "Household {value} is not registered on the version's first day"


class LinkageMissing(Invalid):
    """A household has no verified linkage with the supplier on the version's first day."""

    code = "roster.linkage_missing"
    zh = "户 {value} 与该供应商没有经核实的利益联结"
    en = "Household {value} has no verified linkage with the supplier"
