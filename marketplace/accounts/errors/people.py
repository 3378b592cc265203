"""What can go wrong with people, their addresses and passwords."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class UserNotFound(NotFound):
    """No such user in the caller's scope."""

    code = "user.not_found"
    zh = "没有找到这个用户"
    en = "There is no such user"


class UserKnown(Conflict):
    """A user with this address exists."""

    code = "user.known"
    zh = "邮箱 {email} 已有账户"
    en = "There is an account with the address {email} already"


class NameMissing(Invalid):
    """A new person did not say their name."""

    code = "user.name_missing"
    zh = "首次使用请填写姓名"
    en = "Say your name: there is no account with this address yet"


class OwnAccount(Forbidden):
    """Nobody closes the account that they use."""

    code = "user.own_account"
    zh = "不能停用自己正在使用的账户"
    en = "You cannot disable the account that you are using"


class PasswordWeak(Invalid):
    """A password is too short or too common."""

    code = "password.weak"
    zh = "密码至少 {least} 个字符，且不能只是常见词或邮箱"
    en = "A password has at least {least} characters and is not a common word or the address"


class PasswordWrong(Forbidden):
    """The password is not that of the account; `user_id` is for counting failures and stays out of the answer."""

    code = "password.wrong"
    zh = "此邮箱已有账户，密码不正确或账户暂时不可用"
    en = "There is an account with this address: the password is wrong, or the account is closed for now"

    def __init__(self, *, user_id: int) -> None:
        """Keep whose password it was not, beside the facts."""
        self.user_id = user_id
        super().__init__()


class EmailWrong(Invalid):
    """A text is not a mail address."""

    code = "email.wrong"
    zh = "“{value}”不是邮箱地址"
    en = "“{value}” is not a mail address"
