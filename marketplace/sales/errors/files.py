"""What can be wrong with a row of a file of sales."""

from marketplace.kernel.errors import Invalid


class ProductUnknown(Invalid):
    """No product has this number."""

    code = "sale.product_unknown"
    zh = "没有编号为 {value} 的产品；请先导入产品"
    en = "There is no product {value}; import products first"


class SourceReserved(Invalid):
    """Orders and reports sell by themselves: what else is told of them, returns above all, only the operator brings."""

    code = "sale.source_reserved"
    zh = "来源“{value}”由本平台自己使用，文件中请用其他名称"
    en = "The source “{value}” is the platform's own; use another name in files"


class QuantityNotPositive(Invalid):
    """A sale has a positive quantity, or none told."""

    code = "sale.quantity_not_positive"
    zh = "销售数量应大于零；数量未知时请留空"
    en = "The quantity of a sale must be positive; leave it empty if it is not known"
