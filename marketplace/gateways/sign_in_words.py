"""Sentences of the sign-in library that need other words: it has no Chinese for them, or says more than is so."""

from collections.abc import Mapping
from typing import Final

_Pair = tuple[str, str]
_OLD_PAGE: Final = ("页面打开已久，请重新提交", "The page has been open for long: please send it again")
_MAYBE_SENT: Final = (
    "如果这个邮箱有账户，您会收到重新设置密码的邮件，链接一天内有效。",
    "If there is an account with this address, a letter with a link is on its way; it works for a day.",
)

LIBRARY: Final[Mapping[str, _Pair]] = {
    "Authentication failed - identity or password/passcode invalid": (
        "邮箱或密码不正确，或账户暂时不可用",
        "The address or password is wrong, or the account is closed for now",
    ),
    "You must sign in to view this resource.": ("请先登录。", "Sign in first."),
    "You must reauthenticate to access this endpoint": (
        "请再次输入密码后继续。",
        "Give your password again to go on.",
    ),
    "Recovery code invalid": ("备用码不正确，或已经用过", "The recovery code is wrong or was used already"),
    "No recovery codes generated yet": ("还没有生成备用码", "No recovery codes have been made yet"),
    "Invalid code": ("验证码不正确，或已经用过", "The code is wrong or was used already"),
    "You successfully reset your password. Please authenticate using your new password.": (
        "密码已重新设置，请用新密码登录。",
        "Your password is set anew: sign in with it.",
    ),
    "Your code has been confirmed": ("验证码正确，已登录。", "The code is right: you are signed in."),
    "You successfully disabled two-factor authorization.": ("两步验证已停用。", "Two-step sign-in is off."),
    "Value entered is not valid for the field": ("填写的内容有误", "What was given is not valid"),
    "You can only access this endpoint when not logged in.": ("您已登录。", "You are signed in already."),
    "The CSRF token is missing.": _OLD_PAGE,
    "The CSRF session token is missing.": _OLD_PAGE,
    "The CSRF token has expired.": _OLD_PAGE,
    "The CSRF token is invalid.": _OLD_PAGE,
    "The CSRF tokens do not match.": _OLD_PAGE,
    "account.locked": (
        "连续多次失败，账户暂时锁定，请一刻钟后再试",
        "Too many failures: the account is closed for a quarter of an hour",
    ),
}
"""Chinese and English by what the library says; the last is a code of ours that it hands on."""

BEGINNINGS: Final[Mapping[str, _Pair]] = {
    "You did not reset your password within": (
        "链接已过期，请重新申请。",
        "The link has expired: ask for another.",
    ),
    "Instructions to reset your password have been sent to": _MAYBE_SENT,
    "重置密码邮件已发送到": _MAYBE_SENT,
}
"""Chinese and English by how a sentence that holds a fact begins."""


def said(sentence: object, language: str) -> str:
    """Say what the library said in a language; it has Chinese of its own for most, not all, of its sentences."""
    text = str(sentence)
    pair = LIBRARY.get(text) or next((pair for begins, pair in BEGINNINGS.items() if text.startswith(begins)), None)
    return text if pair is None else pair[1 if language == "en" else 0]
