"""What can be wrong with an order group that is wanted."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class BuyerUnknown(NotFound):
    """There is no such organisation for which the caller may order."""

    code = "buyer.not_found"
    zh = "没有这个采购单位，或您不能代其下单"
    en = "There is no such buyer for whom you may order"


class BuyerNeeded(Invalid):
    """The caller orders for several buyers, or for none, and names none."""

    code = "buyer.needed"
    zh = "请指明采购单位（buyer_id）"
    en = "Say for which buyer (buyer_id) you order"


class LinesRefused(Invalid):
    """Some lines cannot be ordered; nothing was."""

    code = "order_group.refused"
    zh = "有订单行不能下单，全部未下单"
    en = "Some lines cannot be ordered; nothing was"


class StockTaken(LinesRefused, Conflict):
    """Nothing is wrong with the lines but that less is left than is wanted: others were faster."""

    code = "order_group.stock_short"
    zh = "库存不足，全部未下单"
    en = "Not enough is left in stock; nothing was ordered"


class LinesMissing(Invalid):
    """An order group without lines."""

    code = "order_line.missing"
    zh = "至少要有一行"
    en = "There must be at least one line"


class LinesTooMany(Invalid):
    """More lines than one order group takes."""

    code = "order_line.too_many"
    zh = "一次最多 {most} 行"
    en = "At most {most} lines at once"
