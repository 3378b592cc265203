"""What can go wrong with events, outlets and agreements."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NumberTaken(Conflict):
    """The number is given to another event, outlet or agreement."""

    code = "reporting.number_taken"
    zh = "编号 {number} 已被使用"
    en = "The number {number} is taken"


class ToldAnew(Invalid):
    """The number is known with another content."""

    code = "reporting.told_differently"
    zh = "编号 {value} 已有记录，内容不同"
    en = "The number {value} is known with another content"


class ThingUnknown(NotFound):
    """There is no such event, outlet or agreement in the caller's scope."""

    code = "reporting.not_found"
    zh = "没有这条记录"
    en = "There is no such record"


class AmountNegative(Invalid):
    """An agreement's amounts are not negative."""

    code = "agreement.amount_negative"
    zh = "金额不能为负"
    en = "The amount must not be negative"


class ClosedBeforeOpening(Invalid):
    """An outlet closes after it has opened."""

    code = "outlet.closed_before_opening"
    zh = "关闭日期早于开业日期 {opened_on}"
    en = "The outlet opened on {opened_on}; it cannot close before"
