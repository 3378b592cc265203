"""Why a verb of sales is refused."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class SaleUnknown(NotFound):
    """There is no such sale in the caller's scope."""

    code = "sale.not_found"
    zh = "没有这笔销售"
    en = "There is no such sale"


class LookAlikeUnknown(NotFound):
    """There is no such look-alike in the caller's scope."""

    code = "look_alike.not_found"
    zh = "没有这条疑似重复的销售"
    en = "There is no such look-alike"


class DecidesOwnEntry(Forbidden):
    """Nobody decides on what they entered."""

    code = "look_alike.own_entry"
    zh = "不能裁定自己录入的销售，须由他人办理"
    en = "What you entered yourself must be decided by another person"


class SaleHasReturns(Conflict):
    """A sale cannot be taken back while returns of it stand."""

    code = "sale.has_returns"
    zh = "有 {returns} 笔退货冲销了这些销售，须先撤回退货"
    en = "{returns} returns stand against these sales; take those back first"


class SalesRefused(Invalid):
    """Some rows cannot be recorded; nothing was."""

    code = "sales.refused"
    zh = "有销售记录不能入账"
    en = "Some sales cannot be recorded"
