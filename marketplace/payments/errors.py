"""What can go wrong with charges and bank lines."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class ChargeUnknown(NotFound):
    """There is no such charge in the caller's scope."""

    code = "charge.not_found"
    zh = "没有这笔应付款"
    en = "There is no such charge"


class BankLineUnknown(NotFound):
    """There is no such bank line in the caller's scope."""

    code = "bank_line.not_found"
    zh = "没有这条银行流水"
    en = "There is no such bank line"


class AmountDiffers(Conflict):
    """A bank line pays a charge only with its exact amount."""

    code = "bank_line.amount_differs"
    zh = "流水金额与应付金额不一致，不能匹配"
    en = "The amounts of the bank line and of the charge differ; they cannot be matched"


class ReasonMissing(Invalid):
    """A decision that needs a reason has none."""

    code = "reason.missing"
    zh = "请说明原因"
    en = "Say why"


class ToldDifferently(Invalid):
    """The bank's reference is known with another content."""

    code = "bank_line.told_differently"
    zh = "该流水号已存在，但日期、金额或摘要不同"
    en = "This bank reference is known with another day, amount or remark"


class AmountZero(Invalid):
    """A bank line moves money."""

    code = "bank_line.amount_zero"
    zh = "金额不能为零"
    en = "The amount must not be zero"
