"""What can go wrong with rosters."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class RosterUnknown(NotFound):
    """There is no such roster version, or it is not the caller's."""

    code = "roster.not_found"
    zh = "没有找到该名册版本"
    en = "There is no such roster version"


class RosterEmpty(Invalid):
    """A version names no household."""

    code = "roster.empty"
    zh = "名册至少应有一户"
    en = "A roster needs at least one household"


class RosterToldAnew(Conflict):
    """Another version of the roster begins on the same day."""

    code = "roster.told_anew"
    zh = "该名册已有同日生效的另一版本；如有变更，请以新的生效日期提交"
    en = "Another version of this roster begins on the same day; submit changes with another day"


class OwnRoster(Forbidden):
    """Nobody approves what they entered."""

    code = "roster.own"
    zh = "录入人不能审核自己提交的名册"
    en = "Who entered a roster cannot approve it"


class VersionInconsistent(Invalid):
    """Rows of one version disagree about mechanism, share or last day."""

    code = "roster.inconsistent"
    zh = "与第 {first_row} 行同属一版名册，但带动方式、到户比例或失效日期不一致"
    en = "Belongs to the version of row {first_row}, but mechanism, share or last day differ"


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


class ProductNotKnown(Invalid):
    """The supplier has no product with this number."""

    code = "roster.product_unknown"
    zh = "该供应商没有产品编号 {value}"
    en = "The supplier has no product {value}"


class LotWithoutProduct(Invalid):
    """A lot was named without its product, or one the product does not have."""

    code = "roster.lot_without_product"
    zh = "填写批号时应同时填写其产品编号"
    en = "A lot goes with its product number"
