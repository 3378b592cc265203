"""What can go wrong with stock."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class SkuUnknown(NotFound):
    """There is no such SKU, or it is not the caller's."""

    code = "sku.not_found"
    zh = "没有规格编号 {sku}"
    en = "There is no SKU {sku}"


class StockExhausted(Conflict):
    """Less is left than was wanted; `short` lists `{sku_id, sku, wanted, left}` of every SKU that falls short."""

    code = "stock.exhausted"
    zh = "库存不足：{skus}"
    en = "Not enough in stock: {skus}"


class NothingHeld(Conflict):
    """A holder holds less than is to be shipped or released; `short` lists `{sku_id, wanted, held}`."""

    code = "stock.not_reserved"
    zh = "预留数量不足，不能出库或释放"
    en = "Less is reserved than is to be shipped or released"


class QuantityWrong(Invalid):
    """A quantity of goods is not a positive whole number."""

    code = "stock.quantity_wrong"
    zh = "数量应为正整数"
    en = "The quantity must be a positive whole number"


class ReasonMissing(Invalid):
    """A decision that needs a reason has none."""

    code = "reason.missing"
    zh = "请说明原因"
    en = "Say why"
