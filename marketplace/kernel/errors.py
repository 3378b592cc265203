"""What can go wrong, in five kinds; delivery turns a kind into a status, an area names the case.

An error carries facts and, per language, a sentence with places for them: the reader's language is known only at the
edge, which asks for the sentence. Its `code` is stable and public.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class DomainError(Exception):
    """A refusal the caller can understand, with a stable code and the facts behind it."""

    code: ClassVar[str] = "error"
    zh: ClassVar[str] = "出错了"
    en: ClassVar[str] = "Something went wrong"

    def __init__(self, code: str | None = None, /, **facts: object) -> None:
        """Keep `facts` for the message; `code` names the case when the class itself does not."""
        self.reason: str = code or self.code
        self.facts: Mapping[str, object] = facts
        super().__init__(self.reason)

    def __str__(self) -> str:
        """Show code and facts, for logs."""
        return f"{self.reason} {dict(self.facts)}" if self.facts else self.reason

    def sentence(self, language: str) -> str:
        """Say what went wrong, with the facts, in `zh` or `en`; a list of them is told one after another."""
        sentence, between = (self.en, ", ") if language == "en" else (self.zh, "、")
        told = {name: between.join(map(str, f)) if isinstance(f, list) else f for name, f in self.facts.items()}
        return sentence.format_map(_Facts(told))


class _Facts(dict[str, object]):
    """Facts for a sentence; one that is missing shows as an ellipsis instead of failing the refusal itself."""

    def __missing__(self, key: str) -> str:
        return "…"


class NotFound(DomainError):
    """The thing does not exist, or the caller may not know that it does."""

    code = "not_found"
    zh = "没有找到"
    en = "Not found"


class Conflict(DomainError):
    """The request is well-formed but the state of things refuses it."""

    code = "conflict"
    zh = "当前状态不允许这样做"
    en = "The current state does not allow this"


class Forbidden(DomainError):
    """The caller is known and may see the thing, but not do this to it."""

    code = "forbidden"
    zh = "您没有此项权限"
    en = "You may not do this"


class Unavailable(DomainError):
    """Something outside does not answer now; trying again later may work."""

    code = "unavailable"
    zh = "服务暂时不可用，请稍后再试"
    en = "Not available right now; please try again later"


class Invalid(DomainError):
    """The request is wrong in itself; `fields` says where and why.

    `fields` maps a path such as `lines.3.quantity` to the errors there, each with its own code, facts and sentences.
    """

    code = "invalid"
    zh = "提交的内容有误"
    en = "What was sent is not valid"

    def __init__(
        self, code: str | None = None, /, *, fields: Mapping[str, Sequence[DomainError]] | None = None, **facts: object
    ) -> None:
        """Keep the wrong `fields` beside the facts."""
        self.fields: Mapping[str, Sequence[DomainError]] = fields or {}
        super().__init__(code, **facts)


class MoveRefused(Conflict):
    """A state machine was asked for a move its table does not hold."""

    code = "move_refused"
    zh = "状态为“{state}”，不能变为“{wanted}”，只能变为：{allowed}"
    en = "The state is “{state}”: it cannot become “{wanted}”, only {allowed}"
