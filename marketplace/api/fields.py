"""Fields and the base of every schema: strict types, codes instead of sentences, money as yuan text.

What is wrong is told as a code with the facts behind it, such as `field.out_of_range|least=1|most=200`; sentences are
made where the reader's language is known.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import marshmallow as ma
from marshmallow import fields, validate

from marketplace.kernel.days import FIRST_YEAR, LAST_YEAR, Month, MonthUnreadable
from marketplace.kernel.money import AmountUnreadable, format_yuan, parse_yuan
from marketplace.kernel.text import fold_width, has_control_characters
from marketplace.regions.errors import RegionCodeWrong
from marketplace.regions.rules import canonical_code

_CODES: Final[Mapping[type[fields.Field[Any]], Mapping[str, str]]] = {
    fields.Field: {"required": "field.required", "null": "field.null", "validator_failed": "field.out_of_range"},
    fields.String: {"invalid": "field.not_text", "invalid_utf8": "field.not_text"},
    fields.Number: {"invalid": "field.not_number", "too_large": "field.out_of_range"},
    fields.Integer: {"invalid": "field.not_integer"},
    fields.Decimal: {"special": "field.not_number"},
    fields.Boolean: {"invalid": "field.not_boolean"},
    fields.DateTime: {
        "invalid": "field.not_moment",
        "invalid_awareness": "field.not_moment",
        "format": "field.not_moment",
    },
    fields.Date: {"invalid": "field.not_date", "format": "field.not_date"},
    fields.List: {"invalid": "field.not_list"},
    fields.Nested: {"type": "field.not_object"},
    fields.Enum: {"unknown": "field.unknown_choice|choices={choices}"},
}
for _kind, _codes in _CODES.items():
    _kind.default_error_messages = {**_kind.default_error_messages, **_codes}

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE: Final = re.compile(r"-?[0-9]{1,100}")
_QUANTITY: Final = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,3})?")
_LONGEST_REGION: Final = 40
MAX_TEXT: Final = 500
MAX_COUNT: Final = 10**9
_DAY_BOUNDS: Final = f"field.out_of_range|least={FIRST_YEAR}-01-01|most={LAST_YEAR}-12-31"
_QUANTITY_BOUNDS: Final = f"field.out_of_range|least=0.001|most={MAX_COUNT}"


class Schema(ma.Schema):
    """The base of every schema: unknown fields are refused by name."""

    class Meta:
        """Refuse what is not declared and keep the declared order."""

        unknown = ma.RAISE

    error_messages = {"unknown": "field.unknown", "type": "field.not_object"}  # noqa: RUF012  the library declares it so


def between(least: int, most: int) -> validate.Range:
    """Make the check of a number that names its bounds."""
    return validate.Range(min=least, max=most, error="field.out_of_range|least={min}|most={max}")


def at_most(longest: int) -> validate.Length:
    """Make the check of a length that names its bound."""
    return validate.Length(max=longest, error="field.too_long|most={max}")


def one_of(*choices: str) -> validate.OneOf:
    """Make the check of a word that names the choices."""
    return validate.OneOf(choices, error="field.unknown_choice|choices={choices}")


def _check_characters(text: str) -> None:
    if has_control_characters(text):
        raise ma.ValidationError("field.control_characters")


class Text(fields.String):
    """A text without control characters, trimmed, not blank unless `blank=True`."""

    def __init__(self, *, longest: int = MAX_TEXT, blank: bool = False, **options: Any) -> None:
        checks: list[Any] = [_check_characters, at_most(longest)]
        if not blank:
            checks.append(validate.Length(min=1, error="field.blank"))
        super().__init__(validate=checks, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        return text.strip() if isinstance(text, str) else text


class Count(fields.Integer):
    """A whole number in bounds; text and fractions are refused."""

    def __init__(self, *, least: int = 0, most: int = MAX_COUNT, **options: Any) -> None:
        super().__init__(strict=True, validate=between(least, most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if isinstance(value, (str, bool)):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


class Day(fields.Date):
    """A day such as 2020-09-30, in the years that any file may name too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value)
        day: date = super()._deserialize(value, attr, data, **options)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ma.ValidationError(_DAY_BOUNDS)
        return day


class MonthField(Text):
    """A month such as 2020-09."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        try:
            return Month.parse(text)
        except MonthUnreadable:
            raise ma.ValidationError("field.not_month") from None


class RegionCode(Text):
    """An area code, written as the register writes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=_LONGEST_REGION, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        try:
            return canonical_code(fold_width(text))
        except RegionCodeWrong:
            raise ma.ValidationError("field.not_region_code") from None


class QueryCount(fields.Integer):
    """A whole number in a query string, in digits alone, of whatever width."""

    def __init__(self, *, least: int = 0, most: int = MAX_COUNT, **options: Any) -> None:
        super().__init__(validate=between(least, most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        digits = fold_width(str(value))
        if not _WHOLE.fullmatch(digits):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(digits, attr, data, **options)


class Money(fields.Field[int]):
    """An amount: fen inside, `{"amount": "12.30", "currency": "CNY"}` outside."""

    default_error_messages = {"invalid": "field.not_amount"}  # noqa: RUF012  the library declares it so

    def __init__(self, *, least_fen: int | None = None, **options: Any) -> None:
        error = f"field.out_of_range|least={format_yuan(least_fen or 0)}"
        checks = [validate.Range(min=least_fen, error=error)] if least_fen is not None else None
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


class Quantity(fields.Decimal):
    """A quantity above zero of at most three decimals; told without zeros at its end."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=3, as_string=True, **options)

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **options: Any) -> Any:
        text = super()._serialize(value, attr, obj, **options)
        return text.rstrip("0").rstrip(".") if isinstance(text, str) and "." in text else text

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if isinstance(value, bool) or not _QUANTITY.fullmatch(str(value)):
            raise self.make_error("invalid", input=value)
        quantity = super()._deserialize(value, attr, data, **options)
        if not 0 < quantity <= MAX_COUNT:
            raise ma.ValidationError(_QUANTITY_BOUNDS)
        return quantity


class ReasonSchema(Schema):
    """Why."""

    reason = Text(required=True)


class PageQuerySchema(Schema):
    """The query of every list: how many, and where the last page ended."""

    limit = QueryCount(least=1, most=200, load_default=24)
    after = fields.String(load_default=None)
