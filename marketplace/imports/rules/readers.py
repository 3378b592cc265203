"""Readers of cells: each takes a cell that is not blank and gives the value to stage, or says what would be right."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from marketplace.imports.errors import (
    CellNotText,
    ChoiceUnknown,
    CodeDamaged,
    DayUnreadable,
    NumberUnreadable,
    PercentDoubtful,
    WholeNumberUnreadable,
)
from marketplace.imports.rules.columns import Reader
from marketplace.kernel.cells import Cell, text_of
from marketplace.kernel.days import FIRST_YEAR, LAST_YEAR, Month
from marketplace.kernel.identifiers import parse_identity_number, parse_uscc
from marketplace.kernel.money import AmountUnreadable, parse_yuan
from marketplace.kernel.text import fold_width, has_control_characters, split_tags
from marketplace.regions.rules import canonical_code

LONGEST_TEXT: Final = 500
LONGEST_CODE: Final = 100
EXACT_DIGITS: Final = 15
"""A spreadsheet keeps no more digits of a number than these."""
MOST: Final = 10**9

_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE]\+\d+|[+-]?\d+\.\d+[eE]\d+", re.ASCII)
_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)


def text(cell: Cell) -> str:
    """Read a text of at most 500 characters, trimmed.

    :raises CellNotText: if it is longer or holds control characters.
    """
    value = text_of(cell).strip()
    if len(value) > LONGEST_TEXT or has_control_characters(value):
        raise CellNotText(longest=LONGEST_TEXT)
    return value


def code(cell: Cell) -> str:
    """Read a code: text with its leading zeros, full-width characters made plain.

    :raises CodeDamaged: if a spreadsheet made a number of it that is not exact any more.
    :raises CellNotText: if it is longer than 100 characters or holds control characters.
    """
    value = fold_width(text_of(cell))
    is_number = isinstance(cell, (int, Decimal))
    if _EXPONENT.fullmatch(value) or (is_number and (not value.isdigit() or len(value) > EXACT_DIGITS)):
        raise CodeDamaged(value=value)
    if len(value) > LONGEST_CODE or has_control_characters(value):
        raise CellNotText(longest=LONGEST_CODE)
    return value


def day(cell: Cell) -> date:
    """Read a day: 2020-09-30, 2020/9/30, full-width too, or a spreadsheet's date.

    :raises DayUnreadable: for anything else, days that no calendar has included.
    """
    if isinstance(cell, date):
        found = cell
    else:
        parts = _DAY.fullmatch(fold_width(text_of(cell))) if isinstance(cell, str) else None
        if parts is None:
            raise DayUnreadable(value=text_of(cell))
        try:
            found = date(int(parts[1]), int(parts[3]), int(parts[4]))
        except ValueError:
            raise DayUnreadable(value=text_of(cell)) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DayUnreadable(value=text_of(cell))
    return found


def month(cell: Cell) -> str:
    """Read a month: 2020-09.

    :raises MonthUnreadable: for anything else.
    """
    return Month.parse(fold_width(text_of(cell)))


def yuan(cell: Cell) -> int:
    """Read an amount in yuan as fen.

    :raises AmountUnreadable: for a third decimal, an exponent or anything else.
    """
    if isinstance(cell, date):
        raise AmountUnreadable(value=text_of(cell))
    return parse_yuan(text_of(cell))


def number(*, least: int = -MOST, most: int = MOST, places: int = 0) -> Reader:
    """Make a reader of exact decimals in bounds with at most so many places."""

    def read(cell: Cell) -> Decimal:
        return _number(cell, least=least, most=most, places=places)

    return read


def whole(*, least: int = 0, most: int = MOST) -> Reader:
    """Make a reader of whole numbers in bounds."""

    def read(cell: Cell) -> int:
        return int(_number(cell, least=least, most=most, places=0))

    return read


quantity: Final[Reader] = number(places=3)
"""Reads a quantity of at most three decimals, negative for goods that came back."""


def percent(cell: Cell) -> int:
    """Read a percentage of at most two decimals, "30" or "30%", as basis points: 3000.

    :raises PercentDoubtful: for a spreadsheet's number above 0 up to 1, which may be its own way to store 30% or 100%.
    :raises NumberUnreadable: for anything else that is not 0 to 100.
    """
    if isinstance(cell, (int, Decimal)) and Decimal(cell).is_finite() and 0 < cell <= 1:
        raise PercentDoubtful(value=text_of(cell))
    bare = fold_width(cell).removesuffix("%").rstrip() if isinstance(cell, str) else cell
    return int(_number(bare, least=0, most=100, places=2) * 100)


def choice(kind: type[StrEnum], words: Mapping[str, StrEnum]) -> Reader:
    """Make a reader of an enum's Chinese words or codes; it gives the code."""
    listed = [member.value for member in kind]
    codes = {code: code for code in listed} | {word: member.value for word, member in words.items()}

    def read(cell: Cell) -> str:
        value = fold_width(text_of(cell))
        found = codes.get(value) or codes.get(value.lower())
        if found is None:
            raise ChoiceUnknown(value=value, choices_zh="、".join(words or listed), choices_en=", ".join(listed))
        return found

    return read


def region_code(cell: Cell) -> str:
    """Read an area code as the register writes it.

    :raises RegionCodeWrong: for anything that is not 6, 9 or 12 digits.
    """
    return canonical_code(code(cell))


def uscc(cell: Cell) -> str:
    """Read a unified social credit code.

    :raises CreditCodeWrong: for a wrong length, alphabet or check character.
    """
    return parse_uscc(code(cell))


def identity_number(cell: Cell) -> str:
    """Read an identity number.

    :raises IdentityNumberWrong: for a wrong length, birth date or check character.
    """
    return parse_identity_number(code(cell))


def tags(cell: Cell) -> list[str]:
    """Read tags separated by ";" into distinct ones, sorted; staged as `text[]`.

    :raises CellNotText: if the text is too long or holds control characters.
    """
    return list(split_tags(text(cell)))


def _number(cell: Cell, *, least: int, most: int, places: int) -> Decimal:
    written = fold_width(text_of(cell)).replace(" ", "")
    refusal = NumberUnreadable if places else WholeNumberUnreadable
    wrong = refusal(value=text_of(cell), least=least, most=most, places=places)
    if isinstance(cell, date) or not _NUMBER.fullmatch(written):
        raise wrong
    try:
        value = Decimal(written.replace(",", ""))
    except InvalidOperation:
        raise wrong from None
    exponent = value.normalize().as_tuple().exponent
    if not least <= value <= most or not isinstance(exponent, int) or -exponent > places:
        raise wrong
    return value
