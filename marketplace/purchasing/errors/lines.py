"""What can be wrong with a wanted line."""

from marketplace.kernel.errors import Invalid


class NotOnSale(Invalid):
    """No SKU with this code is on sale."""

    code = "order_line.not_on_sale"
    zh = "没有在售的规格编号“{sku}”"
    en = "No SKU “{sku}” is on sale"


class SkuRepeated(Invalid):
    """A SKU stands in two lines."""

    code = "order_line.repeated"
    zh = "规格编号“{sku}”与第 {first_line} 行重复，请合并数量"
    en = "SKU “{sku}” already stands in line {first_line}; add the quantities up"


class SupplierNotCertified(Invalid):
    """The supplier's certification does not hold today."""

    code = "order_line.supplier_not_certified"
    zh = "供应商“{supplier}”目前不在认定有效期内，不能接受新订单"
    en = "The supplier “{supplier}” is not certified today and takes no new orders"


class OwnGoods(Invalid):
    """The buyer is the supplier."""

    code = "order_line.own_goods"
    zh = "不能采购本单位自己的商品"
    en = "One's own goods cannot be ordered"


class QuantityOutOfRange(Invalid):
    """A quantity is not a positive whole number in bounds."""

    code = "order_line.quantity_out_of_range"
    zh = "数量应为 1 到 {most} 之间的整数"
    en = "The quantity must be a whole number from 1 to {most}"


class BelowMinimum(Invalid):
    """Less than the minimum order quantity is wanted."""

    code = "order_line.below_minimum"
    zh = "低于起订量 {min_quantity}"
    en = "Below the minimum order quantity {min_quantity}"


class StockShort(Invalid):
    """Less is left than is wanted."""

    code = "order_line.stock_short"
    zh = "库存不足：需要 {wanted}，仅剩 {left}"
    en = "Not enough in stock: {wanted} wanted, {left} left"


class DeliveryInThePast(Invalid):
    """The wanted delivery day is over."""

    code = "order_line.delivery_in_the_past"
    zh = "送货日期早于今天（{today}）"
    en = "The delivery day lies before today ({today})"


class AmountTooLarge(Invalid):
    """The lines add up to more than an order can hold."""

    code = "order_line.amount_too_large"
    zh = "订单金额过大"
    en = "The order's amount is too large"
