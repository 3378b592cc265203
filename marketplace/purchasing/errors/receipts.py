"""What can go wrong with the receipt of a shipment."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class ReceiptUnknown(NotFound):
    """Nobody has recorded a receipt of the shipment."""

    code = "receipt.not_found"
    zh = "这次发货还没有验收记录"
    en = "No receipt of this shipment was recorded yet"


class ReceiptWaits(Conflict):
    """The shipment was received by a first receiver and waits for the second."""

    code = "receipt.waits"
    zh = "这次发货已由一人验收，等待另一人会签；如有不符，由会签人退回后重新登记"
    en = (
        "A first receiver has recorded this shipment and it waits for a second one; if it is wrong, the second sends "
        "it back and it is recorded anew"
    )


class ReceiversSame(Forbidden):
    """The two receivers of a delivery are different people."""

    code = "receipt.receivers_same"
    zh = "双人联检：两位验收人须为不同的人，不能会签自己登记的验收"
    en = "Dual inspection: the two receivers are different people; nobody decides on the receipt they recorded"


class ReceiptIncomplete(Invalid):
    """Accepted and rejected do not add up to what was shipped."""

    code = "receipt.incomplete"
    zh = "接收与拒收之和应等于发货数量 {shipped}"
    en = "Accepted and rejected must add up to the {shipped} shipped"


class LineNotReceived(Invalid):
    """A line of the shipment is missing from the receipt."""

    code = "receipt.line_missing"
    zh = "缺少第 {number} 行的验收结果"
    en = "The receipt lacks line {number}"


class RejectReasonMissing(Invalid):
    """Rejected pieces need a reason, and only they have one."""

    code = "receipt.reject_reason"
    zh = (
        "有拒收的行须填 reject_reason：quality 质量不合格、spoiled 变质、damaged 破损、wrong_product 发错货、"
        "short_weight 短重、late 迟到、other 其他；没有拒收的行不要填"
    )
    en = (
        "A line with rejected pieces needs a reject_reason: quality, spoiled, damaged, wrong_product, short_weight, "
        "late or other; leave it out where nothing was rejected"
    )


class EvidenceUnknown(Invalid):
    """There is no such file of the buyer."""

    code = "receipt.evidence_unknown"
    zh = "本单位没有这个文件"
    en = "The buyer has no such file"
