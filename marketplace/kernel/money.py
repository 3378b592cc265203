"""Money is integer fen and rates are basis points; text in yuan is read and written here and nowhere else."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from marketplace.kernel.errors import Invalid
from marketplace.kernel.text import fold_width

BASIS_POINTS: Final = 10_000
MAX_FEN: Final = 10**15
"""Ten trillion yuan: beyond it a figure is a typing error, and sums still fit a bigint."""

_YUAN = re.compile(r"[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?")


class AmountUnreadable(Invalid):
    """A text is not an amount in yuan with at most two decimals."""

    code = "amount.unreadable"
    zh = "“{value}”不是金额，应为最多两位小数的元，如 1,234.50"
    en = "“{value}” is not an amount in yuan with at most two decimals, such as 1,234.50"


def parse_yuan(text: str) -> int:
    """Read an amount in yuan ("1,234.50", full-width digits too) as fen.

    :raises AmountUnreadable: for anything else, scientific notation and a third decimal included.
    """
    folded = fold_width(text).replace(" ", "").removeprefix("¥").removeprefix("￥")
    if not _YUAN.fullmatch(folded):
        raise AmountUnreadable(value=text)
    fen = int(Decimal(folded.replace(",", "")) * 100)
    if abs(fen) > MAX_FEN:
        raise AmountUnreadable(value=text)
    return fen


def format_yuan(fen: int) -> str:
    """Write fen as yuan with two decimals: 1230 → "12.30"."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan}.{rest:02d}"


def share_of(amount_fen: int, rate_bp: int) -> int:
    """Take a rate of an amount, half up to the fen, sign kept: what +x gives, −x takes back."""
    magnitude = (abs(amount_fen) * rate_bp * 2 + BASIS_POINTS) // (2 * BASIS_POINTS)
    return magnitude if amount_fen >= 0 else -magnitude


def allocate(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Split `total_fen` by integer weights with the largest remainder, ties in the given order.

    The parts sum to `total_fen` exactly; a negative total gives the mirror image of the positive one.

    :raises ValueError: if a weight is negative or none is positive.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        message = "weights must not be negative and at least one must be positive"
        raise ValueError(message)
    magnitude = abs(total_fen)
    parts = [magnitude * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(magnitude * weights[i] % whole), i))
    for i in by_remainder[: magnitude - sum(parts)]:
        parts[i] += 1
    return parts if total_fen >= 0 else [-part for part in parts]
