"""Codes with a check: unified social credit codes, identity numbers, remittance codes."""

import secrets
from datetime import date
from functools import lru_cache
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from marketplace.kernel.errors import Invalid
from marketplace.kernel.text import fold_width

_REMITTANCE_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_REMITTANCE_LENGTH: Final = 8
_THROUGH_YEAR: Final = 10
"""An identity number begins with six digits of the area and four of the birth year."""


class CreditCodeWrong(Invalid):
    """A text is not a unified social credit code: length, alphabet or check character."""

    code = "uscc.wrong"
    zh = "“{value}”不是有效的统一社会信用代码（18 位，末位为校验码）"
    en = "“{value}” is not a unified social credit code (18 characters, the last one a check)"


class IdentityNumberWrong(Invalid):
    """A text is not an identity number: length, birth date or check character."""

    code = "identity_number.wrong"
    zh = "证件号码有误：应为 18 位，出生日期和校验码须正确"
    en = "The identity number is wrong: 18 characters with a valid birth date and check character"


def parse_uscc(text: str) -> str:
    """Read a unified social credit code (18 characters, upper case).

    :raises CreditCodeWrong: for anything else.
    """
    try:
        return str(uscc.validate(fold_width(text)))
    except (ValidationError, ValueError):
        raise CreditCodeWrong(value=text) from None


def parse_identity_number(text: str) -> str:
    """Read an 18-character identity number; the area code is not looked up.

    Area codes were given when the first cards were issued, not at birth, so a strict table would refuse real people.

    :raises IdentityNumberWrong: for a wrong length, birth date or check character.
    """
    bare = fold_width(text)
    number = bare.upper() if bare.isalnum() else ric.compact(bare)  # looking for separators is slow
    try:
        well_formed = len(number) == 18 and number[:-1].isascii() and number[:-1].isdigit()  # noqa: PLR2004  its length
        if not well_formed or number[-1] != ric.calc_check_digit(number):
            raise IdentityNumberWrong
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except (ValidationError, ValueError):
        raise IdentityNumberWrong from None
    return str(number)


def is_identity_number(text: str) -> bool:
    """Tell whether a text is an identity number."""
    try:
        parse_identity_number(text)
    except IdentityNumberWrong:
        return False
    return True


def has_known_birth_place(identity_number: str) -> bool:
    """Tell whether the area code existed in the birth year; a doubt, never a refusal."""
    return _has_existed(identity_number[:_THROUGH_YEAR])


@lru_cache(maxsize=1 << 16)
def _has_existed(area_and_year: str) -> bool:
    """Tell whether an area code existed in a year; a register holds few of them, and each look-up walks a table."""
    try:
        ric.get_birth_place(f"{area_and_year}0101")
    except (ValidationError, KeyError):  # the table knows the province alone
        return False
    return True


def new_remittance_code() -> str:
    """Draw a code a payer can type into a bank form: BF and 8 letters or digits that are not confused."""
    return "BF" + "".join(secrets.choice(_REMITTANCE_ALPHABET) for _ in range(_REMITTANCE_LENGTH))
