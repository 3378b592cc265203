"""Letters by mail: put into the queue with the write they tell of, sealed, and sent by a worker that tries again.

So no reader of the queue sees an address or a link, a mail server that is down loses nothing, and an answer takes as
long for an address that is known as for one that is not.
"""

import base64
from typing import Final

import orjson

from marketplace.db import db
from marketplace.gateways import personal_data, queue

TASK: Final = "send_letter"
_PURPOSE: Final = "letter"


def post(*, to: str, subject: str, text: str) -> None:
    """Let a worker send a letter once the transaction commits."""
    letter = orjson.dumps({"to": to, "subject": subject, "text": text})
    sealed = base64.b64encode(personal_data.seal(letter, purpose=_PURPOSE)).decode()
    queue.defer(db.session.connection(), TASK, sealed=sealed)


def open_letter(sealed: str) -> dict[str, str]:
    """Open a letter of the queue: `to`, `subject`, `text`."""
    letter: dict[str, str] = orjson.loads(personal_data.unseal(base64.b64decode(sealed), purpose=_PURPOSE))
    return letter


def renew_letter(sealed: str) -> str:
    """Seal a letter of the queue anew under the newest key.

    :raises CiphertextUnreadable: if it was sealed under a key that is not configured.
    """
    return base64.b64encode(personal_data.renew(base64.b64decode(sealed), purpose=_PURPOSE)).decode()


def post_invitation(*, to: str, link: str, sender: str) -> None:
    """Let a worker send the link of an invitation, in both languages: the reader's is not known yet."""
    post(to=to, subject="帮扶平台邀请 / Invitation to Bangfu", text=_INVITATION.format(link=link, sender=sender))


def post_notice(kind: str, *, to: str, language: str, link: str = "") -> None:
    """Let a worker send what concerns somebody's own sign-in: `reset_instructions`, `reset_notice`, `change_notice`."""
    subject, text = _NOTICES[kind][1 if language == "en" else 0]
    post(to=to, subject=subject, text=text.format(link=link))


_INVITATION: Final = """{sender} 邀请您加入帮扶平台。请在 14 天内打开以下链接，
填写姓名并设置密码（已有账户的请输入原密码）：

{link}

如果您不认识邀请人，请忽略此邮件。

{sender} invites you to Bangfu. Open the link above within 14 days, give your name and choose a password
(or give the one you have, if you have an account). If you do not know the sender, ignore this letter.
"""

_CHANGED: Final = (
    ("密码已更改", "您的帮扶平台密码刚刚更改。如果不是您本人操作，请立即用“忘记密码”重新设置并联系管理员。\n"),
    (
        "Your password was changed",
        "Your password at Bangfu was just changed.\nIf that was not you, set it anew and tell an administrator.\n",
    ),
)
_NOTICES: Final = {
    "reset_instructions": (
        ("重新设置密码", "请在一天内打开以下链接重新设置密码：\n\n{link}\n\n如果不是您本人申请，请忽略此邮件。\n"),
        (
            "Set your password anew",
            "Open this link within a day to set your password anew:\n\n{link}\n\nIf you did not ask, ignore this.\n",
        ),
    ),
    "reset_notice": _CHANGED,
    "change_notice": _CHANGED,
}
