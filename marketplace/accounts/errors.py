"""What can go wrong with accounts."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class KeyReused(Conflict):
    """An idempotency key came back with another request."""

    code = "idempotency.key_reused"
    zh = "这个 Idempotency-Key 已用于另一个请求"
    en = "This Idempotency-Key was used for another request"


class KeyWrong(Invalid):
    """An idempotency key is empty or too long."""

    code = "idempotency.key_wrong"
    zh = "Idempotency-Key 应为 1 至 200 个可见字符"
    en = "An Idempotency-Key has 1 to 200 visible characters"


class TokenNotFound(NotFound):
    """The caller has no such live token."""

    code = "api_token.not_found"
    zh = "没有找到这个令牌"
    en = "There is no such token"


class OrganisationNotFound(NotFound):
    """No such organisation in the caller's scope."""

    code = "organisation.not_found"
    zh = "没有找到这个单位"
    en = "There is no such organisation"


class UserNotFound(NotFound):
    """No such user in the caller's scope."""

    code = "user.not_found"
    zh = "没有找到这个用户"
    en = "There is no such user"


class MembershipNotFound(NotFound):
    """No such live membership or post in the caller's scope."""

    code = "membership.not_found"
    zh = "没有找到这项任职"
    en = "There is no such membership or post"


class OrganisationKnown(Conflict):
    """An organisation with this credit code exists."""

    code = "organisation.known"
    zh = "统一社会信用代码为 {uscc} 的单位已存在"
    en = "An organisation with the credit code {uscc} exists already"


class InvitationWrong(NotFound):
    """The invitation is unknown, used, withdrawn or expired."""

    code = "invitation.not_found"
    zh = "邀请无效、已使用或已过期，请向邀请人重新索取"
    en = "The invitation is unknown, used or expired; ask for a new one"


class OwnAppointment(Forbidden):
    """Somebody tried to appoint themselves."""

    code = "appointment.own"
    zh = "不能给自己授予或解除职务"
    en = "Nobody appoints or dismisses themselves"


class PasswordWeak(Invalid):
    """A password is too short or too common."""

    code = "password.weak"
    zh = "密码至少 {least} 个字符，且不能只是常见词或邮箱"
    en = "A password has at least {least} characters and is not a common word or the address"


class EmailWrong(Invalid):
    """A text is not a mail address."""

    code = "email.wrong"
    zh = "“{value}”不是邮箱地址"
    en = "“{value}” is not a mail address"
