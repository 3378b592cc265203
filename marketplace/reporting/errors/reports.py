"""What can go wrong with sales reports."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class ReportUnknown(NotFound):
    """There is no such report in the caller's scope."""

    code = "report.not_found"
    zh = "没有这份上报"
    en = "There is no such report"


class ReportEmpty(Invalid):
    """A report without lines says nothing."""

    code = "report.empty"
    zh = "上报没有明细行"
    en = "The report has no lines"


class ReportNotEditable(Conflict):
    """Only a draft or a report that was sent back is edited."""

    code = "report.not_editable"
    zh = "只有草稿和被退回的上报可以修改；已提交的请先撤回"
    en = "Only a draft, or a report that was sent back, can be edited; withdraw first what was handed in"


class ApprovesOwnReport(Forbidden):
    """Nobody approves what they entered."""

    code = "report.own_report"
    zh = "不能审批自己录入的上报，须由他人办理"
    en = "A report is approved by another person than the one who entered it"


class SupplierUnknown(Invalid):
    """No supplier in the report's region has this credit code."""

    code = "report.supplier_unknown"
    zh = "本区域内没有统一社会信用代码为 {value} 的供应商"
    en = "There is no supplier with credit code {value} in this region"


class ReportProductUnknown(Invalid):
    """The supplier has no product with this number."""

    code = "report.product_unknown"
    zh = "该供应商没有编号为 {value} 的产品"
    en = "The supplier has no product {value}"


class EvidenceMissing(Invalid):
    """Every line that is handed in has its evidence: the number of its invoice, or a file."""

    code = "report.evidence_missing"
    zh = "提交前每一行须有佐证：填写发票号码，或上传佐证材料"
    en = "A line needs evidence before it is handed in: an invoice number, or a file"


class EvidenceUnknown(Invalid):
    """The caller has no such file."""

    code = "report.evidence_unknown"
    zh = "没有编号为 {value} 的佐证材料"
    en = "There is no evidence file {value}"


class LineNotPositive(Invalid):
    """A line sells something for something."""

    code = "report.not_positive"
    zh = "应大于 0"
    en = "Must be greater than 0"


class LinesTooMany(Invalid):
    """A report has more lines than one takes."""

    code = "report.lines_too_many"
    zh = "一份上报最多 {most} 行，请分成几份"
    en = "A report takes at most {most} lines; make several"


class SheetTooLarge(Invalid):
    """A sheet of lines is larger than is read at once."""

    code = "report.sheet_too_large"
    zh = "表格超过 {most_mib} MB，请分成几份"
    en = "The sheet is larger than {most_mib} MB; make several"


class SoldInFuture(Invalid):
    """A sale that has not happened cannot be reported."""

    code = "report.sold_in_future"
    zh = "销售日期 {value} 晚于今天"
    en = "The day of sale {value} lies in the future"
