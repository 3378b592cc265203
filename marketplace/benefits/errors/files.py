"""What can be wrong with a row of a file of payments to households."""

from marketplace.kernel.errors import Invalid


class HouseholdNotKnown(Invalid):
    """No household has this number."""

    code = "household_payment.household_unknown"
    zh = "没有户编号 {value}；请先登记该户"
    en = "There is no household {value}; register it first"


class AmountNotPositive(Invalid):
    """A payment gives something; a wrong one is reversed."""

    code = "household_payment.amount_not_positive"
    zh = "支付金额应大于零；有误的支付请冲销"
    en = "The amount must be positive; a wrong payment is reversed"


class ToldDifferently(Invalid):
    """The voucher is known for the household, with another content."""

    code = "household_payment.told_differently"
    zh = "该户的这一凭证号已入账，但日期、方式或金额不同；须先冲销原记录"
    en = "This voucher of the household is known with another day, mechanism or amount; reverse that first"


class NotCounted(Invalid):
    """The household was not registered on the day: a doubt, the payment is kept and counts in no figure."""

    code = "household_payment.not_counted"
    zh = "支付当日该户未在册；照常入账，但不计入“实付到户”"
    en = "The household was not registered on that day; it is imported, but counts in no figure"
