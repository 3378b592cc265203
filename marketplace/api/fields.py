"""Fields and the base of every schema: strict types, codes instead of sentences, money as yuan text."""

import re
from collections.abc import Mapping
from typing import Any, Final

import marshmallow as ma
from marshmallow import fields, validate

from marketplace.kernel.money import AmountUnreadable, format_yuan, parse_yuan
from marketplace.kernel.text import fold_width, has_control_characters

_CODES: Final[Mapping[type[fields.Field[Any]], Mapping[str, str]]] = {
    fields.Field: {"required": "field.required", "null": "field.null", "validator_failed": "field.out_of_range"},
    fields.String: {"invalid": "field.not_text", "invalid_utf8": "field.not_text"},
    fields.Number: {"invalid": "field.not_number", "too_large": "field.out_of_range"},
    fields.Integer: {"invalid": "field.not_integer"},
    fields.Boolean: {"invalid": "field.not_boolean"},
    fields.DateTime: {
        "invalid": "field.not_moment",
        "invalid_awareness": "field.not_moment",
        "format": "field.not_moment",
    },
    fields.Date: {"invalid": "field.not_date", "format": "field.not_date"},
    fields.List: {"invalid": "field.not_list"},
    fields.Nested: {"type": "field.not_object"},
    fields.Enum: {"unknown": "field.unknown_choice"},
}
for _kind, _codes in _CODES.items():
    _kind.default_error_messages = {**_kind.default_error_messages, **_codes}

_WHOLE: Final = re.compile(r"-?[0-9]{1,100}")
MAX_TEXT: Final = 500
MAX_COUNT: Final = 10**9


class Schema(ma.Schema):
    """The base of every schema: unknown fields are refused by name."""

    class Meta:
        """Refuse what is not declared and keep the declared order."""

        unknown = ma.RAISE

    error_messages = {"unknown": "field.unknown", "type": "field.not_object"}  # noqa: RUF012  the library declares it so


def _check_characters(text: str) -> None:
    if has_control_characters(text):
        raise ma.ValidationError("field.control_characters")


class Text(fields.String):
    """A text without control characters, trimmed, not blank unless `blank=True`."""

    def __init__(self, *, longest: int = MAX_TEXT, blank: bool = False, **options: Any) -> None:
        checks: list[Any] = [_check_characters, validate.Length(max=longest, error="field.too_long")]
        if not blank:
            checks.append(validate.Length(min=1, error="field.blank"))
        super().__init__(validate=checks, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        return text.strip() if isinstance(text, str) else text


class Count(fields.Integer):
    """A whole number in bounds; text and fractions are refused."""

    def __init__(self, *, least: int = 0, most: int = MAX_COUNT, **options: Any) -> None:
        bounds = validate.Range(min=least, max=most, error="field.out_of_range")
        super().__init__(strict=True, validate=bounds, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if isinstance(value, (str, bool)):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


class QueryCount(fields.Integer):
    """A whole number in a query string, in digits alone, of whatever width."""

    def __init__(self, *, least: int = 0, most: int = MAX_COUNT, **options: Any) -> None:
        super().__init__(validate=validate.Range(min=least, max=most, error="field.out_of_range"), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        digits = fold_width(str(value))
        if not _WHOLE.fullmatch(digits):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(digits, attr, data, **options)


class Money(fields.Field[int]):
    """An amount: fen inside, `{"amount": "12.30", "currency": "CNY"}` outside."""

    default_error_messages = {"invalid": "field.not_amount"}  # noqa: RUF012  the library declares it so

    def __init__(self, *, least_fen: int | None = None, **options: Any) -> None:
        checks = [validate.Range(min=least_fen, error="field.out_of_range")] if least_fen is not None else None
        super().__init__(validate=checks, **options)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else {"amount": format_yuan(value), "currency": "CNY"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if (
            not isinstance(value, Mapping)
            or set(value) - {"amount", "currency"}
            or value.get("currency", "CNY") != "CNY"
        ):
            raise self.make_error("invalid")
        amount = value.get("amount")
        if not isinstance(amount, str):
            raise self.make_error("invalid")
        try:
            return parse_yuan(amount)
        except AmountUnreadable:
            raise self.make_error("invalid") from None


class PageQuerySchema(Schema):
    """The query of every list: how many, and where the last page ended."""

    limit = QueryCount(least=1, most=200, load_default=24)
    after = fields.String(load_default=None)
