"""What can be wrong with a told sale."""

from marketplace.kernel.errors import Invalid


class KeyRepeated(Invalid):
    """Two rows of one submission have the same source key."""

    code = "sale.key_repeated"
    zh = "来源、单号和行号与第 {other_row} 行相同"
    en = "Source, number and line are those of row {other_row}"


class ToldDifferently(Invalid):
    """The source key is known already, and this fact of it is another."""

    code = "sale.told_differently"
    zh = "该来源单号和行号此前报的是“{known}”，本次报的是“{told}”；内容不同，须先冲正原记录"
    en = "This source number and line was told with “{known}” before and with “{told}” now; correct that first"


class InvoiceTaken(Invalid):
    """Another live sale of the seller has this invoice number and line, or a report told the whole invoice."""

    code = "sale.invoice_taken"
    zh = "该供应商的这一发票号码（及行号）已对应另一笔销售"
    en = "Another sale of this supplier has this invoice number, and its line where lines are told"


class ReturnNotNegative(Invalid):
    """A row that takes back a sale has a negative amount."""

    code = "sale.return_not_negative"
    zh = "冲销行的金额应为负数"
    en = "The amount of a row that reverses a sale must be negative"


class NegativeWithoutOriginal(Invalid):
    """A negative amount must say which sale it takes back."""

    code = "sale.negative_without_original"
    zh = "金额为负时应填写冲销单号"
    en = "A negative amount must name the sale it reverses"


class OriginalUnknown(Invalid):
    """No live sale of the same source has the number that is to be taken back."""

    code = "sale.original_unknown"
    zh = "同一来源中没有可冲销的单号"
    en = "The same source has no live sale with the number to reverse"


class OriginalUnclear(Invalid):
    """The number has several lines and none with the row's line number."""

    code = "sale.original_unclear"
    zh = "被冲销的单有多行，请用行号指明冲销哪一行"
    en = "The reversed number has several lines; name one by the line number"


class OriginalWaits(Invalid):
    """The sale to be taken back waits for a person because it looks like another."""

    code = "sale.original_waits"
    zh = "被冲销的销售疑似重复，正等待裁定；请先录入其余各行，裁定后再录入本行"
    en = "The sale to reverse waits as a look-alike; send the other rows first and this one after the decision"


class ReturnOfAnother(Invalid):
    """The return names another supplier than its sale."""

    code = "sale.return_of_another"
    zh = "冲销行的供应商与原销售不同"
    en = "The row names another supplier than the sale it reverses"


class ReturnExceeds(Invalid):
    """More is taken back than is left of the sale."""

    code = "sale.return_exceeds"
    zh = "冲销金额超过原销售的剩余金额"
    en = "More is reversed than is left of the sale"


class ProductOfAnother(Invalid):
    """The product or lot is not the supplier's."""

    code = "sale.product_of_another"
    zh = "该产品或批号不属于这个供应商"
    en = "The product or lot is not this supplier's"
