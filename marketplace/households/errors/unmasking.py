"""What can go wrong with showing a head's name and identity number."""

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
