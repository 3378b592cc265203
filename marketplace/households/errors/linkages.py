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
