"""What can go wrong with linkages."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class LinkageUnknown(NotFound):
    """There is no such linkage, or it is not the caller's."""

    code = "linkage.not_found"
    zh = "没有找到该利益联结"
    en = "There is no such linkage"


class LinkageOpen(Conflict):
    """The supplier already has an open linkage of this mechanism with the household."""

    code = "linkage.open"
    zh = "与该户已有同一方式的有效联结"
    en = "There is an open linkage of the same mechanism with this household"


class OwnLinkage(Forbidden):
    """Nobody verifies what they entered."""

    code = "linkage.own"
    zh = "录入人不能核实自己录入的联结"
    en = "Who entered a linkage cannot verify it"


class ThroughNotCooperative(Invalid):
    """Two-tier binding goes through a cooperative."""

    code = "linkage.through_not_cooperative"
    zh = "“双绑”应通过合作社"
    en = "Two-tier binding goes through a cooperative"


class LinkageTooLate(Invalid):
    """A linkage begins after the household's risk was cleared."""

    code = "linkage.too_late"
    zh = "该户的风险已于 {cleared_on} 消除，联结应早于该日开始"
    en = "The household's risk was cleared on {cleared_on}; a linkage begins before that day"


class LinkagePeriodEmpty(Invalid):
    """The last day of a linkage lies before its first."""

    code = "linkage.period_empty"
    zh = "最后一天不应早于开始日期 {from_on}"
    en = "The last day must not lie before the first, {from_on}"
