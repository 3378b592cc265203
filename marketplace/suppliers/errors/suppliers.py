"""What can go wrong with suppliers and decisions about them."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class SupplierUnknown(NotFound):
    """There is no such supplier, or it is not the caller's."""

    code = "supplier.not_found"
    zh = "没有这个供应商"
    en = "There is no such supplier"


class OrganisationUnsuitable(Conflict):
    """An organisation of this kind does not sell."""

    code = "supplier.kind_unsuitable"
    zh = "“{kind}”类单位不能申请成为供应商"
    en = "An organisation of kind “{kind}” cannot become a supplier"


class CountyWrong(Invalid):
    """A code is not that of a county."""

    code = "supplier.county_wrong"
    zh = "{county_code} 不是县级区划代码"
    en = "{county_code} is not the code of a county"


class CountyOfSold(Invalid):
    """The county of who sold or paid households stays, because figures by region would move for days that are past."""

    code = "supplier.county_of_sold"
    zh = "该供应商已有销售或到户支付，县代码不能更改"
    en = "This supplier has sold or paid households, so its county stays"


class ReasonMissing(Invalid):
    """A refusal needs a reason."""

    code = "reason.missing"
    zh = "请说明原因"
    en = "Say why"


class OwnEntry(Forbidden):
    """Nobody decides what they entered, and the two county checks are made by two people."""

    code = "separation_of_duties"
    zh = "不能审核自己提交的内容，两个部门须由不同的人推荐"
    en = "Nobody decides what they entered, and the two offices are two people"


class PeriodWrong(Invalid):
    """A last day lies before the first."""

    code = "period.wrong"
    zh = "截止日期不能早于起始日期"
    en = "The last day must not lie before the first"


class PeriodIncomplete(Invalid):
    """A last day stands without the first."""

    code = "period.incomplete"
    zh = "有截止日期时须填写起始日期"
    en = "With a last day, give the first too"


class SupplierKnown(Conflict):
    """A known supplier's facts are changed by the operator alone, not by a file of the county."""

    code = "supplier.known"
    zh = "供应商已登记且内容不同；请由平台更改"
    en = "The supplier is registered with other facts; the platform changes them"
