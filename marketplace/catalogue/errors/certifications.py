"""What can go wrong with certifications and lots."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class BatchUnknown(NotFound):
    """There is no such certification batch."""

    code = "certification_batch.not_found"
    zh = "没有这个认定批次"
    en = "There is no such certification batch"


class BatchNumberTaken(Conflict):
    """Another certification batch has this number."""

    code = "certification_batch.number_taken"
    zh = "认定批次“{value}”已存在"
    en = "There is a certification batch {value} already"


class CertificationUnknown(NotFound):
    """There is no such certification, or it is not of the caller's region."""

    code = "certification.not_found"
    zh = "没有这项产品认定"
    en = "There is no such certification"


class CertificationKnown(Invalid):
    """The product is certified in this batch already, or named twice."""

    code = "certification.known"
    zh = "产品 {value} 在本批次中已认定或重复填写"
    en = "The product {value} is certified in this batch already, or stands twice"


class CertificationPeriodWrong(Invalid):
    """A last day lies before the first."""

    code = "certification.period_wrong"
    zh = "截止日期早于起始日期"
    en = "The last day lies before the first"


class WithdrawalDayWrong(Invalid):
    """A certification ends today at the earliest, since sales were recorded under it, and never later than it would."""

    code = "certification.withdrawal_day_wrong"
    zh = "移出日期不能早于今天，也不能晚于原认定截止"
    en = "A withdrawal begins today at the earliest and before the certification ends by itself"


class CertificationWithdrawn(Conflict):
    """What was withdrawn in this batch holds no longer than the withdrawal says; it is certified in another batch."""

    code = "certification.withdrawn"
    zh = "该产品在本批次的认定已移出，自 {until_on} 起无效，不能用文件延长；如需重新认定，请使用新的批次"
    en = (
        "The product's certification in this batch was withdrawn from {until_on} on; a file cannot let it hold longer. "
        "Certify it in a new batch"
    )


class LotKnown(Conflict):
    """The product has a lot with this number."""

    code = "lot.known"
    zh = "该产品已有批号 {value}"
    en = "The product has a lot {value} already"


class LotDaysWrong(Invalid):
    """A lot expires before it was produced, or was produced in the future."""

    code = "lot.days_wrong"
    zh = "生产日期不能晚于今天或到期日期"
    en = "A lot is produced neither in the future nor after it expires"


class LotUnknown(Invalid):
    """The product has no lot with this number."""

    code = "lot.not_found"
    zh = "该产品没有批号 {value}"
    en = "The product has no lot {value}"
