"""Why a verb on a payment to a household is refused."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class PaymentUnknown(NotFound):
    """There is no such payment in the caller's scope."""

    code = "household_payment.not_found"
    zh = "没有找到这笔到户支付"
    en = "There is no such payment to a household"


class OwnPayment(Forbidden):
    """Nobody verifies what they entered."""

    code = "household_payment.own"
    zh = "录入人不能核实自己录入的到户支付"
    en = "Who entered a payment cannot verify it"


class VoucherTaken(Conflict):
    """The supplier paid the household under this voucher already."""

    code = "household_payment.voucher_taken"
    zh = "该户已有凭证号为 {voucher_number} 的支付"
    en = "The household was paid under voucher {voucher_number} already"


class EvidenceMissing(Invalid):
    """A payment is proved by a voucher number or a file."""

    code = "household_payment.evidence_missing"
    zh = "请填写凭证号或上传佐证材料"
    en = "Give a voucher number or an evidence file"


class HouseholdNotLinked(Invalid):
    """The supplier has no verified linkage with such a household on the day; whether it exists is not said."""

    code = "household_payment.not_linked"
    zh = "支付当日该供应商与该户没有经核实的利益联结"
    en = "On that day the supplier had no verified linkage with such a household"


class HouseholdNotRegistered(Invalid):
    """A payment counts only for a household registered on its day."""

    code = "household_payment.not_registered"
    zh = "支付当日该户未在册（尚未识别，或风险已消除）"
    en = "The household was not registered on that day"


class PaidInFuture(Invalid):
    """What is not paid yet is no payment."""

    code = "household_payment.in_future"
    zh = "支付日期晚于今天"
    en = "The day of the payment lies in the future"


class PaymentStandsNoMore(Conflict):
    """Linkage or registration changed after the payment was entered, so that it cannot be verified."""

    code = "household_payment.stands_no_more"
    zh = "支付当日的利益联结或在册情况已变更，不能核实；请退回"
    en = "Linkage or registration of that day has changed, so it cannot be verified; send it back"
