"""Fields of the catalogue: codes, amounts in a query."""

from typing import Any

from marshmallow import fields

from marketplace.api.fields import Text
from marketplace.kernel.money import AmountUnreadable, parse_yuan
from marketplace.kernel.text import fold_width

LONGEST_CODE = 100


class Code(Text):
    """A number or code: full-width characters are made plain, as import files have them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=LONGEST_CODE, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        return fold_width(text) if isinstance(text, str) else text


class QueryMoney(fields.Field[int]):
    """An amount in a query string: "12.30" outside, fen inside."""

    default_error_messages = {"invalid": "field.not_yuan"}  # noqa: RUF012  the library declares it so

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        try:
            return parse_yuan(str(value))
        except AmountUnreadable:
            raise self.make_error("invalid") from None
