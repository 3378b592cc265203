"""What can go wrong where a head's name or identity number is shown or told."""

from marketplace.kernel.errors import Invalid


class ReasonMissing(Invalid):
    """A decision that needs a reason has none."""

    code = "reason.missing"
    zh = "请说明原因"
    en = "Say why"


class ReasonPersonal(Invalid):
    """A reason is kept in plain words and read by others, so it holds no name and no identity number."""

    code = "reason.personal"
    zh = "原因中不要写户主姓名或证件号码"
    en = "The reason may not hold the head's name or identity number"


class IdentityInAddress(Invalid):
    """Addresses stand in logs, so an identity number is looked for in a body."""

    code = "household.identity_in_address"
    zh = "网址会留在访问日志中，不要写入证件号码；请用 POST /households/search 查找"
    en = "Addresses stay in logs: look for an identity number with POST /households/search"
