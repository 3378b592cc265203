"""Amounts and counts in the units of official reports: 亿元, 万元, 万人; integers all the way."""

from decimal import Decimal
from typing import Final

from marketplace.kernel.money import format_yuan

_FEN_OF_YI: Final = 10**10
_FEN_OF_WAN: Final = 10**6
_WAN: Final = 10_000


def in_wan_or_yi(fen: int) -> str:
    """Write an amount as officials do: 190,000,000 yuan → 1.9亿元, 39,840,000 yuan → 3984万元."""
    for unit, name in ((_FEN_OF_YI, "亿元"), (_FEN_OF_WAN, "万元")):
        if abs(fen) >= unit:
            return f"{hundredths(fen, unit)}{name}"
    return f"{hundredths(fen, 100)}元"


def in_yuan(fen: int) -> str:
    """Write an amount in yuan with thousands separators and no empty decimals: 15,654,300."""
    yuan, _, rest = format_yuan(abs(fen)).partition(".")
    sign = "-" if fen < 0 else ""
    return f"{sign}{int(yuan):,}" + (f".{rest}" if rest != "00" else "")


def in_wan(count: int, name: str) -> str:
    """Write a count with its measure word, from ten thousand on in 万: 71,500 → 7.15万人."""
    return f"{hundredths(count, _WAN)}万{name}" if count >= _WAN else f"{count}{name}"


def rate_bp(part: int, whole: int) -> int | None:
    """Tell part ÷ whole in basis points, half up; nothing of nothing."""
    if whole <= 0:
        return None
    magnitude = (abs(part) * 20_000 + whole) // (2 * whole)
    return magnitude if part >= 0 else -magnitude


def change_bp(now: int, base: int) -> int | None:
    """Tell by how much a figure changed against its base, in basis points, half up; unknown without a base."""
    return rate_bp(now - base, base)


def percent(bp: int) -> str:
    """Write basis points as a percentage: 833 → 8.33%."""
    return f"{hundredths(bp, 100)}%"


def in_hundredths(number: int | None) -> Decimal | None:
    """Tell the yuan of fen, or the percent of basis points, exactly."""
    return None if number is None else Decimal(number).scaleb(-2)


def hundredths(number: int, unit: int) -> str:
    """Write number ÷ unit with at most two decimals, half up, without empty ones."""
    scaled = (abs(number) * 200 + unit) // (2 * unit)
    whole, rest = divmod(scaled, 100)
    sign = "-" if number < 0 and scaled else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")
