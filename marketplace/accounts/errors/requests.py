"""What can go wrong with repeated requests and tokens."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class KeyReused(Conflict):
    """An idempotency key came back with another request."""

    code = "idempotency.key_reused"
    zh = "这个 Idempotency-Key 已用于另一个请求"
    en = "This Idempotency-Key was used for another request"


class AnswerLost(Conflict):
    """A repeated request was done before, but what was answered was sealed under a key that is gone."""

    code = "idempotency.answer_lost"
    zh = "这个请求已经办理过，但当时的答复已无法读取；请查看结果，不要重复提交"
    en = "This request was carried out before, but its answer can no longer be read; look at what it did"


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
