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


class RosterCompared(Invalid):
    """What a version changes of the approved one before it; told, and never in the way."""

    code = "roster.compared"
    zh = "与上一版本相比：新增 {added} 户，移出 {removed} 户，权重变化 {changed} 户，不变 {kept} 户"
    en = "Beside the version before: {added} added, {removed} removed, {changed} of another weight, {kept} as before"


class OwnRoster(Forbidden):
    """Nobody approves what they entered."""

    code = "roster.own"
    zh = "录入人不能审核自己提交的名册"
    en = "Who entered a roster cannot approve it"


class MembersNotLinked(Conflict):
    """Linkages of members ended or were taken back since the version was submitted."""

    code = "roster.members_not_linked"
    zh = "名册中有 {count} 户在生效日已没有经核实的利益联结，不能批准；请退回，由供应商改报"
    en = "{count} households of the roster have no verified linkage on its first day any more; send it back"


class VersionInconsistent(Invalid):
    """Rows of one version disagree about mechanism, share or last day."""

    code = "roster.inconsistent"
    zh = "与第 {first_row} 行同属一版名册，但带动方式、到户比例或失效日期不一致"
    en = "Belongs to the version of row {first_row}, but mechanism, share or last day differ"


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


class RosterPeriodEmpty(Invalid):
    """The last day lies before the first."""

    code = "roster.period_empty"
    zh = "失效日期早于生效日期"
    en = "The last day lies before the first"


class SharesExceedWhole(Invalid):
    """Households and village collective together get more than the whole sale."""

    code = "roster.shares_exceed_whole"
    zh = "到户比例与村集体比例之和超过 100%"
    en = "The shares of households and village collective exceed the whole"
